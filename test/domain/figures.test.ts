import { describe, expect, test } from 'vitest';
import type { Card } from '../../lambdas/domain/need/card.ts';
import { cardOf } from '../../lambdas/domain/need/make-card.ts';
import type { Status } from '../../lambdas/domain/need/need.ts';
import { ages, figuresOf, outOf } from '../../lambdas/domain/overview/figures.ts';
import { daysAfter, dayOf } from '../../lambdas/domain/time/time.ts';
import { needIn, now, pure } from './fixtures.ts';

/* test/app/figures.test.ts holds them against the events of many needs; here they are counted by hand. */

const card = (number: string, status: Status, since: string, more: object = {}): Card => {
  const { decided: _, received: _received, advice: _advice, ...plain } = cardOf(needIn(status));
  const moment = `${since}T12:00:00.000Z`;
  return {
    ...plain,
    reference: `B26-${number}`,
    since: moment,
    areas: [],
    departments: [],
    ...more,
  } as unknown as Card;
};
const counted = (cards: readonly Card[], unreadable = 0) =>
  figuresOf(pure, { cards, unreadable }, { year: 2026, now });

const cards = [
  card('AAAAA', 'completed', '2026-11-20', {
    ...{ received: '2026-11-01', decided: { on: '2026-11-10', outcome: 'approve' }, advice: 'do' },
    ...{ solved: 'yes', areas: ['north', 'south'], departments: ['shared'], school: 'teachers' },
  }),
  card('BBBBB', 'declined', '2026-11-21', { received: '2025-12-31', advice: 'dont', areas: ['north'] }),
  card('CCCCC', 'referred', '2026-10-05', { received: '2026-10-01', areas: ['gone'] }),
  card('DDDDD', 'deferred', '2026-11-22', { received: '2026-11-02', areas: ['east'] }),
  card('EEEEE', 'received', '2026-11-23', { received: '2026-11-23' }),
  card('FFFFF', 'in-progress', '2026-11-23', { reference: 'B25-FFFFF', areas: ['east'] }),
  card('GGGGG', 'withdrawn', '2025-11-01', { received: '2025-10-01', areas: ['of-before'] }),
];
const figures = () => counted(cards, 2);

describe('The figures of a year', () => {
  test('count what came in and went out in it, also of needs of the year before', () => {
    expect(figures().whole).toMatchObject({
      in: 4,
      out: { completed: 1, declined: 1, referred: 1, withdrawn: 0 },
    });
    expect(outOf(figures().whole)).toBe(3);
  });

  test('say how long a decision and the work took, from the day on which a need came in', () => {
    expect(figures().whole).toMatchObject({
      toDecision: { count: 3, median: 20, slowest: 325 },
      toDone: { count: 1, median: 19, slowest: 19 },
    });
    expect(counted(cards.slice(0, 2)).whole.toDecision).toEqual({ count: 2, median: 167, slowest: 325 });
    expect(counted([]).whole.toDecision).toEqual({ count: 0 });
  });

  test('say what was decided, by what had been advised, and whether it helped', () => {
    const { decisions, solved } = figures().whole;
    const none = { approve: 0, defer: 0, decline: 0 };
    expect(decisions).toMatchObject({
      do: { ...none, approve: 1 },
      dont: { ...none, decline: 1 },
      none: { ...none, defer: 1 },
    });
    expect(solved).toMatchObject({ yes: 1, no: 0, unanswered: 0 });
    const [done] = cards;
    const { solved: _, ...unanswered } = done as Card;
    expect(counted([unanswered]).whole.solved).toMatchObject({ yes: 0, unanswered: 1 });
  });

  test('are told month by month, to the one that they are of', () => {
    expect(figures().months.map(({ month }) => month.slice(-2))).toEqual([
      ...['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11'],
    ]);
    const of = (index: number) => [figures().months[index]?.in, figures().months[index]?.out.referred];
    expect([of(8), of(9), of(10)]).toEqual([
      [0, 0],
      [1, 1],
      [3, 0],
    ]);
  });

  test('are those of each area, then of those that are no more, then of needs without one', () => {
    expect(figures().areas.map(({ id, in: came, open, out }) => [id, came, open, out.completed])).toEqual([
      ['north', 1, 0, 1],
      ['south', 1, 0, 1],
      ['east', 1, 2, 0],
      ['gone', 1, 0, 0],
      [undefined, 1, 1, 0],
    ]);
    expect(figures().departments.at(-1)).not.toHaveProperty('id');
    expect(figures().departments.find(({ id }) => id === 'shared')).toMatchObject({ in: 1 });
    expect(figures().schools.map(({ id, in: came }) => [id, came])).toEqual([
      ['teachers', 1],
      [undefined, 3],
    ]);
    const [north] = cards;
    expect(counted([{ ...(north as Card), areas: pure.areas.map(({ id }) => id) }]).areas).toHaveLength(3);
  });

  test('say what is open, and since when', () => {
    const open = Object.fromEntries(figures().open.map(({ status, ages: of }) => [status, of]));
    const none = Object.fromEntries(ages.map((age) => [age, 0]));
    expect(open).toMatchObject({
      received: { ...none, upTo30: 1 },
      deferred: { ...none, upTo30: 1 },
      'in-progress': { ...none, unknown: 1 },
      paused: none,
    });
    for (const status of ['completed', 'declined', 'referred', 'withdrawn'])
      expect(open).not.toHaveProperty(status);
    const waiting = [30, 31, 90, 91, 180, 181, 365, 366].map((days) =>
      card('HHHHH', 'received', '2026-11-23', { received: daysAfter(dayOf(now), -days) }),
    );
    expect(counted(waiting).open.find(({ status }) => status === 'received')?.ages).toEqual({
      ...{ upTo30: 1, upTo90: 2, upTo180: 2, upTo365: 2, over365: 1, unknown: 0 },
    });
  });

  test('say how much they do not know', () => {
    expect(figures().lacking).toEqual({ received: 1, decided: 1 });
    expect(figures().unreadable).toBe(2);
  });
});
