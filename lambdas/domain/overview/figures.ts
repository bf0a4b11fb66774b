import type { Card } from '../need/card.ts';
import { closedAs, closedStatuses } from '../need/closed.ts';
import type { ClosedStatus } from '../need/closed.ts';
import type { Status } from '../need/need.ts';
import { adviceOptions, decisionOptions, solvedOptions } from '../need/options.ts';
import type { Reference } from '../need/reference.ts';
import { statuses } from '../need/workflow.ts';
import type { AreaId, DepartmentId, SchoolId } from '../organisation/ids.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { dayOf, monthOf, monthsFrom, numberOf } from '../time/time.ts';
import type { Day, Instant, Month } from '../time/time.ts';

/* Figures of a year, for the model's manager and owner (docs/design.md, "Figures"). They count needs, and never people. */

/** How many days something took: of how many needs, their median, and the slowest. */
export interface Times {
  readonly count: number;
  readonly median?: number;
  readonly slowest?: number;
}

type DecisionOption = (typeof decisionOptions)[number];
/** What the steering group advised; `none` where a need went to the heads without its advice. */
export const advices = [...adviceOptions, 'none'] as const;
/** What submitters answered; `unanswered` where they have not. */
export const evaluations = [...solvedOptions, 'unanswered'] as const;

/** What came in and went out in a time, of all needs or of some. */
export interface Flow {
  readonly in: number;
  /** What was closed, and is still. */
  readonly out: Readonly<Record<ClosedStatus, number>>;
  /** From the day on which a need came in to that of the decision it stands on. */
  readonly toDecision: Times;
  /** From the day on which it came in to that on which it was done. */
  readonly toDone: Times;
}

/** What is counted of a year or a month. */
export interface Period extends Flow {
  /** The decisions that needs stand on, by what had been advised. */
  readonly decisions: Readonly<Record<(typeof advices)[number], Readonly<Record<DecisionOption, number>>>>;
  /** Whether what was done solved the problem. */
  readonly solved: Readonly<Record<(typeof evaluations)[number], number>>;
}

/** What is counted of an area, a department or a school; of needs without one where it has no id. */
export interface Group<Id> extends Flow {
  readonly id?: Id;
  /** What is open or deferred. */
  readonly open: number;
}

/** For how long needs have been there: at most so many days. */
const ageLimits = { upTo30: 30, upTo90: 90, upTo180: 180, upTo365: 365, over365: Infinity } as const;
/** `unknown` where an older card does not tell when its need came in. */
export const ages = [...(Object.keys(ageLimits) as (keyof typeof ageLimits)[]), 'unknown'] as const;

/** Stored figures are read for good, as cards are. */
export interface Figures {
  readonly v: 1;
  readonly year: number;
  readonly asOf: Instant;
  readonly whole: Period;
  /** From January to December, or to the month that they are of. */
  readonly months: readonly (Period & { readonly month: Month })[];
  /** What is open or deferred, by status and age. */
  readonly open: readonly {
    readonly status: Status;
    readonly ages: Readonly<Record<(typeof ages)[number], number>>;
  }[];
  readonly areas: readonly Group<AreaId>[];
  readonly departments: readonly Group<DepartmentId>[];
  readonly schools: readonly Group<SchoolId>[];
  /** How many of the needs that are counted do not tell when they came in, or when they were decided on. */
  readonly lacking: { readonly received: number; readonly decided: number };
  /** How many needs could not be read, of all years. */
  readonly unreadable: number;
}

/** What is counted of one need. */
interface CountedNeed {
  readonly card: Card;
  readonly arrived: Day | undefined;
  readonly closed: { readonly on: Day; readonly as: ClosedStatus } | undefined;
  /** The decision that it stands on. */
  readonly decision: { readonly on: Day; readonly outcome: DecisionOption } | undefined;
}

const decisionByStatus: Readonly<Partial<Record<Status, DecisionOption>>> = {
  approved: 'approve',
  deferred: 'defer',
  declined: 'decline',
};
const isDecided = (status: Status): boolean =>
  status in decisionByStatus || status === 'in-progress' || status === 'paused' || status === 'completed';

function factOf(card: Card): CountedNeed {
  const { status, received } = card;
  const since = dayOf(card.since);
  const as = closedAs(card);
  const outcome = decisionByStatus[status];
  const decided = card.decided ?? (outcome && { on: since, outcome });
  return {
    card,
    arrived: received,
    closed: as && { on: since, as },
    decision: isDecided(status) ? decided : undefined,
  };
}

/** A year or a month, as days begin with it. */
type Span = `${number}` | Month;
const isIn = (span: Span, day: Day | Month | undefined): boolean => day !== undefined && day.startsWith(span);
/* The year stands in the reference, also of needs whose cards do not tell the day. */
const yearIn = (reference: Reference): string => `20${reference.slice(1, 3)}`;
const hasArrivedIn = (span: Span, { card, arrived }: CountedNeed): boolean =>
  arrived === undefined ? yearIn(card.reference) === span : isIn(span, arrived);

const countBy = <Key extends string, Item>(
  keys: readonly Key[],
  items: readonly Item[],
  keyOf: (item: Item) => Key | undefined,
): Readonly<Record<Key, number>> =>
  Object.fromEntries(
    keys.map((key) => [key, items.filter((item) => keyOf(item) === key).length] as const),
  ) as Record<Key, number>;

/** How long it took from the days on which needs came in, where that is known. */
function timesTo(dayOfEnd: (fact: CountedNeed) => Day | undefined, facts: readonly CountedNeed[]): Times {
  const days = facts
    .flatMap((fact) => {
      const end = dayOfEnd(fact);
      return fact.arrived && end ? [numberOf(end) - numberOf(fact.arrived)] : [];
    })
    .toSorted((one, other) => one - other);
  const half = days.length / 2;
  const [lower, upper] = [days[Math.ceil(half) - 1], days[Math.floor(half)]];
  const slowest = days.at(-1);
  return {
    count: days.length,
    ...(lower !== undefined && upper !== undefined && { median: (lower + upper) / 2 }),
    ...(slowest !== undefined && { slowest }),
  };
}

function flowOf(facts: readonly CountedNeed[], span: Span): Flow {
  const closed = facts.filter((fact) => isIn(span, fact.closed?.on));
  return {
    in: facts.filter((fact) => hasArrivedIn(span, fact)).length,
    out: countBy(closedStatuses, closed, (fact) => fact.closed?.as),
    toDecision: timesTo(
      (fact) => fact.decision?.on,
      facts.filter((fact) => isIn(span, fact.decision?.on)),
    ),
    toDone: timesTo(
      (fact) => fact.closed?.on,
      closed.filter((fact) => fact.closed?.as === 'completed'),
    ),
  };
}

function periodOf(facts: readonly CountedNeed[], span: Span): Period {
  const decided = facts.filter((fact) => isIn(span, fact.decision?.on));
  const adviceOf = ({ card }: CountedNeed) => card.advice ?? 'none';
  const done = facts.filter(({ closed }) => closed?.as === 'completed' && isIn(span, closed.on));
  return {
    ...flowOf(facts, span),
    decisions: Object.fromEntries(
      advices.map((advice) => [
        advice,
        countBy(
          decisionOptions,
          decided.filter((fact) => adviceOf(fact) === advice),
          (fact) => fact.decision?.outcome,
        ),
      ]),
    ) as Period['decisions'],
    solved: countBy(evaluations, done, ({ card }) => card.solved ?? 'unanswered'),
  };
}

/** What is counted of each of the members that there are, then of those that there are no more, then of needs that name none. */
function groupsOf<Id extends string>(
  known: readonly { readonly id: Id }[],
  facts: readonly CountedNeed[],
  span: Span,
  named: (card: Card) => readonly Id[],
): readonly Group<Id>[] {
  const groupOf = (some: readonly CountedNeed[]) => ({
    ...flowOf(some, span),
    open: some.filter(({ closed }) => !closed).length,
  });
  const ids = new Set([...known.map(({ id }) => id), ...facts.flatMap(({ card }) => named(card)).toSorted()]);
  const without = facts.filter(({ card }) => named(card).length === 0);
  return [
    ...[...ids].map((id) => ({ id, ...groupOf(facts.filter(({ card }) => named(card).includes(id))) })),
    ...(without.length > 0 ? [groupOf(without)] : []),
  ];
}

const ageOf = ({ arrived }: CountedNeed, today: Day): (typeof ages)[number] => {
  if (arrived === undefined) return 'unknown';
  const days = numberOf(today) - numberOf(arrived);
  return ages.find((age) => age !== 'unknown' && days <= ageLimits[age]) ?? 'unknown';
};

/**
 * The figures of a year, as they are at a moment.
 * @param cards of all that is open or deferred, and of all that was closed since the year began; others change nothing
 */
export function figuresOf(
  { areas, departments, schools }: Pick<Organisation, 'areas' | 'departments' | 'schools'>,
  { cards, unreadable }: { readonly cards: readonly Card[]; readonly unreadable: number },
  { year, now }: { readonly year: number; readonly now: Instant },
): Figures {
  const span: Span = `${year}`;
  const today = dayOf(now);
  const facts = cards
    .map(factOf)
    .filter(
      (fact) =>
        !fact.closed ||
        hasArrivedIn(span, fact) ||
        isIn(span, fact.closed.on) ||
        isIn(span, fact.decision?.on),
    );
  const open = facts.filter(({ closed }) => !closed);
  return {
    ...{ v: 1, year, asOf: now },
    whole: periodOf(facts, span),
    months: monthsFrom(`${year}-01` as Month, monthOf(now))
      .filter((month) => isIn(span, month))
      .map((month) => ({ month, ...periodOf(facts, month) })),
    open: statuses
      .filter((status) => closedAs({ status }) === undefined)
      .map((status) => ({
        status,
        ages: countBy(
          ages,
          open.filter(({ card }) => card.status === status),
          (fact) => ageOf(fact, today),
        ),
      })),
    areas: groupsOf(areas, facts, span, (card) => card.areas),
    departments: groupsOf(departments, facts, span, (card) => card.departments),
    schools: groupsOf(schools, facts, span, ({ school }) => (school ? [school] : [])),
    lacking: {
      received: facts.filter(({ arrived }) => arrived === undefined).length,
      decided: facts.filter(({ card, decision }) => isDecided(card.status) && !decision).length,
    },
    unreadable,
  };
}

/** How many needs were closed. */
export const outOf = ({ out }: Flow): number => closedStatuses.reduce((sum, status) => sum + out[status], 0);
