import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, inject, onTestFinished, test } from 'vitest';
import { dynamoDbStore } from '../../lambdas/adapters/dynamodb/store.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { readAssembly } from '../../local/assembly.ts';
import { localCredentials } from '../../local/database.ts';
import { startLocal } from '../../local/system.ts';
import { readRunning, type RunningSystem } from '../../local/running.ts';
import { aNeed, postNeed } from '../support/people.ts';
import { dataFolder } from './data-folder.ts';
import { startInProcess } from './start-in-process.ts';

/** The states of the notices about a need's first event, in the running system. */
async function statesOf(reference: Reference, running: RunningSystem | undefined) {
  if (!running) throw new Error('no system runs');
  const { databaseUrl, region, tableName } = running;
  const client = new DynamoDBClient({ endpoint: databaseUrl, region, credentials: localCredentials });
  const file = await dynamoDbStore({ client, name: tableName }).read(reference);
  client.destroy();
  return file?.history[0]?.notices.map(({ state }) => state);
}

test('what became of a mail is recorded after a kill, even if the inbox was cleared', async () => {
  const dataDir = dataFolder();
  const assembly = join(dataDir, 'assembly-that-records-nothing');
  cpSync(inject('assembly'), assembly, { recursive: true });
  const { functions, mailEventMappings } = readAssembly(assembly, 'http://localhost');
  const feedback = functions.find(({ id }) => id === mailEventMappings[0]?.functionId);
  writeFileSync(feedback?.file ?? '', `exports.${feedback?.handler} = () => new Promise(() => undefined);`);

  const killed = await startInProcess(dataDir, assembly);
  const response = await postNeed(killed.url, { ...aNeed, areas: ['infrastruktur'] });
  const { reference } = (await response.json()) as { reference: Reference };
  await expect.poll(() => statesOf(reference, readRunning(dataDir))).toEqual(Array(5).fill('sent'));
  await fetch(`${killed.mailUrl}/clear-store`, { method: 'POST' });
  await killed.kill();

  const system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly: inject('assembly') });
  onTestFinished(() => system.stop());
  await expect.poll(() => statesOf(reference, readRunning(dataDir))).toEqual(Array(5).fill('delivered'));
});
