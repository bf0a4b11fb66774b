import { isOpenStatus, isUnderWay } from '../need/workflow.ts';
import { isOpenWork } from '../work/work.ts';
import type { Day } from '../time/time.ts';
import type { AnyCard } from './any-card.ts';

/* What is late, and what the law makes urgent (docs/design.md, "Overview"). */

const past = (day: Day | undefined, today: Day): Day | undefined =>
  day !== undefined && day < today ? day : undefined;

/** The planned end that something has passed which is under way. */
export function passedEnd(card: AnyCard, today: Day): Day | undefined {
  const goesOn = card.kind === 'work' ? isOpenWork({ state: card.status }) : isUnderWay(card.status);
  return goesOn ? past(card.plannedEnd, today) : undefined;
}

/** The latest date of an open need, once it has passed. */
export const passedDeadline = (card: AnyCard, today: Day): Day | undefined =>
  card.kind === 'need' && isOpenStatus(card.status) ? past(card.deadline?.date, today) : undefined;

/** The review date of a deferred need, once it has passed. */
export const passedReview = (card: AnyCard, today: Day): Day | undefined =>
  card.kind === 'need' && card.status === 'deferred' ? past(card.reviewDate, today) : undefined;

/** As the date of what has none: after all others. */
export const noDate = '9999-12-31';

const legalDeadline = (card: AnyCard): string =>
  card.kind === 'need' && card.deadline?.kind === 'law' ? card.deadline.date : noDate;

/** Orders by legal deadlines: what has one first, the earliest of all. */
export const byLegalDeadline = (one: AnyCard, other: AnyCard): number =>
  legalDeadline(one).localeCompare(legalDeadline(other));
