import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { findNeed } from '../../lambdas/app/need/access.ts';
import { viewFor } from '../../lambdas/app/need/view.ts';
import { mayCompare } from '../../lambdas/domain/organisation/permissions.ts';
import { search, similarNeeds } from '../../lambdas/app/overview/search.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { newSession } from '../../lambdas/app/session/session.ts';
import { cardOf } from '../../lambdas/domain/need/make-card.ts';
import type { Need, Status } from '../../lambdas/domain/need/need.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { statuses } from '../../lambdas/domain/need/workflow.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { dayOf, daysAfter, later } from '../../lambdas/domain/time/time.ts';
import type { Day, Instant, Month } from '../../lambdas/domain/time/time.ts';
import { maySee } from '../domain/on-boards.ts';
import { needIn, now, pure, submitted } from '../domain/fixtures.ts';
import { picking, playNeed } from '../support/histories.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids } from '../support/needs.ts';
import { seed } from '../support/seed.ts';

const day = 24 * 3_600_000;
const closed: readonly Status[] = ['referred', 'withdrawn', 'declined', 'completed'];
const people = pure.people.map((person) => ({ person, email: person.email }));
const strangers = ['kim@example.org', 'sam@example.org'].map((email) => ({ person: undefined, email }));
const everybody = [...people, ...strangers];

const isRecent = (need: Need) =>
  !closed.includes(need.status) || dayOf(need.since) >= daysAfter(dayOf(now), -730);

/** Needs of many people in random statuses, some of them held; and the address of the submitter of each. */
async function populated(random: number) {
  const store = memoryStore();
  const pick = picking(random);
  const references = Array.from({ length: 10 }, (_, number) => `B26-0000${number}` as Reference);
  for (const reference of references) {
    const contact = { name: 'Någon', email: pick([...strangers, ...people]).email };
    const isHeld = pick([true, false, false, false]);
    const opening: Pick<NeedStore, 'addNeed'> = {
      addNeed: (one) =>
        store.addNeed({ ...one, contact, need: { ...one.need, ...(isHeld && { held: true }) } }),
    };
    const from = later(now, -pick([10, 100, 400, 900]) * day);
    await playNeed({ ...store, ...opening }, reference, pick, { from, until: now });
  }
  const needs: Need[] = [];
  const submitters = new Map<string, string>();
  for (const reference of references) {
    const { need, contact } = (await store.read(reference)) as NeedFile;
    needs.push(need);
    submitters.set(reference, contact?.email ?? '');
  }
  return { store, submitters, needs };
}

describe('Of needs with random histories', () => {
  test('everybody finds those that they may open, and nobody another', async () => {
    const property = fc.asyncProperty(fc.nat(), async (random) => {
      const { store, submitters, needs } = await populated(random);
      const find = findNeed(pure, store);
      const today = dayOf(now);
      for (const { person, email } of everybody) {
        const address = addressHashOf(email);
        const lines = await search({ organisation: pure, store }, { person, address }, { q: '' }, now);
        const expected = needs.filter(
          (need) =>
            submitters.get(need.reference) === email ||
            (person && maySee(pure, need, person.id, today) && isRecent(need)),
        );
        const references = lines.map(({ card }) => card.reference);
        expect(references.toSorted(), email).toEqual(expected.map(({ reference }) => reference).toSorted());
        const { session } = newSession(ids, { address, browser: '', now });
        for (const reference of references)
          expect(await find({ reference: reference as Reference }, session, now), email).not.toBe('no-link');
      }
    });
    await fc.assert(property, { seed, numRuns: 10 });
  });

  test('a submitter is told in a list nothing that only staff are', async () => {
    const property = fc.asyncProperty(fc.nat(), async (random) => {
      const { store } = await populated(random);
      for (const { email } of strangers) {
        const asking = { person: undefined, address: addressHashOf(email) };
        for (const line of await search({ organisation: pure, store }, asking, { q: '' }, now)) {
          expect(line).toEqual({ card: line.card, isLate: false });
          expect(line.card).not.toHaveProperty('held');
          expect(line.card).not.toHaveProperty('disagreement');
        }
      }
    });
    await fc.assert(property, { seed, numRuns: 6 });
  });

  test('those most like one are some of those that the reader may open, and never itself', async () => {
    const property = fc.asyncProperty(fc.nat(), async (random) => {
      const { store, needs } = await populated(random);
      const [one, ...others] = needs as [Need, ...Need[]];
      for (const { id } of pure.people) {
        const alike = await similarNeeds({ organisation: pure, store }, id, one, now);
        const seen = others.filter((need) => maySee(pure, need, id, dayOf(now)) && isRecent(need));
        const references = seen.map(({ reference }) => reference);
        for (const { reference } of alike) expect(references, id).toContain(reference);
        /* They all have the same title. */
        expect(alike, id).toHaveLength(Math.min(5, seen.length));
      }
    });
    await fc.assert(property, { seed, numRuns: 6 });
  });
});

describe('A search of the staff', () => {
  /* Cards, listed as the store lists them; and which months were read, and how many at once. */
  function listed(needs: readonly Need[]) {
    const none = { work: [], meetings: [], agreed: [], unreadable: [] };
    const months: Month[] = [];
    let [reading, most] = [0, 0];
    return {
      months,
      most: () => most,
      store: {
        openCards: () =>
          Promise.resolve({
            ...none,
            cards: needs.filter(({ status }) => !closed.includes(status)).map(cardOf),
          }),
        async closedCards(month: Month) {
          months.push(month);
          most = Math.max(most, ++reading);
          await new Promise(setImmediate);
          reading -= 1;
          const inMonth = needs.filter(
            ({ status, since }) => closed.includes(status) && since.startsWith(month),
          );
          return { ...none, cards: inMonth.map(cardOf) };
        },
        cardsOf: () => Promise.resolve([]),
        submittedBy: () => Promise.resolve([]),
      },
    };
  }
  const manager = pure.people.find(({ id }) => id === pure.modelManager);
  const asking = { person: manager, address: addressHashOf('manager@example.org') };
  const at = (on: string) => `${on}T12:00:00.000Z` as Instant;
  const closedOn = (on: string, reference: string): Need => ({
    ...needIn('declined'),
    ...{ since: at(on), received: at('2023-01-01'), reference: reference as Reference },
  });

  test('finds whatever is open, and what was closed within 24 months, whenever they came in', async () => {
    const old = { ...needIn('deferred'), since: at('2023-05-01'), received: at('2023-01-01') };
    const [within, before] = [closedOn('2024-11-23', 'B23-00001'), closedOn('2024-11-22', 'B23-00002')];
    const { store } = listed([old, within, before]);
    const lines = await search({ organisation: pure, store }, asking, { q: '' }, now);
    expect(lines.map(({ card }) => card.reference).toSorted()).toEqual(['B23-00001', old.reference]);
  });

  test('reads the months since the day that it asks from, at most eight at once', async () => {
    const all = listed([]);
    await search({ organisation: pure, store: all.store }, asking, { q: '' }, now);
    expect([all.months.length, all.months[0], all.months.at(-1), all.most()]).toEqual([
      ...[25, '2024-11', '2026-11', 8],
    ]);
    const fewer = listed([]);
    await search(
      { organisation: pure, store: fewer.store },
      asking,
      { q: '', from: '2026-09-30' as Day },
      now,
    );
    expect(fewer.months).toEqual(['2026-09', '2026-10', '2026-11']);
  });
});

describe('The needs most like one', () => {
  const { submission } = submitted(pure, {});
  const readers = [...pure.people.map(({ id }) => id), 'submitter' as const];
  const compares = (status: Status, holder: Recipient, hasSession: boolean) => {
    const file = { need: needIn(status), submission, history: [] };
    const view = viewFor(pure, { file, holder, hasSession, isMailed: !hasSession }, now);
    return mayCompare(view.permissions, view.you);
  };

  test.each(statuses)('of one that is %s are for its developers and the manager, or for nobody', (status) => {
    const isBeingClarified = status === 'received' || status === 'clarifying';
    expect(readers.filter((reader) => compares(status, reader, true))).toEqual(
      isBeingClarified ? ['developer-north', 'developer-south', 'manager'] : [],
    );
  });

  test('are for nobody by a mailed link, which may have been forwarded', () => {
    expect(readers.filter((reader) => compares('received', reader, false))).toEqual([]);
  });

  test('are none for a submitter, whoever asks', async () => {
    const { store } = await populated(1);
    expect(await similarNeeds({ organisation: pure, store }, 'submitter', needIn('received'), now)).toEqual(
      [],
    );
  });
});
