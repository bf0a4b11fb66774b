import { describe, expect, test } from 'vitest';
import { cardOf } from '../../lambdas/domain/need/make-card.ts';
import type { Need, Status } from '../../lambdas/domain/need/need.ts';
import { statuses } from '../../lambdas/domain/need/workflow.ts';
import type { AreaId, DepartmentId } from '../../lambdas/domain/organisation/ids.ts';
import { seesCard, seesWork } from '../../lambdas/domain/overview/access.ts';
import type { AnyCard } from '../../lambdas/domain/overview/any-card.ts';
import { boardOf, lineOf, loadsOf } from '../../lambdas/domain/overview/board.ts';
import type { Filter } from '../../lambdas/domain/overview/board.ts';
import { dayOf, daysAfter } from '../../lambdas/domain/time/time.ts';
import type { Day } from '../../lambdas/domain/time/time.ts';
import { workCardOf } from '../../lambdas/domain/work/card.ts';
import type { WorkContent } from '../../lambdas/domain/work/work.ts';
import { changeOf } from '../support/works.ts';
import { needIn, now, pure } from './fixtures.ts';

const today = dayOf(now);
const cardIn = (status: Status, change: Partial<Need> = {}) =>
  cardOf({ ...needIn(status), ...change } as Need);
const workIn = (change: Partial<WorkContent>): AnyCard =>
  workCardOf(
    changeOf(undefined, { area: 'north' as AreaId, responsible: 'responsible' as DepartmentId, ...change })
      .work,
  );
const groupsOf = (cards: readonly AnyCard[], filter: Filter = {}, on: Day = today) =>
  Object.fromEntries(
    boardOf(pure, { cards, open: cards, today: on }, filter)
      .columns.filter(({ lines }) => lines.length > 0)
      .map(({ name, lines }) => [name, lines.map(({ card }) => card.status)]),
  );

describe('A board', () => {
  test('says beside a need what may wait instead, by title, also where it is narrowed to that need', () => {
    const work = workIn({ title: 'Byte av system' });
    const insteadOf = [work.reference, 'A26-00000'];
    const need = { ...cardIn('deciding'), insteadOf };
    const linesOf = (filter: Filter) =>
      boardOf(pure, { cards: [need, work, cardIn('advising')], open: [], today }, filter).columns.flatMap(
        ({ lines }) => lines,
      );
    const named = (filter: Filter = {}) =>
      linesOf(filter).flatMap((line) => (line.insteadOf ? [[line.card.status, ...line.insteadOf]] : []));
    expect(named()).toEqual([['deciding', 'Byte av system', 'A26-00000']]);
    expect(named({ department: 'shared' as DepartmentId })).toEqual(named());
  });

  test('has each need in the group of its status, and neither what was refused nor what was taken back', () => {
    expect(groupsOf(statuses.map((status) => cardIn(status)))).toEqual({
      clarifying: expect.arrayContaining(['received', 'clarifying', 'awaiting-submitter']) as unknown,
      prioritising: expect.arrayContaining(['coordinating', 'advising']) as unknown,
      deciding: ['deciding'],
      going: expect.arrayContaining(['approved', 'in-progress', 'paused']) as unknown,
      waiting: ['deferred'],
      done: ['completed'],
    });
  });

  test('has work beside needs while it is planned or going, and for a month once it is done', () => {
    const states = ['planned', 'going', 'paused', 'done', 'stopped'] as const;
    const work = states.map((state) => workIn({ state }));
    expect(groupsOf(work)).toEqual({
      going: expect.arrayContaining(['planned', 'going', 'paused']) as unknown,
      done: ['done'],
    });
    expect(groupsOf([...work, cardIn('completed')], {}, daysAfter(today, 31))).not.toHaveProperty('done');
  });

  test('is narrowed to an area, a department, a school, a goal, or what is late', () => {
    const cards = [
      cardIn('coordinating', { school: 'skola' as never }),
      workIn({ goals: ['goals' as never], plannedEnd: '2026-11-22' as Day }),
      workIn({ area: 'east' as AreaId, responsible: 'east-only' as DepartmentId, plannedEnd: undefined }),
    ];
    expect(groupsOf(cards, { area: 'east' as AreaId })).toEqual({ going: ['going'] });
    expect(groupsOf(cards, { department: 'shared' as DepartmentId })).toEqual({
      prioritising: ['coordinating'],
    });
    expect(groupsOf(cards, { school: 'skola' as never })).toEqual({ prioritising: ['coordinating'] });
    expect(groupsOf(cards, { goal: 'goals' as never })).toEqual({ going: ['going'] });
    expect(groupsOf(cards, { late: true })).toEqual({ going: ['going'] });
    expect(groupsOf(cards, { late: true }, daysAfter(today, 14))).toMatchObject({
      prioritising: ['coordinating'],
    });
  });

  test('begins what is to be prioritised with what the law sets a date for, then with what has waited longest', () => {
    const later = '2026-11-24T09:00:00.000Z' as Need['since'];
    const cards = [
      cardIn('coordinating', { since: later, title: 'Nytt' }),
      cardIn('advising', { title: 'Äldre' }),
      cardIn('coordinating', {
        since: later,
        title: 'Lag',
        deadline: { date: '2027-01-01' as Day, kind: 'law' },
      }),
    ];
    const { columns } = boardOf(pure, { cards, open: cards, today: daysAfter(today, 3) });
    const lines = columns.find(({ name }) => name === 'prioritising')?.lines ?? [];
    expect(lines.map(({ card }) => card.title)).toEqual(['Lag', 'Äldre', 'Nytt']);
  });

  test('has what is to be decided by its priority, what goes on by its end, what waits by its date, and what is done latest first', () => {
    const at = (moment: string) => `2026-11-${moment}T09:00:00.000Z` as Need['since'];
    const reference = (number: number) => `B26-0000${number}`;
    const cards = [
      { ...cardIn('deciding'), title: 'Låg', priority: 'low' as const, since: at('01') },
      { ...cardIn('deciding'), title: 'Ingen', priority: undefined, since: at('01') },
      { ...cardIn('deciding'), title: 'Hög, ny', priority: 'high' as const, since: at('21') },
      { ...cardIn('deciding'), title: 'Mellan', priority: 'medium' as const, since: at('01') },
      { ...cardIn('deciding'), title: 'Hög, gammal', priority: 'high' as const, since: at('20') },
      { ...cardIn('in-progress'), title: 'I juni', plannedEnd: '2027-06-01' as Day },
      workIn({ title: 'Utan slut', plannedEnd: undefined }),
      workIn({ title: 'I mars', plannedEnd: '2027-03-31' as Day }),
      { ...cardIn('deferred'), title: 'Utan dag', reviewDate: undefined },
      { ...cardIn('deferred'), title: 'Senare', reviewDate: '2027-03-02' as Day },
      { ...cardIn('deferred'), title: 'Snart', reviewDate: '2027-03-01' as Day },
      { ...cardIn('completed'), title: 'Först', since: at('20') },
      { ...cardIn('completed'), title: 'Sist', since: at('21') },
      { ...cardIn('received'), title: 'B', reference: reference(2), since: at('20') },
      { ...cardIn('received'), title: 'A', reference: reference(1), since: at('20') },
      { ...cardIn('clarifying'), title: 'Äldst', since: at('19') },
    ] as readonly AnyCard[];
    const ordered = (some: readonly AnyCard[]) =>
      Object.fromEntries(
        boardOf(pure, { cards: some, open: [], today }).columns.map(({ name, lines }) => [
          name,
          lines.map(({ card }) => card.title),
        ]),
      );
    expect(ordered(cards)).toEqual({
      clarifying: ['Äldst', 'A', 'B'],
      prioritising: [],
      deciding: ['Hög, gammal', 'Hög, ny', 'Mellan', 'Låg', 'Ingen'],
      going: ['I mars', 'I juni', 'Utan slut'],
      waiting: ['Snart', 'Senare', 'Utan dag'],
      done: ['Sist', 'Först'],
    });
    expect(ordered(cards.toReversed())).toEqual(ordered(cards));
  });

  test('says for how many working days something waits or is late, and marks what people are reminded of', () => {
    const line = (card: AnyCard, on: string) => {
      const { card: _, ...rest } = lineOf(pure, card, on as Day);
      return rest;
    };
    expect(line(cardIn('received'), '2026-11-27')).toEqual({ waitingDays: 4, days: 4, isLate: false });
    expect(line(cardIn('received'), '2026-11-30')).toEqual({ waitingDays: 5, days: 5, isLate: true });
    const goes = { ...cardIn('in-progress'), plannedEnd: '2026-11-26' as Day };
    expect(line(goes, '2026-11-26')).toEqual({ isLate: false });
    expect(line(goes, '2026-11-30')).toEqual({ days: 2, isLate: true });
    const deadline = { date: '2026-11-24' as Day, kind: 'law' as const };
    expect(line({ ...goes, deadline }, '2026-11-30')).toEqual({ days: 4, isLate: true });
    expect(line({ ...cardIn('received'), deadline }, '2026-11-25')).toEqual({
      ...{ waitingDays: 2, days: 2, isLate: true },
    });
    expect(line(workIn({ plannedEnd: undefined }), '2027-11-30')).toEqual({ isLate: false });
  });

  test('has the loads of its area’s departments, and of others that have something under way on it', () => {
    const loaded = (filter: Filter, ...cards: readonly AnyCard[]) =>
      boardOf(pure, { cards, open: cards, today }, filter).load.map(({ department }) => department);
    const east = { area: 'east' as AreaId };
    const work = workIn({ ...east, responsible: 'shared' as DepartmentId });
    expect(loaded({})).toEqual(pure.departments.map(({ id }) => id));
    expect(loaded(east)).toEqual(['east-only']);
    expect(loaded(east, work)).toEqual(['east-only', 'shared']);
    expect(loaded(east, workIn({ ...east, responsible: 'shared' as DepartmentId, state: 'done' }))).toEqual([
      'east-only',
    ]);
  });

  test('counts what each department has under way, by size', () => {
    const cards = [
      cardIn('in-progress', { coordination: { ...needIn('in-progress').coordination, size: 'L' } } as never),
      workIn({ size: 'S' }),
      workIn({ size: undefined }),
      workIn({ state: 'done' }),
      cardIn('deciding'),
    ];
    expect(loadsOf(['responsible', 'shared'] as DepartmentId[], cards, today)).toEqual([
      { department: 'responsible', count: 3, sizes: { S: 1, M: 0, L: 1, unknown: 1 } },
      { department: 'shared', count: 0, sizes: { S: 0, M: 0, L: 0, unknown: 0 } },
    ]);
  });

  test('shows work to the people of its area and department, and to those who see all', () => {
    const work = workIn({});
    const seeing = pure.people.filter(({ id }) => seesCard(pure, work, id, today)).map(({ id }) => id);
    expect(seeing).toEqual([
      ...['developer-north', 'lead-north', 'lead-south', 'head-east', 'head-shared', 'head-responsible'],
      ...['deputy-shared', 'deputy-responsible', 'manager', 'owner', 'registrar'],
    ]);
  });

  test('shows work whose area and department are no more to those who see all', () => {
    const work = { area: 'gone' as AreaId, responsible: 'gone' as DepartmentId };
    const seeing = pure.people.filter(({ id }) => seesWork(pure, work, id, today)).map(({ id }) => id);
    expect(seeing).toEqual(['lead-north', 'lead-south', 'head-east', 'manager', 'owner', 'registrar']);
  });
});
