import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoDbStore } from '../../lambdas/adapters/dynamodb/store.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { readAssembly } from '../../local/assembly.ts';
import { ensureTable, localCredentials, startDatabase, tableNameOf } from '../../local/database.ts';

interface TableForTests {
  readonly store: NeedStore;
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** The real store on a DynamoDB engine of its own, with the table that the synthesized template declares. */
export async function tableStore(assembly: string): Promise<TableForTests> {
  const folder = mkdtempSync(join(tmpdir(), 'vso-table-'));
  const database = await startDatabase(folder);
  const { table, region } = readAssembly(assembly, 'http://localhost');
  const client = new DynamoDBClient({ endpoint: database.endpoint, region, credentials: localCredentials });
  await ensureTable(client, table);
  const name = tableNameOf(table);
  return {
    store: dynamoDbStore({ client, name }),
    client,
    table: name,
    endpoint: database.endpoint,
    async stop() {
      client.destroy();
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
