import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, inject, onTestFinished, test } from 'vitest';
import { dynamoDbStore } from '../../lambdas/adapters/dynamodb/store.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { readAssembly } from '../../local/assembly.ts';
import { localCredentials } from '../../local/database.ts';
import { startLocal } from '../../local/system.ts';
import { readRunning, type Running } from '../../local/running.ts';
import { aNeed, postNeed } from '../support/people.ts';
import { dataFolder } from './data-folder.ts';

/** What has become of the mails about a need's first event, in the system that runs. */
async function statesOf(reference: Reference, { databaseUrl, region, tableName }: Running) {
  const client = new DynamoDBClient({ endpoint: databaseUrl, region, credentials: localCredentials });
  const file = await dynamoDbStore({ client, name: tableName }).read(reference);
  client.destroy();
  return file?.history[0]?.notices.map(({ state }) => state);
}

test('what becomes of a mail is recorded after all when everything was killed before it was, and the inbox cleared', async () => {
  const dataDir = dataFolder();
  const deaf = join(dataDir, 'deaf-assembly');
  cpSync(inject('assembly'), deaf, { recursive: true });
  const { functions, mailEvents } = readAssembly(deaf, 'http://localhost');
  const feedback = functions.find(({ id }) => id === mailEvents[0]?.functionId);
  writeFileSync(feedback?.file ?? '', `exports.${feedback?.handler} = () => new Promise(() => undefined);`);

  const run = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { startLocal } from '${new URL('../../local/system.ts', import.meta.url).href}';
       const { url, mailUrl } = await startLocal(${JSON.stringify({ port: 0, mailPort: 0, dataDir, assembly: deaf })});
       console.log(JSON.stringify({ url, mailUrl }));`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void run.kill('SIGKILL'));
  const [said] = (await once(run.stdout, 'data')) as [Buffer];
  const { url, mailUrl } = JSON.parse(said.toString()) as { url: string; mailUrl: string };
  const response = await postNeed(url, { ...aNeed, areas: ['infrastruktur'] });
  const { reference } = (await response.json()) as { reference: Reference };
  const first = readRunning(dataDir) as Running;
  await expect.poll(() => statesOf(reference, first)).toEqual(Array(5).fill('sent'));
  await fetch(`${mailUrl}/clear-store`, { method: 'POST' });
  run.kill('SIGKILL');
  await once(run, 'exit');

  const system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly: inject('assembly') });
  onTestFinished(() => system.stop());
  await expect
    .poll(() => statesOf(reference, readRunning(dataDir) as Running))
    .toEqual(Array(5).fill('delivered'));
});
