import fc from 'fast-check';
import { expect, test } from 'vitest';
import { search, similarNeeds } from '../../lambdas/app/overview/search.ts';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { cardOf, closedIn } from '../../lambdas/domain/need/make-card.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { statuses } from '../../lambdas/domain/need/workflow.ts';
import { involve } from '../../lambdas/domain/organisation/involvement.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import type { Day } from '../../lambdas/domain/time/time.ts';
import { needIn, now, pure } from '../domain/fixtures.ts';
import { maySee } from '../domain/on-boards.ts';
import { seed } from '../support/seed.ts';

const byStatus = new Map(statuses.map((status) => [status, needIn(status)]));
const someNeed = fc.record({
  status: fc.constantFrom(...statuses),
  areas: fc.subarray(pure.areas.map(({ id }) => id)),
  departments: fc.subarray(pure.departments.map(({ id }) => id)),
  held: fc.boolean(),
});
const ever = { q: '', from: '2025-01-01' as Day, to: '2026-12-31' as Day };

/** A store that has the cards of some needs, and nothing else. */
const storeOf = (needs: readonly Need[]) => {
  const listOf = (some: readonly Need[]) =>
    Promise.resolve({ cards: some.map(cardOf), work: [], unreadable: [] });
  return {
    openCards: () => listOf(needs.filter((need) => closedIn(need) === undefined)),
    closedCards: (month: string) => listOf(needs.filter((need) => closedIn(need) === month)),
    cardsOf: (references: readonly Reference[]) =>
      Promise.resolve(needs.filter(({ reference }) => references.includes(reference)).map(cardOf)),
    submittedBy: () => Promise.resolve(needs.slice(0, 1).map(({ reference }) => reference)),
  };
};

test('Whoever searches finds all that they may see, and neither there nor among similar needs anything else', async () => {
  const today = dayOf(now);
  const address = addressHashOf('kim@example.org');
  const property = fc.asyncProperty(
    fc.array(someNeed, { maxLength: 12 }),
    fc.constantFrom(...pure.people),
    async (drawn, person) => {
      const needs = drawn.map(({ status, held, ...picked }, index) => {
        const { held: _held, ...need } = byStatus.get(status) as Need;
        const reference = `B26-000${String(index).padStart(2, '0')}` as Reference;
        return { ...need, ...involve(pure, picked), reference, ...(held && { held: true as const }) };
      });
      const deps = { organisation: pure, store: storeOf(needs) };
      const found = await search(deps, { person, address }, ever, now);
      const seen = needs.filter((need) => maySee(pure, need, person.id, today));
      /* What they have submitted themselves is theirs too. */
      const theirs = needs.filter((need, index) => index === 0 || seen.includes(need));
      expect(found.map(({ card }) => card.reference).toSorted()).toEqual(
        theirs.map(({ reference }) => reference),
      );
      const own = await search(deps, { person: undefined, address }, ever, now);
      expect(own.map(({ card }) => card.reference)).toEqual(
        needs.slice(0, 1).map(({ reference }) => reference),
      );
      const alike = await similarNeeds(deps, person.id, byStatus.get('received') as Need, now);
      for (const { reference } of alike) expect(seen.map((need) => need.reference)).toContain(reference);
      expect(alike).toHaveLength(Math.min(5, seen.length));
      expect(await similarNeeds(deps, 'submitter', byStatus.get('received') as Need, now)).toEqual([]);
    },
  );
  await fc.assert(property, { seed, numRuns: 300 });
});

test('Similar needs are what is open, and what was closed in each month of two years, read at most eight at once', async () => {
  let [calls, atOnce, most] = [0, 0, 0];
  const counted = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    [calls, atOnce] = [calls + 1, atOnce + 1];
    most = Math.max(most, atOnce);
    await Promise.resolve();
    atOnce -= 1;
    return answer;
  };
  const store = storeOf([]);
  const counting = {
    ...store,
    openCards: () => counted(store.openCards()),
    closedCards: (month: string) => counted(store.closedCards(month)),
  };
  const [person] = pure.people;
  await similarNeeds(
    { organisation: pure, store: counting },
    person?.id ?? 'submitter',
    needIn('received'),
    now,
  );
  expect(calls).toBe(1 + 25);
  expect(most).toBeLessThanOrEqual(1 + 8);
});
