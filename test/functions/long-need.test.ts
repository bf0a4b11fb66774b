import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readAssembly } from '../../local/assembly.ts';
import { toEvent } from '../../local/gateway-event.ts';
import { tableStore } from '../support/database.ts';
import { callOnLambda } from '../support/lambda.ts';
import { storeLongNeed } from '../support/long-need.ts';
import { next } from '../support/needs.ts';
import { countingWire } from '../support/wire.ts';
import type { StoreCall } from '../support/wire.ts';

let table: Awaited<ReturnType<typeof tableStore>>;
beforeAll(async () => {
  table = await tableStore(inject('assembly'));
});
afterAll(() => table.stop());

const requestTo = (token: string, accept: string, said?: object) =>
  toEvent(
    {
      requestId: 'request',
      method: said ? 'POST' : 'GET',
      target: `/n/${token}`,
      headers: { accept, 'content-type': 'application/json' },
      body: Buffer.from(said ? JSON.stringify(said) : ''),
      sourceIp: '127.0.0.1',
      receivedAt: Date.now(),
    },
    { routeKey: `${said ? 'POST' : 'GET'} /n/{token}`, pathParameters: { token } },
  );

/** Calls what would be deployed. @returns the answer, and what it cost at DynamoDB */
async function call(name: string, event: unknown) {
  const { functions } = readAssembly(inject('assembly'), 'http://localhost');
  const file = functions.find(({ id }) => id.startsWith(name))?.file ?? '';
  const wire = await countingWire(table.endpoint);
  try {
    const given = { TABLE_NAME: table.table, AWS_ENDPOINT_URL_DYNAMODB: wire.endpoint };
    const { answer } = await callOnLambda(file, event, given);
    return { answer: answer as { statusCode: number; body: string }, calls: wire.take() };
  } finally {
    wire.stop();
  }
}

test('A need of 262 comments of 4,000 quotation marks shows its page and its JSON in a third of what Lambda takes', async () => {
  const { token } = await storeLongNeed(table, { events: 263, said: () => '"'.repeat(4000) });
  for (const accept of ['text/html', 'application/json']) {
    const { answer } = await call('Show', requestTo(token, accept));
    expect(answer.statusCode).toBe(200);
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(6_291_556 / 3);
  }
});

describe('A need of 1,899 events costs at most three times as much as one of ten:', () => {
  const tokens = new Map<number, string>();
  beforeAll(async () => {
    for (const events of [10, 1899]) {
      const said = (version: number) => `Kompletterat för gång ${version}: salen är bokad för prov.`;
      tokens.set(events, (await storeLongNeed(table, { events, said })).token);
    }
  });
  const reads = ['GetItem', 'Query', 'BatchGetItem'];
  const units = (calls: readonly StoreCall[]) =>
    calls.flatMap((one) => Object.values(one.units)).reduce((sum, one) => sum + one, 0);

  test.each([
    ['its page', 'Show', 'text/html', undefined],
    ['its JSON', 'Show', 'application/json', undefined],
    [
      'a comment',
      'Act',
      'application/json',
      { action: 'comment', confirm: 'yes', text: 'Och en gång till.' },
    ],
  ])('%s', async (_what, name, accept, said) => {
    const costs = [];
    for (const [events, token] of tokens) {
      const { answer, calls } = await call(
        name,
        requestTo(token, accept, said && { ...said, version: events }),
      );
      expect(answer.statusCode).toBe(200);
      const read = units(calls.filter(({ operation }) => reads.includes(operation)));
      costs.push({ calls: calls.length, units: units(calls), read });
    }
    const [few, many] = costs;
    for (const what of ['calls', 'units', 'read'] as const)
      expect(many?.[what], what).toBeLessThanOrEqual(3 * (few?.[what] ?? 0));
  });
});

test('The same request again is recognised among the latest hundred events of a long need', async () => {
  const { need, token } = await storeLongNeed(table, { events: 120, said: (version) => `Sagt ${version}` });
  const said = { action: 'comment', confirm: 'yes', text: 'En gång.', version: need.version };
  const answerTo = async () => {
    const { answer } = await call('Act', requestTo(token, 'application/json', said));
    return JSON.parse(answer.body) as unknown;
  };
  const first = await answerTo();
  expect(first).toMatchObject({ version: 121 });
  for (let others = 0; others < 90; others++) {
    const file = await table.store.read(need.reference);
    const last = file?.history.at(-1);
    if (!file || !last) throw new Error('no need');
    const { need: after, entry } = next(file.need, last, `Mer ${others}`);
    await table.store.append(after, entry);
  }
  expect(await answerTo()).toEqual(first);
  expect((await table.store.read(need.reference))?.need.version).toBe(121 + 90);
});

test('A version that is none is a mistake, also of a long need', async () => {
  const { token } = await storeLongNeed(table, { events: 120, said: (version) => `Sagt ${version}` });
  const said = { action: 'comment', confirm: 'yes', text: 'En gång.', version: { toString: null } };
  const { answer } = await call('Act', requestTo(token, 'application/json', said));
  expect(answer.statusCode).toBe(422);
});
