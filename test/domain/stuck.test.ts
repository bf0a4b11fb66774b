import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Card } from '../../lambdas/domain/need/card.ts';
import { cardOf, needOn } from '../../lambdas/domain/need/make-card.ts';
import type { Status } from '../../lambdas/domain/need/need.ts';
import { statuses } from '../../lambdas/domain/need/workflow.ts';
import type { AreaId, DepartmentId, PersonId } from '../../lambdas/domain/organisation/ids.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { moversOf, permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import type { AnyCard } from '../../lambdas/domain/overview/any-card.ts';
import { stuckIn, stuckReasons } from '../../lambdas/domain/overview/stuck.ts';
import type { Unreached } from '../../lambdas/domain/overview/stuck.ts';
import { daysAfter } from '../../lambdas/domain/time/time.ts';
import type { Day } from '../../lambdas/domain/time/time.ts';
import { workCardOf } from '../../lambdas/domain/work/card.ts';
import type { WorkContent } from '../../lambdas/domain/work/work.ts';
import { changeOf } from '../support/works.ts';
import { seed } from '../support/seed.ts';
import { needIn, pure } from './fixtures.ts';
import { isWhole } from '../support/whole.ts';

/* Monday 30 November, a week after the needs of the fixtures came in. */
const today = '2026-11-30' as Day;
const yesterday = '2026-11-27' as Day;
const manager = 'manager' as PersonId;
const owner = 'owner' as PersonId;

const cardIn = (status: Status, change: Partial<Card> = {}): Card => ({
  ...cardOf(needIn(status)),
  ...change,
});
const stuck = (
  card: AnyCard,
  {
    organisation = pure,
    reader = manager,
    unreached = [],
  }: {
    readonly organisation?: Organisation;
    readonly reader?: PersonId;
    readonly unreached?: readonly Unreached[];
  } = {},
) => stuckIn(organisation, [card], { today, reader, unreached }).map(({ why, action }) => ({ why, action }));
const because = (reason: string, days: number) => ({ reason, days });

const without = (area: string): Organisation => ({
  ...pure,
  areas: pure.areas.filter(({ id }) => id !== area),
});

describe('A need is stuck', () => {
  test('that is held, for as long as it has been: the manager releases it', () => {
    expect(stuck(cardIn('received', { held: true }))).toEqual([
      { why: [because('held', 5)], action: 'release' },
    ]);
  });

  test('that has no area: the manager chooses one', () => {
    const homeless = cardIn('received', { areas: [], departments: [] });
    expect(stuck(homeless)).toEqual([{ why: [because('no-area', 5)], action: 'reroute' }]);
  });

  test.each(['received', 'clarifying'] as const)(
    'whose only area is gone, so that nobody is left but the manager, who gives it to others (%s)',
    (status) => {
      const east = cardIn(status, { areas: ['east' as AreaId], departments: ['east-only' as DepartmentId] });
      expect(stuck(east)).toEqual([]);
      expect(stuck(east, { organisation: without('east') })).toEqual([
        { why: [because('nobody', 5)], action: 'reroute' },
      ]);
    },
  );

  test('that waits only for the head of a department that is gone', () => {
    const organisation: Organisation = {
      ...pure,
      departments: pure.departments.filter(({ id }) => id !== 'shared'),
    };
    const card = cardIn('deciding');
    const undecided = [card.departments.indexOf('shared' as DepartmentId)];
    expect(stuck({ ...card, undecided })).toEqual([]);
    expect(stuck({ ...card, undecided }, { organisation })).toEqual([
      { why: [because('nobody', 5)], action: 'reroute' },
    ]);
  });

  test('whose mail did not reach its submitter or staff who are asked', () => {
    const card = cardIn('awaiting-submitter');
    const unreached = (reader: 'submitter' | 'staff') => [
      { reference: card.reference, reader, since: '2026-11-26' as Day },
    ];
    expect(stuck(card, { unreached: unreached('submitter') })).toEqual([
      { why: [because('submitter-unreached', 2)], action: undefined },
    ]);
    expect(stuck(card, { unreached: unreached('staff') })).toEqual([
      { why: [because('staff-unreached', 2)], action: undefined },
    ]);
  });

  test('and its submitter’s address is corrected by a manager who is also its developer', () => {
    const card = cardIn('awaiting-submitter');
    const organisation: Organisation = {
      ...pure,
      areas: pure.areas.map((area) => ({ ...area, developers: [...area.developers, manager] })),
    };
    const unreached = [{ reference: card.reference, reader: 'submitter', since: yesterday } as const];
    expect(stuck(card, { organisation, unreached })).toMatchObject([{ action: 'readdress' }]);
  });

  test('on which the same head has said no twice, while it is open', () => {
    expect(stuck(cardIn('coordinating', { disagreement: true }))).toEqual([
      { why: [because('disagreement', 5)], action: 'comment' },
    ]);
    expect(stuck(cardIn('completed', { disagreement: true }))).toEqual([]);
  });

  test.each(['in-progress', 'paused'] as const)('that is past its planned end (%s)', (status) => {
    expect(stuck(cardIn(status, { plannedEnd: yesterday }))).toEqual([
      { why: [because('overdue', 1)], action: 'comment' },
    ]);
    expect(stuck(cardIn(status, { plannedEnd: today }))).toEqual([]);
  });

  test.each(['planned', 'going', 'paused'] as const)(
    'that never was a need, as ongoing work past its planned end, which is opened (%s)',
    (state) => {
      const workTo = (plannedEnd: Day | undefined, change: Partial<WorkContent> = {}) =>
        stuck(
          workCardOf(
            changeOf(undefined, {
              ...{ state, plannedEnd, area: 'north' as AreaId, responsible: 'shared' as DepartmentId },
              ...change,
            }).work,
          ),
        );
      expect(workTo(yesterday)).toEqual([{ why: [because('overdue', 1)], action: undefined }]);
      expect(workTo(today)).toEqual([]);
      expect(workTo(undefined)).toEqual([]);
      for (const over of ['done', 'stopped'] as const) expect(workTo(yesterday, { state: over })).toEqual([]);
    },
  );

  test('that is past its review date, and was not taken up again', () => {
    expect(stuck(cardIn('deferred', { reviewDate: yesterday }))).toEqual([
      { why: [because('past-review', 1)], action: 'comment' },
    ]);
    expect(stuck(cardIn('deferred', { reviewDate: today }))).toEqual([]);
  });

  test('for several reasons is there once, with the one to see to first first', () => {
    const card = cardIn('received', { areas: [], departments: [], held: true });
    expect(stuck(card)).toEqual([{ why: [because('held', 5), because('no-area', 5)], action: 'release' }]);
  });
});

test('What has been stuck for longest comes first', () => {
  const late = (day: string, reference: string) =>
    cardIn('in-progress', { plannedEnd: day as Day, reference: reference as Card['reference'] });
  const cards = [late('2026-11-27', 'B26-00001'), late('2026-10-01', 'B26-00002'), cardIn('received')];
  expect(stuckIn(pure, cards, { today, reader: manager }).map(({ card }) => card.reference)).toEqual([
    'B26-00002',
    'B26-00001',
  ]);
});

test('The owner reads the list and has no action in it; what is held is not theirs to see', () => {
  expect(stuck(cardIn('received', { areas: [], departments: [] }), { reader: owner })).toEqual([
    { why: [because('no-area', 5)], action: undefined },
  ]);
  expect(stuck(cardIn('received', { held: true }), { reader: owner })).toEqual([]);
});

/* The oracle has the rule in its own words. Here the manager has no other role, so that a need that only they can move waits for nobody. */
function isStuck(organisation: Organisation, card: Card, unreached: readonly Unreached[]): boolean {
  const { status, areas, plannedEnd = today, reviewDate = today } = card;
  const isOpen = !['referred', 'withdrawn', 'declined', 'deferred', 'completed'].includes(status);
  const movers = moversOf(organisation, needOn(card), today);
  return [
    card.held,
    isOpen && areas.length === 0,
    isOpen && movers.length === 1 && movers[0] === manager,
    isOpen && card.disagreement,
    (status === 'in-progress' || status === 'paused') && plannedEnd < today,
    status === 'deferred' && reviewDate < today,
    unreached.length > 0,
  ].includes(true);
}

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const days = fc.integer({ min: -40, max: 40 }).map((count) => daysAfter(today, count));
const situation = fc.record({
  status: fc.constantFrom(...statuses),
  areas: maybe(fc.subarray<AreaId>(['north', 'south', 'east'] as AreaId[])),
  held: fc.boolean(),
  disagreement: fc.boolean(),
  plannedEnd: days,
  reviewDate: days,
  unreached: maybe(fc.constantFrom('submitter' as const, 'staff' as const)),
  /** What the organisation has left. */
  areasLeft: fc.subarray(pure.areas.slice()),
  departmentsLeft: fc.subarray(pure.departments.slice(), { minLength: 2 }),
});

test('A need is in the list just when there is a reason, and has no action there that its reader may not take', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(situation, (drawn) => {
      const { status, areas, held, disagreement, plannedEnd, reviewDate, areasLeft, departmentsLeft } = drawn;
      const before = cardIn(status);
      const card: Card = {
        ...before,
        ...(areas && { areas }),
        ...(held && status === 'received' && { held }),
        ...(disagreement && { disagreement }),
        ...(before.plannedEnd && { plannedEnd }),
        ...(before.reviewDate && { reviewDate }),
      };
      const organisation = { ...pure, areas: areasLeft, departments: departmentsLeft };
      const { reference } = card;
      const unreached = drawn.unreached ? [{ reference, reader: drawn.unreached, since: yesterday }] : [];
      const list = stuckIn(organisation, [card], { today, reader: manager, unreached });
      expect(list.length).toBe(isStuck(organisation, card, unreached) ? 1 : 0);
      for (const { why, action } of list) {
        for (const { reason } of why) seen.add(reason);
        const actor = { kind: 'person', person: manager } as const;
        const { actions } = permissionsOf(organisation, needOn(card), actor, today);
        if (action) expect(actions).toContain(action);
      }
      if (list.length === 0) seen.add('nothing');
    }),
    { numRuns: isWhole ? 2000 : 200, seed },
  );
  expect([...seen].sort()).toEqual([...stuckReasons, 'nothing'].sort());
});
