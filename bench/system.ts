import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoDbStore } from '../lambdas/adapters/dynamodb/store.ts';
import { localCredentials } from '../local/database.ts';

/** The local default in a process of its own, and its store. */
export async function startSystem(assembly: string, mailEndpoint: string) {
  const folder = mkdtempSync(join(tmpdir(), 'vso-load-'));
  const system = spawn(
    process.execPath,
    [join(import.meta.dirname, 'load-system.ts'), folder, assembly, mailEndpoint],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const [line] = (await once(system.stdout, 'data')) as [Buffer];
  /* The functions' logs follow; nobody reads them. */
  system.stdout.resume();
  const { url = '', databaseUrl = '', tableName = '' } = JSON.parse(String(line)) as Record<string, string>;
  const client = new DynamoDBClient({
    endpoint: databaseUrl,
    region: 'local',
    credentials: localCredentials,
  });
  return {
    url,
    pid: system.pid ?? 0,
    store: dynamoDbStore({ client, name: tableName }),
    async stop() {
      client.destroy();
      const gone = once(system, 'exit');
      system.stdin.end();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
