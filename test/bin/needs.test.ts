import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { eventKey, keyOf, partitionOf } from '../../lambdas/adapters/dynamodb/keys.ts';
import { sortKeys } from '../../lambdas/adapters/dynamodb/schema.ts';
import { submitNeed } from '../../lambdas/app/need/submit.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { as, shipped, submitter } from '../domain/fixtures.ts';
import { contact, ids } from '../support/needs.ts';
import { tableStore } from '../support/database.ts';
import { actAs, storeNeed } from '../support/stored.ts';
import { onTable, typed } from './typed.ts';

let table: Awaited<ReturnType<typeof tableStore>>;
beforeAll(async () => {
  table = await tableStore(inject('assembly'));
});
afterAll(() => table.stop());

const needs = (...words: readonly string[]) => typed('needs', onTable(table), ...words);
const on = (day: string) => `${day}T09:00:00.000Z` as Instant;
const stored = (given: Parameters<typeof storeNeed>[2], day: string) =>
  storeNeed(table.store, shipped, given, on(day));
const act = (reference: Reference, step: Parameters<typeof actAs>[2], day: string) =>
  actAs({ store: table.store, organisation: shipped }, reference, step, on(day));

describe('A list', () => {
  let second: Reference;
  let first: Reference;
  let closed: Reference;
  beforeAll(async () => {
    second = await stored({ title: '=HYPERLINK("http://example.org", "x")' }, '2026-11-24');
    first = await stored({ title: 'Tavlor, pennor', areas: ['infrastruktur'] }, '2026-11-20');
    await act(first, ['take', as('lisa-eliasson')], '2026-11-23');
    closed = await stored({ title: 'Återtaget' }, '2026-10-01');
    await act(closed, ['withdraw', submitter], '2026-10-30');
  });

  test('has the open needs, the longest waiting first, or those closed in a month', async () => {
    expect(await needs('list')).toEqual({
      code: 0,
      out: [
        `${first}\tclarifying\t2026-11-23\tTavlor, pennor`,
        `${second}\treceived\t2026-11-24\t=HYPERLINK("http://example.org", "x")`,
        '2 need(s)\n',
      ].join('\n'),
      err: '',
    });
    expect((await needs('list', '2026-10')).out).toBe(
      `${closed}\twithdrawn\t2026-10-30\tÅtertaget\n1 need(s)\n`,
    );
    expect((await needs('list', '2026-09')).out).toBe('0 need(s)\n');
  });

  test('says which of them are held', async () => {
    const { submission } = (await table.store.read(second)) ?? {};
    if (!submission) throw new Error('lost');
    const at = on('2026-11-25');
    const submit = submitNeed({ organisation: shipped, store: table.store, ids, clock: () => at });
    const { reference } = (await submit(submission, contact, { isByMachine: true })) as {
      reference: Reference;
    };
    expect((await needs('list')).out).toContain(`${reference}\treceived, held\t2026-11-25`);
    expect((await needs('list', '--csv')).out).toMatch(new RegExp(`${reference},received,.*,yes\r\n`));
    await act(reference, ['release', as('stina-eklund')], '2026-11-25');
    await act(reference, ['refer', as('stina-eklund'), { referredTo: 'IT', reason: 'Fel' }], '2026-11-25');
    expect((await needs('list')).out).not.toContain('held');
  });

  test('as CSV opens in a spreadsheet with every letter, each value in its column, and no formula', async () => {
    const { code, out } = await needs('list', '--csv');
    expect(code).toBe(0);
    expect(out.charCodeAt(0)).toBe(0xfeff);
    expect(out.slice(1).split('\r\n')).toEqual([
      'reference,status,since,title,areas,departments,leadArea,responsible,priority,plannedEnd,reviewDate,deadline,deadlineKind,school,held',
      expect.stringMatching(
        new RegExp(`^${first},clarifying,2026-11-23,"Tavlor, pennor",infrastruktur,[a-z -]+(,){9}$`),
      ),
      `${second},received,2026-11-24,"'=HYPERLINK(""http://example.org"", ""x"")",,,,,,,,,,,`,
      '',
    ]);
    expect((await needs('list', '2026-10', '--csv')).out).toContain(
      `${closed},withdrawn,2026-10-30,Återtaget,`,
    );
  });

  test('as CSV leaves out needs that may be secret, and says so', async () => {
    const register = { number: 'V 2026/123', secrecy: 'yes' };
    await act(closed, ['register', as('registrator'), register], '2026-11-26');
    const { out, err } = await needs('list', '2026-10', '--csv');
    expect(out).not.toContain(closed);
    expect(err).toBe('1 need(s) that may be secret are left out\n');
    expect((await needs('list', '2026-10')).out).toContain(closed);
  });
});

test.each([
  [[], 'npm run needs -- list'],
  [['list', 'november'], 'npm run needs -- list'],
  [['list', '2026-10', '2026-11'], 'npm run needs -- list'],
  [['verify', 'B26-7KQ4M', 'B26-7KQ4N'], 'npm run needs -- list'],
  [['verify', 'X'], 'X is no reference: it is written like B26-7KQ4M'],
])('%j is refused, and says why', async (words, why) => {
  const { code, out, err } = await needs(...words);
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain(why);
});

describe('Verified is', () => {
  const change = (Key: ReturnType<typeof keyOf>, attribute: string, text: string) =>
    table.client.send(
      new UpdateItemCommand({
        TableName: table.table,
        Key,
        UpdateExpression: 'SET #attribute = :text',
        ExpressionAttributeNames: { '#attribute': attribute },
        ExpressionAttributeValues: { ':text': { S: text } },
      }),
    );

  test('one need, in small letters too', async () => {
    const reference = await stored({}, '2026-11-23');
    expect(await needs('verify', reference.toLowerCase())).toEqual({
      code: 0,
      out: '1 need(s) verified\n',
      err: '',
    });
    expect(await needs('verify', 'B26-N0PE1')).toMatchObject({ code: 1, err: 'B26-N0PE1\tmissing\n' });
  });

  test('every need, open or closed in any month; each that is damaged or unreadable is named, and the command fails', async () => {
    const { out, code } = await needs('verify');
    expect(code).toBe(0);
    const before = Number(/\d+/.exec(out)?.[0]);

    const otherWords = await stored({}, '2026-11-23');
    await change(
      keyOf(partitionOf(otherWords), sortKeys.submission),
      'submission',
      JSON.stringify({ ...(await table.store.read(otherWords))?.submission, problem: 'Något annat' }),
    );
    const closed = await stored({}, '2026-01-08');
    await act(closed, ['withdraw', submitter], '2026-01-09');
    await table.client.send(
      new DeleteItemCommand({ TableName: table.table, Key: eventKey({ reference: closed, version: 2 }) }),
    );
    const unreadable = await stored({}, '2026-11-23');
    await change(eventKey({ reference: unreadable, version: 1 }), 'event', '{');
    const cardless = await stored({}, '2026-11-23');
    await change(keyOf(partitionOf(cardless), sortKeys.need), 'card', '{}');

    const found = await needs('verify');
    expect(found).toMatchObject({ code: 1, out: `${before + 4} need(s) verified\n` });
    expect(found.err.trim().split('\n').sort()).toEqual(
      [
        `${otherWords}\tchain broken`,
        `${closed}\tunreadable`,
        `${unreadable}\tunreadable`,
        `${cardless}\tcard unreadable`,
      ].sort(),
    );
  });
});
