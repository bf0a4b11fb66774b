import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { makeLink } from '../../lambdas/app/links.ts';
import type { NeedStore } from '../../lambdas/app/ports.ts';
import { later } from '../../lambdas/domain/time.ts';
import type { Recipient } from '../../lambdas/domain/told.ts';
import { now } from '../domain/fixtures.ts';
import { tableStore } from '../support/database.ts';
import { memoryStore } from '../support/memory-store.ts';
import { contact, ids, next, submitted } from '../support/needs.ts';

const minute = 60_000;

describe.each([
  ['in memory', () => Promise.resolve({ store: memoryStore(), stop: () => Promise.resolve() })],
  ['in DynamoDB', () => tableStore(inject('assembly'))],
])('a store of needs %s', (_where, start) => {
  let store: NeedStore;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ store, stop } = await start());
  });
  afterAll(() => stop());

  /** A need that has just been stored. */
  async function stored() {
    const opening = submitted();
    await store.open(opening.need, contact, opening.entry, opening.submission);
    return { ...opening, reference: opening.need.reference };
  }
  const noticesOf = async (reference: Parameters<NeedStore['read']>[0], version = 1) =>
    new Map(
      (await store.read(reference))?.history[version - 1]?.notices.map((notice) => [notice.to, notice]),
    );

  test('gives back a need with its contact, event, notices and links as they were stored', async () => {
    const { need, entry, reference } = await stored();
    const file = await store.read(reference);
    expect(file).toMatchObject({
      need,
      contact,
      history: [{ event: entry.event, hash: entry.hash, links: entry.links }],
    });
    expect(new Set(file?.history[0]?.notices)).toEqual(new Set(entry.notices));
  });

  test('knows nothing of a need that was never stored', async () => {
    expect(await store.read(submitted().need.reference)).toBeUndefined();
  });

  test('keeps a reference for whoever had it first, and says what recognises them', async () => {
    const first = submitted();
    const submission = { digest: 'first', key: 'key' };
    expect(await store.open(first.need, contact, first.entry, submission)).toEqual({ kind: 'stored' });
    const second = submitted(first.need.reference);
    expect(
      await store.open({ ...second.need, areas: [] }, contact, second.entry, { digest: 'second' }),
    ).toEqual({
      kind: 'taken',
      by: submission,
    });
    expect((await store.read(first.need.reference))?.need).toEqual(first.need);
  });

  test('stores a change that follows on what is there', async () => {
    const { need, entry, reference } = await stored();
    const taken = next(need, entry);
    expect(await store.append(taken.need, taken.entry)).toBe('stored');
    const file = await store.read(reference);
    expect(file?.need).toEqual(taken.need);
    expect(file?.history.map(({ event }) => event.action)).toEqual(['submit', 'take']);
  });

  test('stores nothing of a change that another one came before', async () => {
    const { need, entry, reference } = await stored();
    const one = next(need, entry, 'one');
    const other = next(need, entry, 'other');
    await store.append(one.need, one.entry);
    expect(await store.append(other.need, other.entry)).toBe('moved-on');
    expect((await store.read(reference))?.history.map(({ request }) => request)).toEqual([
      'request-1',
      'request-one',
    ]);
  });

  test('stores exactly one of many changes made at once', async () => {
    const { need, entry, reference } = await stored();
    const changes = Array.from({ length: 10 }, (_, racer) => next(need, entry, `racer ${racer}`));
    const answers = await Promise.all(changes.map((change) => store.append(change.need, change.entry)));
    expect(answers.filter((answer) => answer === 'stored')).toHaveLength(1);
    expect((await store.read(reference))?.need.version).toBe(2);
  });

  test('lets one hand claim a notice, with the link made for it', async () => {
    const { reference } = await stored();
    const to = 'lisa-eliasson' as Recipient;
    const links = Array.from({ length: 5 }, () => makeLink(ids, reference, to, now).link);
    const claims = await Promise.all(
      links.map((link) => store.claim(reference, 1, link, later(now, minute), now)),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
    const file = await store.read(reference);
    expect(file?.history[0]?.links).toContainEqual(links[claims.indexOf(true)]);
    expect(file?.history[0]?.links).toHaveLength(2);
  });

  test('lets a claimed notice be claimed again once the claim has run out', async () => {
    const { reference } = await stored();
    const { link } = makeLink(ids, reference, 'submitter', now);
    await store.claim(reference, 1, link, later(now, minute), now);
    expect(await store.claim(reference, 1, link, later(now, 2 * minute), later(now, minute))).toBe(false);
    expect(await store.claim(reference, 1, link, later(now, 3 * minute), later(now, minute + 1))).toBe(true);
  });

  test('records what became of a notice, and it cannot be claimed any more', async () => {
    const { reference } = await stored();
    const { link } = makeLink(ids, reference, 'submitter', now);
    await store.claim(reference, 1, link, later(now, minute), now);
    const sent = {
      to: 'submitter',
      state: 'sent',
      attempts: 1,
      settledAt: now,
      messageId: 'mail-1',
    } as const;
    await store.settle(reference, 1, sent);
    expect((await noticesOf(reference)).get('submitter')).toEqual(sent);
    expect(await store.claim(reference, 1, link, later(now, minute), later(now, 10 * minute))).toBe(false);
  });

  test('claims nothing for somebody who is not to be told', async () => {
    const { reference } = await stored();
    const { link } = makeLink(ids, reference, 'anna-emmoth' as Recipient, now);
    expect(await store.claim(reference, 1, link, later(now, minute), now)).toBe(false);
  });

  test('adds a link to an event', async () => {
    const { reference, link: first } = await stored();
    const { link } = makeLink(ids, reference, 'submitter', now);
    await store.addLink(reference, 1, link);
    expect(new Set((await store.read(reference))?.history[0]?.links)).toEqual(new Set([first, link]));
  });

  test('lists the needs with a status, the one that has waited longest first', async () => {
    const one = await stored();
    const taken = next(one.need, one.entry);
    await store.append(taken.need, taken.entry);
    const other = await stored();
    const later = next(other.need, other.entry);
    await store.append({ ...later.need, since: '2026-11-24T00:00:00.000Z' as never }, later.entry);

    const listed = await store.list('clarifying');
    const references = listed.map(({ reference }) => reference);
    expect(references.indexOf(one.reference)).toBeLessThan(references.indexOf(other.reference));
    expect(references.indexOf(one.reference)).toBeGreaterThanOrEqual(0);
    expect((await store.list('received')).map(({ reference }) => reference)).not.toContain(one.reference);
    expect(await store.list('paused')).toEqual([]);
  });

  test('answers', async () => {
    await expect(store.ping()).resolves.toBeUndefined();
  });
});

describe('the table', () => {
  let table: Awaited<ReturnType<typeof tableStore>>;
  beforeAll(async () => {
    table = await tableStore(inject('assembly'));
  });
  afterAll(() => table.stop());

  test('lists an event as due until its last notice is settled', async () => {
    const { store } = table;
    const opening = submitted();
    const { reference } = opening.need;
    await store.open(opening.need, contact, opening.entry, opening.submission);
    const people = opening.entry.notices.map(({ to }) => to);
    const sent = (to: Recipient) =>
      ({ to, state: 'sent', attempts: 1, settledAt: now, messageId: 'mail' }) as const;

    expect(await dueEvents()).toEqual([`NEED#${reference}`]);
    const [last, ...others] = people;
    if (!last) throw new Error('nobody to tell');
    await store.settle(reference, 1, sent(last), others);
    expect(await dueEvents(), 'others are still pending').toEqual([`NEED#${reference}`]);
    for (const to of others) await store.settle(reference, 1, sent(to));
    await store.settle(reference, 1, sent(last), others);
    expect(await dueEvents()).toEqual([]);
  });

  async function dueEvents(): Promise<(string | undefined)[]> {
    const { QueryCommand } = await import('@aws-sdk/client-dynamodb');
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.table,
        IndexName: 'dueNotices',
        KeyConditionExpression: 'dueKey = :due',
        ExpressionAttributeValues: { ':due': { S: 'DUE' } },
      }),
    );
    return Items.map((item) => item['pk']?.S);
  }
});
