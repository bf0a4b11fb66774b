import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { startDatabase } from '../../local/database.ts';
import { startLocal } from '../../local/system.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { dynamoDbStore } from '../../lambdas/adapters/dynamodb/store.ts';
import { fetchByContract } from '../support/contract.ts';
import { dataFolder } from '../local/data-folder.ts';
import { aNeed, postNeed } from '../support/people.ts';
import { countingWire } from '../support/wire.ts';

/** The local system, and what it asks of its store. */
async function start({ withoutTriggers }: { readonly withoutTriggers: boolean }) {
  const dataDir = dataFolder();
  const database = await startDatabase(dataFolder());
  onTestFinished(() => database.stop());
  const wire = await countingWire(database.endpoint);
  onTestFinished(() => wire.stop());
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', wire.endpoint);
  onTestFinished(() => void vi.unstubAllEnvs());
  const assembly = inject('assembly');
  const system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly, withoutTriggers });
  onTestFinished(() => system.stop());
  const store = dynamoDbStore({ client: wire.client, name: system.tableName });
  return { url: system.url, store, wire };
}

/** Expects that those who were refused are told when to come again. @returns how many were answered in each way */
async function statusesOf(answers: readonly Response[]): Promise<ReadonlyMap<number, number>> {
  const counts = new Map<number, number>();
  for (const answer of answers) {
    if (answer.status === 429 || answer.status === 503)
      expect(Number(answer.headers.get('retry-after')), await answer.clone().text()).toBeGreaterThan(0);
    counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
  }
  return counts;
}

test('Of fifty comments at once on one need each is recorded or asked to come again, in at most six appends a comment', async () => {
  const { url, store, wire } = await start({ withoutTriggers: true });
  const submitted = (await (await postNeed(url, aNeed)).json()) as {
    reference: Reference;
    link: string;
  };
  wire.take();
  const texts = Array.from({ length: 50 }, (_, number) => `Kommentar ${number}`);
  const send = (text: string) =>
    fetchByContract(submitted.link, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ action: 'comment', version: 1, confirm: 'yes', text }),
    });
  const said = async () =>
    ((await store.read(submitted.reference))?.history ?? []).flatMap(({ event }) =>
      event.action === 'comment' ? event.input.text : [],
    );
  const answers = await Promise.all(texts.map(send));
  const appends = wire.take().filter(({ operation }) => operation === 'TransactWriteItems');
  const statuses = await statusesOf(answers);
  expect([...statuses.keys()].filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
  expect(appends.length).toBeLessThanOrEqual(6 * texts.length);

  const answeredWith = (status: number) => texts.filter((_, number) => answers[number]?.status === status);
  const recorded = answeredWith(200);
  expect(recorded.length).toBeGreaterThan(0);
  const first = await said();
  expect(first).toEqual(expect.arrayContaining(recorded));
  /* Of what the store gave no answer to in time, nobody knows whether it was done. */
  const unknown = answeredWith(503);
  expect(first.filter((text) => !recorded.includes(text) && !unknown.includes(text))).toEqual([]);

  for (const text of [...answeredWith(429), ...unknown])
    await expect.poll(async () => (await send(text)).status, { timeout: 30_000 }).toBe(200);
  expect((await said()).toSorted(), 'each once, however often it was sent').toEqual(texts.toSorted());
});

test('Of two hundred submissions at once each is stored or asked to come again', async () => {
  const { url, store } = await start({ withoutTriggers: false });
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, number) => postNeed(url, { ...aNeed, title: `Behov ${number}` })),
  );
  const statuses = await statusesOf(answers);
  expect([...statuses.keys()].filter((status) => ![201, 429, 503].includes(status))).toEqual([]);
  const accepted = answers.filter(({ status }) => status === 201);
  expect(accepted.length).toBeGreaterThan(0);
  const references = await Promise.all(
    accepted.map(async (answer) => ((await answer.json()) as { reference: Reference }).reference),
  );
  const { cards } = await store.openCards();
  expect(cards.map(({ reference }) => reference)).toEqual(expect.arrayContaining(references));
  expect(new Set(references).size).toBe(accepted.length);
});
