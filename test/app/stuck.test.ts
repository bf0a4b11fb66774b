import { beforeEach, describe, expect, test } from 'vitest';
import { mostEventsRead, readStuck } from '../../lambdas/app/overview/read-stuck.ts';
import { UnreadableRecord } from '../../lambdas/app/ports/store.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import type { EventId } from '../../lambdas/domain/need/event-id.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import type { AreaId, DepartmentId, PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { dayOf, later } from '../../lambdas/domain/time/time.ts';
import { as, now, pathTo, pure } from '../domain/fixtures.ts';
import type { Step } from '../domain/fixtures.ts';
import { memoryStore } from '../support/memory-store.ts';
import { noticeAs } from '../support/notices.ts';
import { changeOf } from '../support/works.ts';
import { actAs, claimStored, storeNeed } from '../support/stored.ts';

const today = later(now, 7 * 24 * 3_600_000);

let store: NeedStore;
beforeEach(() => {
  store = memoryStore();
});

async function listFor(reader: string) {
  const list = await readStuck({ organisation: pure, store }, reader as PersonId, today);
  if (list === 'never') throw new Error(`not for ${reader}`);
  return list;
}
const reasons = async () =>
  (await listFor('manager')).stuck.map(({ card, why }) => [card.reference, why.map(({ reason }) => reason)]);

/** A need that has come so far. */
async function storedAfter(...steps: readonly Step[]): Promise<Reference> {
  const reference = await storeNeed(store, pure, { departments: ['shared', 'responsible'] }, now);
  for (const step of steps) await actAs({ store, organisation: pure }, reference, step, now);
  return reference;
}

/** The mail about the last event of a need ends so, to one of those it was for. */
async function undelivered(reference: Reference, to: string, how: 'failed' | 'bounced' | 'complained') {
  const event = { reference, version: (await store.read(reference))?.need.version ?? 0 };
  const claimed = await claimStored(store, event, to as PersonId, now);
  if (!claimed) throw new Error(`no notice to ${to}`);
  const relisting = { ifVersion: 0, listing: { as: 'needing-attention', at: now } } as const;
  await store.endClaim(event, claimed, noticeAs(how, to), { relisting });
  expect(await store.eventsNeedingAttention()).toContainEqual(event);
  return event;
}

describe('What is stuck by its mail', () => {
  test.each(['failed', 'bounced'] as const)(
    'is a question that its submitter never got (%s)',
    async (how) => {
      const reference = await storedAfter(...pathTo['awaiting-submitter']);
      await undelivered(reference, 'submitter', how);
      expect(await reasons()).toEqual([[reference, ['submitter-unreached']]]);
    },
  );

  test('is a need whose head was never told that it waits for their decision', async () => {
    const reference = await storedAfter(...pathTo.deciding);
    await undelivered(reference, 'head-shared', 'bounced');
    expect(await reasons()).toEqual([[reference, ['staff-unreached']]]);
    expect((await listFor('manager')).stuck[0]?.why[0].days).toBe(5);
  });

  test('is none whose mail was unwanted, or only informed', async () => {
    const unwanted = await storedAfter(...pathTo.deciding);
    await undelivered(unwanted, 'head-shared', 'complained');
    const informed = await storedAfter(...pathTo['in-progress']);
    await undelivered(informed, 'submitter', 'bounced');
    expect(await reasons()).toEqual([]);
  });

  test('is none that has moved on since', async () => {
    const reference = await storedAfter(...pathTo['awaiting-submitter']);
    await undelivered(reference, 'submitter', 'bounced');
    const answer: Step = ['answer', as('developer-north'), { answer: 'Alla, sa hon i telefon' }];
    expect(await actAs({ store, organisation: pure }, reference, answer, later(now, 1000))).toBe(true);
    expect(await reasons()).toEqual([]);
    /* Another question is another mail. */
    const ask: Step = ['ask', as('developer-north'), { question: 'Alla dagar?' }];
    expect(await actAs({ store, organisation: pure }, reference, ask, later(now, 2000))).toBe(true);
    expect(await reasons()).toEqual([]);
  });
});

test('Work past its planned end is stuck as well, also where no need is', async () => {
  const plan = {
    area: 'north' as AreaId,
    responsible: 'responsible' as DepartmentId,
    plannedEnd: dayOf(now),
  };
  const { work, entry } = changeOf(undefined, plan);
  await store.saveWork(work, entry);
  expect(await reasons()).toEqual([[work.id, ['overdue']]]);
});

test('An event that cannot be read hides no other need', async () => {
  const damaged = await storedAfter(...pathTo['awaiting-submitter']);
  const whole = await storedAfter(...pathTo['awaiting-submitter']);
  for (const reference of [damaged, whole]) await undelivered(reference, 'submitter', 'bounced');
  const inner = { ...store };
  store.readEvent = (event) =>
    event.reference === damaged ? Promise.reject(new UnreadableRecord()) : inner.readEvent(event);
  expect(await reasons()).toEqual([[whole, ['submitter-unreached']]]);
});

test('At most so many events are read, of each need the latest first, and it is said how many were left', async () => {
  const flooded = await storedAfter(...pathTo['awaiting-submitter']);
  const quiet = await storedAfter(...pathTo['awaiting-submitter']);
  const event = await undelivered(quiet, 'submitter', 'bounced');
  const read: EventId[] = [];
  const inner = { ...store };
  store.readEvent = (one) => {
    read.push(one);
    return inner.readEvent(one);
  };
  const flood = Array.from({ length: 200 }, (_, index) => ({ reference: flooded, version: index + 1 }));
  const elsewhere = { reference: 'B26-00000' as Reference, version: 1 };
  store.eventsNeedingAttention = () => Promise.resolve([...flood, event, elsewhere]);
  expect(await reasons()).toEqual([[quiet, ['submitter-unreached']]]);
  expect(read).toHaveLength(mostEventsRead);
  expect(read).toContainEqual({ reference: flooded, version: 200 });
  expect((await listFor('manager')).unread).toBe(201 - mostEventsRead);
});

test('The list is for whoever oversees the model, and for nobody else', async () => {
  for (const { id } of pure.people) {
    const list = await readStuck({ organisation: pure, store }, id, now);
    expect(list === 'never', id).toBe(id !== 'manager' && id !== 'owner');
  }
});
