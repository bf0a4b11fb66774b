import { waitingStatuses } from '../need/workflow.ts';
import type { Status } from '../need/need.ts';
import type { AreaId, DepartmentId, GoalId, SchoolId } from '../organisation/ids.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { workingDaysBetween } from '../time/calendar.ts';
import { dayOf, daysAfter } from '../time/time.ts';
import type { Day } from '../time/time.ts';
import type { WorkState } from '../work/work.ts';
import type { AnyCard } from './any-card.ts';
import { byLegalDeadline, noDate, passedDeadline, passedEnd, passedReview } from './late.ts';

/** The groups of a board, in their order. */
export const groupNames = ['clarifying', 'prioritising', 'deciding', 'going', 'waiting', 'done'] as const;
export type GroupName = (typeof groupNames)[number];

const groupOfStatus: Readonly<Record<Status, GroupName | undefined>> = {
  received: 'clarifying',
  clarifying: 'clarifying',
  'awaiting-submitter': 'clarifying',
  coordinating: 'prioritising',
  advising: 'prioritising',
  deciding: 'deciding',
  approved: 'going',
  'in-progress': 'going',
  paused: 'going',
  deferred: 'waiting',
  completed: 'done',
  declined: undefined,
  referred: undefined,
  withdrawn: undefined,
};
const groupOfState: Readonly<Record<WorkState, GroupName | undefined>> = {
  planned: 'going',
  going: 'going',
  paused: 'going',
  done: 'done',
  stopped: undefined,
};

/** For how many days what is done stays on a board. */
export const daysDone = 30;

/** In which group a card stands on a day, if it stands on a board at all. */
export function groupOf(card: AnyCard, today: Day): GroupName | undefined {
  const group = card.kind === 'work' ? groupOfState[card.status] : groupOfStatus[card.status];
  return group === 'done' && dayOf(card.since) < daysAfter(today, -daysDone) ? undefined : group;
}

/** A line of a board. */
export interface Line {
  readonly card: AnyCard;
  /** Working days since it got its status, where it waits for somebody. */
  readonly waitingDays?: number;
  /** These, or else for how many working days it has been late. */
  readonly days?: number;
  /** Whether it is past its planned end, its review date or its deadline, or waits for so long that people are reminded. */
  readonly isLate: boolean;
  /** On a board, what may wait instead: titles, or references of what is not on it. */
  readonly insteadOf?: readonly string[];
}

export function lineOf({ closed, reminders }: Organisation, card: AnyCard, today: Day): Line {
  const waits = card.kind === 'need' && waitingStatuses.some((one) => one === card.status);
  const waitingDays = waits ? workingDaysBetween(dayOf(card.since), today, closed) : undefined;
  const passed = [passedEnd, passedDeadline, passedReview].flatMap((of) => of(card, today) ?? []);
  const lateDays = passed.map((day) => workingDaysBetween(day, today, closed));
  const isLong = waitingDays !== undefined && waitingDays >= (reminders.remind[0] ?? Infinity);
  const days = waitingDays ?? (lateDays.length > 0 ? Math.max(...lateDays) : undefined);
  return {
    card,
    ...(waitingDays !== undefined && { waitingDays }),
    ...(days !== undefined && { days }),
    isLate: isLong || passed.length > 0,
  };
}

/** What a board is narrowed to. */
export interface Filter {
  readonly area?: AreaId | undefined;
  readonly department?: DepartmentId | undefined;
  readonly school?: SchoolId | undefined;
  readonly goal?: GoalId | undefined;
  readonly late?: boolean | undefined;
}

function passes({ area, department, school, goal, late }: Filter, { card, isLate }: Line): boolean {
  return (
    (area === undefined || card.areas.includes(area)) &&
    (department === undefined || card.departments.includes(department)) &&
    (school === undefined || (card.kind === 'need' && card.school === school)) &&
    (goal === undefined || (card.goals ?? []).includes(goal)) &&
    (late !== true || isLate)
  );
}

/** How much a department has under way. */
export interface Load {
  readonly department: DepartmentId;
  readonly count: number;
  readonly sizes: Readonly<Record<'S' | 'M' | 'L' | 'unknown', number>>;
}

/** The load of each of some departments, by the cards of everything that is open. */
export const loadsOf = (
  departments: readonly DepartmentId[],
  cards: readonly AnyCard[],
  today: Day,
): readonly Load[] =>
  departments.map((department) => {
    const going = cards.filter((card) => card.responsible === department && groupOf(card, today) === 'going');
    const sizes = { S: 0, M: 0, L: 0, unknown: 0 };
    for (const { size } of going) sizes[size ?? 'unknown'] += 1;
    return { department, count: going.length, sizes };
  });

export interface Board {
  readonly columns: readonly { readonly name: GroupName; readonly lines: readonly Line[] }[];
  /** Of all departments, or of those of its area and those that have something under way on it. */
  readonly load: readonly Load[];
}

/**
 * A board: every card once, in the group that it stands in, in the order in which a meeting would take it up.
 * @param cards what its reader may see
 * @param open the cards of everything that is open, from which the departments' loads are counted
 */
export function boardOf(
  organisation: Organisation,
  {
    cards,
    open,
    today,
  }: { readonly cards: readonly AnyCard[]; readonly open: readonly AnyCard[]; readonly today: Day },
  filter: Filter = {},
): Board {
  const area = organisation.areas.find(({ id }) => id === filter.area);
  const titles = new Map<string, string>(cards.map(({ reference, title }) => [reference, title]));
  const lines = cards
    .map((card): Line => {
      const line = lineOf(organisation, card, today);
      const others = card.kind === 'need' ? card.insteadOf?.map((one) => titles.get(one) ?? one) : undefined;
      return others ? { ...line, insteadOf: others } : line;
    })
    .filter((line) => passes(filter, line));
  const shown = lines.filter(({ card }) => groupOf(card, today) === 'going');
  const departments = organisation.departments
    .map(({ id }) => id)
    .filter(
      (id) => !area || area.departments.includes(id) || shown.some(({ card }) => card.responsible === id),
    );
  return {
    columns: groupNames.map((name) => ({
      name,
      lines: lines.filter(({ card }) => groupOf(card, today) === name).toSorted(orders[name]),
    })),
    load: loadsOf(departments, open, today),
  };
}

type Order = (one: Line, other: Line) => number;
const inTurn =
  (...orders: readonly Order[]): Order =>
  (one, other) =>
    orders.reduce((before, order) => before || order(one, other), 0);
const by =
  (of: (card: AnyCard) => string): Order =>
  (one, other) =>
    of(one.card).localeCompare(of(other.card));
const oldestFirst = by(({ since }) => since);
const latestFirst: Order = (one, other) => oldestFirst(other, one);
const byReference = by(({ reference }) => reference);
const byPriority = by((card) =>
  String(['high', 'medium', 'low', undefined].indexOf(card.kind === 'need' ? card.priority : undefined)),
);
const legalFirst: Order = (one, other) => byLegalDeadline(one.card, other.card);

const orders: Readonly<Record<GroupName, Order>> = {
  clarifying: inTurn(oldestFirst, byReference),
  prioritising: inTurn(legalFirst, oldestFirst, byReference),
  deciding: inTurn(byPriority, oldestFirst, byReference),
  going: inTurn(
    by(({ plannedEnd }) => plannedEnd ?? noDate),
    byReference,
  ),
  waiting: inTurn(
    by((card) => (card.kind === 'need' ? (card.reviewDate ?? noDate) : noDate)),
    byReference,
  ),
  done: inTurn(latestFirst, byReference),
};
