import { describe, expect, test } from 'vitest';
import { listNoticesNeedingAttention, resendNotice } from '../../lambdas/app/notice/resend.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { UnreadableRecord } from '../../lambdas/app/ports/store.ts';
import { noticesNeedingAttention } from '../../lambdas/domain/notice/notice.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { as, now, shipped } from '../domain/fixtures.ts';
import { memoryStore } from '../support/memory-store.ts';
import { noticeAs } from '../support/notices.ts';
import { actAs, storeNeed } from '../support/stored.ts';

const lisa = 'lisa-eliasson' as Recipient;

/** A store with a need that has been told of twice to Lisa, and a way to say what became of a notice. */
async function stored(store: NeedStore = memoryStore()) {
  const reference = await storeNeed(store, shipped, { areas: ['infrastruktur'] }, now);
  await actAs({ store, organisation: shipped }, reference, ['take', as('lisa-eliasson')], later(now, 1000));
  const noticeOf = async (version: number, to = lisa) =>
    (await store.read(reference))?.history[version - 1]?.notices.find((notice) => notice.to === to);
  async function becomes(version: number, state: Notice['state'], to = lisa) {
    const before = await noticeOf(version, to);
    if (!before) throw new Error('no notice');
    await store.amend({ reference, version }, before, noticeAs(state, to), {});
  }
  const needingAttention = async () =>
    noticesNeedingAttention(
      ((await store.read(reference))?.history ?? []).map(({ event, notices }) => ({ ...event, notices })),
    );
  const list = (version: number) =>
    store.relist({ reference, version }, { ifVersion: 0, listing: { as: 'needing-attention', at: now } });
  return { store, reference, noticeOf, becomes, needingAttention, list };
}

const listed = (store: NeedStore) => listNoticesNeedingAttention({ store })();

describe('What is listed', () => {
  test.each(['failed', 'bounced', 'complained'] as const)(
    'holds a notice that has %s, also while another of its event is still to be sent',
    async (state) => {
      const { store, reference, becomes } = await stored();
      await becomes(1, state);
      expect((await store.eventsNeedingAttention()).length).toBe(0);
      expect((await listed(store)).found).toMatchObject([
        { reference, version: 1, notice: { to: lisa, state } },
      ]);
    },
  );

  test('holds it also when all of the event is settled, or the rest is not due for days', async () => {
    const { store, reference, becomes, list } = await stored();
    await becomes(1, 'bounced');
    await list(1);
    await store.relist(
      { reference, version: 2 },
      { ifVersion: 0, listing: { as: 'due', at: later(now, 1e9) } },
    );
    await becomes(2, 'failed');
    expect((await listed(store)).found.map(({ version }) => version)).toEqual([1, 2]);
  });

  test('holds each once, and nothing that is under way or has arrived', async () => {
    const { store, becomes } = await stored();
    await becomes(1, 'delivered');
    await becomes(2, 'sent');
    expect((await listed(store)).found).toEqual([]);
    await becomes(2, 'failed');
    expect((await listed(store)).found).toHaveLength(1);
  });

  test('names a need that cannot be read, and holds all the others', async () => {
    const store = memoryStore();
    const broken = await stored(store);
    const other = await stored(store);
    await broken.becomes(1, 'failed');
    await other.becomes(1, 'failed');
    const half: NeedStore = {
      ...store,
      readEvent: (event) =>
        event.reference === broken.reference
          ? Promise.reject(new UnreadableRecord())
          : store.readEvent(event),
    };
    const { found, unreadable } = await listed(half);
    expect(found.map(({ reference }) => reference)).toEqual([other.reference]);
    expect(unreadable).toEqual([broken.reference]);
  });

  test('fails when the store does', async () => {
    const { store } = await stored();
    const down = { ...store, readEvent: () => Promise.reject(new Error('ECONNREFUSED')) };
    await expect(listed(down)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('Of what one person has not been told about a need', () => {
  test('all but the latest is superseded by it', async () => {
    const { becomes, needingAttention } = await stored();
    await becomes(1, 'bounced');
    await becomes(1, 'failed', 'chef-it' as Recipient);
    await becomes(2, 'failed');
    expect(
      (await needingAttention()).map(({ version, notice, supersededBy }) => [
        notice.to,
        version,
        supersededBy,
      ]),
    ).toEqual(
      expect.arrayContaining([
        [lisa, 1, 2],
        [lisa, 2, undefined],
        ['chef-it', 1, undefined],
      ]),
    );
  });

  test('what is sent again needs attention no longer', async () => {
    const { store, reference, becomes, needingAttention, noticeOf } = await stored();
    await becomes(1, 'complained');
    await store.suppress('lisa.eliasson@example.org', 'complained', now);
    const resend = resendNotice({ organisation: shipped, store, clock: () => later(now, 5000) });
    expect(await resend({ reference, version: 1 }, lisa)).toBe(true);
    expect(await resend({ reference, version: 1 }, lisa)).toBe(false);
    expect(await needingAttention()).toEqual([]);
    expect(await noticeOf(1)).toMatchObject({ state: 'pending', countsFrom: later(now, 5000) });
    expect(await store.suppressed(['lisa.eliasson@example.org'])).toEqual(new Set());
  });
});
