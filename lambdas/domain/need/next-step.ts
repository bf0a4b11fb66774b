import { followsOn } from './closed.ts';
import type { Need, Status } from './need.ts';
import type { Action, SystemStep } from './workflow.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { workingDaysAfter } from '../time/calendar.ts';
import { dayOf, morningOf } from '../time/time.ts';
import type { Day, Instant } from '../time/time.ts';

interface Planned {
  /** Working days after the day on which the status began. */
  readonly after: number;
  readonly step: SystemStep;
}

/** The steps that the system takes on a need, in order, while it is in a status. Staff are reminded by letter. */
function planFor({ reminders: periods }: Organisation, status: Status): readonly Planned[] {
  switch (status) {
    case 'awaiting-submitter':
      return [
        ...periods.submitter.remind.map((after): Planned => ({ after, step: { name: 'remind', input: {} } })),
        { after: periods.submitter.lapse, step: { name: 'lapse', input: {} } },
      ];
    case 'completed':
      return [{ after: periods.evaluate, step: { name: 'inquire', input: {} } }];
    default:
      return [];
  }
}

/* The system records a reason as people do, in the language that the need was reported in. */
const onReviewDate = { sv: 'Dagen för ny prövning är här.', en: 'The review date has come.' };

/** The step that the system takes when a need's `nextStepAt` has come; nothing in a status that has no steps. */
export function nextStep(organisation: Organisation, need: Need): Action | SystemStep | undefined {
  if (need.status === 'deferred') {
    return { name: 'reopen', input: { reason: onReviewDate[need.language] } };
  }
  const plan = planFor(organisation, need.status);
  /* The periods may have become fewer than the steps taken: then the last step is taken again. */
  return plan[Math.min(need.reminded, plan.length - 1)]?.step;
}

/* What a submitter hears of the other need: what was decided, and how the work goes. */
const followedStatuses: readonly Status[] = [
  ...(['approved', 'deferred', 'declined', 'in-progress', 'paused'] as const),
  ...(['completed', 'referred', 'withdrawn'] as const),
];

/** The step by which a referred need tells what has become of the other since that was last told; nothing where it is the same. */
export const followingStep = (
  { sameAs }: Extract<Need, { status: 'referred' }>,
  other: Need,
): SystemStep | undefined => {
  const { reference: of, status } = other;
  const day = dayAhead(other);
  return followedStatuses.includes(status) && (sameAs?.last !== status || sameAs.day !== day)
    ? { name: 'follow', input: { of, status, ...(day && { day }) } }
    : undefined;
};

/** When a need is to be done, or is taken up again. */
const dayAhead = (need: Need): Day | undefined =>
  need.status === 'in-progress' || need.status === 'paused'
    ? need.plannedEnd
    : need.status === 'deferred'
      ? need.reviewDate
      : undefined;

/**
 * When the system takes its next step for a need that has just changed status or been reminded: on the morning of the planned day,
 * counted from the day the status began; on the next working day, if the planned day is not after today.
 */
export function nextStepAt(organisation: Organisation, need: Need, now: Instant): Instant | undefined {
  if (need.status === 'deferred') return morningOf(need.reviewDate);
  const today = dayOf(now);
  const { closed } = organisation;
  if (need.status === 'referred')
    return followsOn(need) ? morningOf(workingDaysAfter(today, 1, closed)) : undefined;
  const planned = planFor(organisation, need.status)[need.reminded];
  if (!planned) return undefined;
  const inPlan = workingDaysAfter(dayOf(need.since), planned.after, closed);
  return morningOf(inPlan > today ? inPlan : workingDaysAfter(today, 1, closed));
}
