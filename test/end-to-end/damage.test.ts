import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { eventKey, keyOf, partitionOf } from '../../lambdas/adapters/dynamodb/keys.ts';
import type { Item } from '../../lambdas/adapters/dynamodb/keys.ts';
import { sortKeys } from '../../lambdas/adapters/dynamodb/schema.ts';
import { dynamoDbStore } from '../../lambdas/adapters/dynamodb/store.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { localCredentials } from '../../local/database.ts';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import { typed } from '../bin/typed.ts';
import { fetchByContract } from '../support/contract.ts';
import { aNeed, cookieFor, postNeed } from '../support/people.ts';

let dataDir: string;
let system: LocalSystem;
let client: DynamoDBClient;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vso-damage-'));
  system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly: inject('assembly') });
  client = new DynamoDBClient({
    endpoint: system.databaseUrl,
    region: 'eu-north-1',
    credentials: localCredentials,
  });
});
afterAll(async () => {
  client.destroy();
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const remove = (Key: Item) => client.send(new DeleteItemCommand({ TableName: system.tableName, Key }));
const change = (Key: Item, attribute: string, value: Item[string]) =>
  client.send(
    new UpdateItemCommand({
      TableName: system.tableName,
      Key,
      UpdateExpression: 'SET #attribute = :value',
      ExpressionAttributeNames: { '#attribute': attribute },
      ExpressionAttributeValues: { ':value': value },
    }),
  );
const comment = (link: string, version: number) =>
  fetchByContract(link, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'comment', version, confirm: 'yes', text: `Sagt ${version}` }),
  });

/** A need with three events, and the link in the answer to its submission. */
async function stored(): Promise<{ reference: Reference; link: string }> {
  const answer = (await (await postNeed(system.url, aNeed)).json()) as { reference: Reference; link: string };
  for (const version of [1, 2]) expect((await comment(answer.link, version)).status).toBe(200);
  return answer;
}
const needOf = (reference: Reference) => keyOf(partitionOf(reference), sortKeys.need);
const second = (reference: Reference) => eventKey({ reference, version: 2 });

describe('A need of which something is damaged', () => {
  test.each<[string, string, (reference: Reference) => Promise<unknown>]>([
    ['itself is missing', 'unreadable', (reference) => remove(needOf(reference))],
    [
      'the submission is missing',
      'unreadable',
      (reference) => remove(keyOf(partitionOf(reference), sortKeys.submission)),
    ],
    ['an event is missing', 'chain broken', (reference) => remove(second(reference))],
    ['the last event is missing', 'unreadable', (reference) => remove(eventKey({ reference, version: 3 }))],
    [
      'an event’s text is changed',
      'chain broken',
      async (reference) => {
        const store = dynamoDbStore({ client, name: system.tableName });
        const event = (await store.readEvent({ reference, version: 2 }))?.event;
        await change(second(reference), 'event', {
          S: JSON.stringify({ ...event, at: '2020-01-01T00:00:00.000Z' }),
        });
      },
    ],
    ['an event has no text', 'unreadable', (reference) => change(second(reference), 'event', { S: '{' })],
    ['a format is unknown', 'unreadable', (reference) => change(second(reference), 'format', { N: '99' })],
    [
      'the version is behind its events',
      'unreadable',
      async (reference) => {
        const store = dynamoDbStore({ client, name: system.tableName });
        const { need } = (await store.read(reference)) ?? {};
        await change(needOf(reference), 'need', { S: JSON.stringify({ ...need, version: 2 }) });
      },
    ],
  ])(
    '(%s) is a fault with an id, on the page, in JSON and when somebody acts, and is found by verify',
    async (_what, finding, damage) => {
      const whole = await stored();
      const { reference, link } = await stored();
      await damage(reference);

      const page = await fetchByContract(link, { headers: { accept: 'text/html' } });
      expect(page.status).toBe(500);
      expect(await page.text()).toMatch(/[0-9a-f]{8}-[0-9a-f-]{27}/);
      for (const answer of [
        await fetchByContract(link, { headers: { accept: 'application/json' } }),
        await comment(link, 3),
      ]) {
        expect(answer.status).toBe(500);
        expect(await answer.json()).toMatchObject({
          instance: expect.stringMatching(/^urn:fault:/) as string,
        });
      }
      expect((await comment(whole.link, 3)).status).toBe(200);

      const { err } = await typed('needs', { DATA_DIR: dataDir }, 'verify');
      expect(err.split('\n')).toContain(`${reference}\t${finding}`);
      expect(err).not.toContain(whole.reference);
    },
  );
});

test('A damaged event whose mail did not arrive takes nothing else from the list of what is stuck', async () => {
  const { reference } = await stored();
  const store = dynamoDbStore({ client, name: system.tableName });
  const [entry] = (await store.read(reference))?.history ?? [];
  const listing = { as: 'needing-attention', at: (entry?.event.at ?? '') as Instant } as const;
  await expect
    .poll(async () => {
      await store.relist({ reference, version: 1 }, { listing, ifVersion: await listingVersion(reference) });
      return (await store.eventsNeedingAttention()).map((event) => event.reference);
    })
    .toContain(reference);
  await change(eventKey({ reference, version: 1 }), 'event', { S: '{' });
  const cookie = await cookieFor(store, 'stina.eklund@example.org');
  const answer = await fetchByContract(`${system.url}/stuck`, {
    headers: { cookie, accept: 'application/json' },
  });
  expect(answer.status).toBe(200);
});

/** How often the first event of a need has been listed anew. */
async function listingVersion(reference: Reference): Promise<number> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: system.tableName, Key: eventKey({ reference, version: 1 }) }),
  );
  return Number(Item?.['listingVersion']?.N);
}
