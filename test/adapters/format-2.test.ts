import { readFileSync } from 'node:fs';
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { sortKeyOf } from '../../lambdas/adapters/dynamodb/keys.ts';
import type { Item } from '../../lambdas/adapters/dynamodb/keys.ts';
import { isIntactNeed } from '../../lambdas/app/need/history.ts';
import { evolve } from '../../lambdas/domain/need/evolve.ts';
import { Reference } from '../../lambdas/domain/need/reference.ts';
import { submit } from '../../lambdas/domain/need/submit.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import type { Month } from '../../lambdas/domain/time/time.ts';
import { as, now, pure } from '../domain/fixtures.ts';
import { tableStore } from '../support/database.ts';
import { submitted } from '../support/needs.ts';
import { actAs } from '../support/stored.ts';

/*
 * The fixture holds items as the first release of format 2 writes them, and is not written again after it: a need with all that
 * happens to one and with notices in every state, one whose submitter's contact was removed, one that was referred, and a suppressed
 * address. A field that is added later must be absent here, and the code must read that.
 */
const items = JSON.parse(
  readFileSync(new URL('./fixtures/format-2.json', import.meta.url), 'utf8'),
) as readonly Item[];
const [whole, forgotten, referred] = ['B26-7KQ4M', 'B26-00001', 'B26-00002'].map((text) =>
  Reference.parse(text),
) as [Reference, Reference, Reference];
const itemsOf = (reference: Reference, sortKey: string) =>
  items.filter((item) => item['pk']?.S === `NEED#${reference}` && sortKeyOf(item).startsWith(sortKey));
const textIn = (item: Item | undefined, attribute: string): unknown => JSON.parse(item?.[attribute]?.S ?? '');

describe('Items of format 2 are read', () => {
  let table: Awaited<ReturnType<typeof tableStore>>;
  beforeAll(async () => {
    table = await tableStore(inject('assembly'));
    for (let first = 0; first < items.length; first += 25) {
      const batch = items.slice(first, first + 25).map((Item) => ({ PutRequest: { Item } }));
      await table.client.send(new BatchWriteItemCommand({ RequestItems: { [table.table]: batch } }));
    }
  });
  afterAll(() => table.stop());
  async function read(reference: Reference) {
    const file = await table.store.read(reference);
    if (!file) throw new Error(`no need ${reference}`);
    return file;
  }

  test.each([whole, forgotten, referred])(
    'as the need %s, its words and events, with nothing changed',
    async (reference) => {
      const file = await read(reference);
      expect(file.need).toMatchObject(textIn(itemsOf(reference, 'NEED')[0], 'need') as object);
      expect(file.submission).toEqual(textIn(itemsOf(reference, 'SUBMISSION')[0], 'submission'));
      expect(file.history.map(({ event }) => event)).toEqual(
        itemsOf(reference, 'EVENT#').map((item) => textIn(item, 'event')),
      );
      expect(isIntactNeed(file)).toBe(true);
    },
  );

  test('as events that still give the need', async () => {
    const { need, submission, history } = await read(whole);
    const first = submit(pure, { reference: whole, submission }, now).need;
    expect(history.slice(1).reduce((before, { event }) => evolve(before, event), first)).toMatchObject(need);
    expect(new Set(history.map(({ event }) => event.action)).size).toBeGreaterThan(18);
  });

  test('as notices in every state, with all that they hold, and as links', async () => {
    const { history } = await read(whole);
    for (const [index, { notices, links }] of history.entries()) {
      const stored = itemsOf(whole, 'EVENT#')[index];
      const fields = Object.entries(stored?.['notices']?.M ?? {}).map(([to, { M = {} }]) => ({
        to,
        ...Object.fromEntries(Object.entries(M).map(([name, { S, N }]) => [name, S ?? Number(N)])),
      }));
      expect(new Set(notices)).toEqual(new Set(fields));
      /* A link without the address that it went to opens nothing. */
      const addressed = Object.values(stored?.['links']?.M ?? {}).filter(({ M }) => M?.['address']);
      expect(links).toHaveLength(addressed.length);
    }
    expect(new Set(history.flatMap(({ notices }) => notices.map(({ state }) => state)))).toEqual(
      new Set(['pending', 'claimed', 'sent', 'delivered', 'bounced', 'complained', 'failed']),
    );
  });

  test('as a contact, unless it was removed', async () => {
    expect((await read(whole)).contact).toEqual({ name: 'Kim Lärare', email: 'kim.larare@example.org' });
    expect(await read(forgotten)).not.toHaveProperty('contact');
  });

  test('as cards: of open needs, and of those closed in a month', async () => {
    const { store } = table;
    const references = ({ cards, unreadable }: Awaited<ReturnType<typeof store.openCards>>) => [
      cards.map(({ reference }) => reference),
      unreadable,
    ];
    expect(references(await store.openCards())).toEqual([[forgotten], []]);
    expect(references(await store.closedCards('2027-03' as Month))).toEqual([[whole], []]);
    expect(references(await store.closedCards('2026-11' as Month))).toEqual([[referred], []]);
  });

  test('as what is due and what needs attention, what recognises a submission, and an address that is suppressed', async () => {
    const { store } = table;
    expect(await store.dueEvents(now, 100)).toContainEqual(
      expect.objectContaining({ reference: whole, version: 1 }),
    );
    expect(await store.eventsNeedingAttention()).toEqual([{ reference: whole, version: 3 }]);
    expect(await store.addNeed(submitted(whole))).toMatchObject({
      kind: 'taken',
      by: {
        digest: itemsOf(whole, 'SUBMISSION')[0]?.['digest']?.S,
        key: itemsOf(whole, 'SUBMISSION')[0]?.['key']?.S,
      },
    });
    expect(await store.suppressed(['Kim.Larare@example.org'])).toEqual(new Set(['Kim.Larare@example.org']));
  });

  test('as needs that go on', async () => {
    const comment = ['comment', as('manager'), { text: 'En sak till', audience: 'developers' }] as const;
    for (const reference of [whole, forgotten])
      expect(
        await actAs({ store: table.store, organisation: pure }, reference, comment, later(now, 1000)),
      ).toBe(true);
    expect(isIntactNeed(await read(whole))).toBe(true);
  });
});
