import type { Need, Status } from '../need/need.ts';
import type { Action, SystemStep } from '../need/workflow.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { workingDaysAfter } from '../time/calendar.ts';
import { dayOf, morningOf } from '../time/time.ts';
import type { Instant } from '../time/time.ts';

interface Planned {
  /** Working days after the day on which the status began. */
  readonly after: number;
  readonly step: SystemStep;
}

/** What the system does, one thing after the other, while a need has a status in which somebody is awaited. */
function planFor({ reminders: periods }: Organisation, status: Status): readonly Planned[] {
  const remindAfter = (days: readonly number[]): readonly Planned[] =>
    days.map((after) => ({ after, step: { name: 'remind', input: {} } }));
  switch (status) {
    case 'awaiting-submitter':
      return [
        ...remindAfter(periods.submitter.remind),
        { after: periods.submitter.lapse, step: { name: 'lapse', input: {} } },
      ];
    case 'received':
    case 'clarifying':
    case 'coordinating':
    case 'advising':
    case 'deciding':
    case 'approved':
      return [
        ...remindAfter(periods.remind),
        { after: periods.areaLead, step: { name: 'escalate', input: { to: 'area-lead' } } },
        { after: periods.modelManager, step: { name: 'escalate', input: { to: 'model-manager' } } },
      ];
    default:
      return [];
  }
}

/* The system gives its reason as people do, in words that are recorded, in the language that the need was reported in. */
const onReviewDate = { sv: 'Dagen för ny prövning är här.', en: 'The review date has come.' };

/** What the system does with a need when its `nextStepAt` has come; nothing where nobody is awaited. */
export function nextStep(organisation: Organisation, need: Need): Action | SystemStep | undefined {
  if (need.status === 'deferred') {
    return { name: 'reopen', input: { reason: onReviewDate[need.language] } };
  }
  const plan = planFor(organisation, need.status);
  /* A need that has come further than a plan that was made shorter takes its last step. */
  return plan[Math.min(need.reminded, plan.length - 1)]?.step;
}

/**
 * When the system must look at a need again that has just come to its status, or where it has just taken a step: in the
 * morning of the planned day, counted from the beginning of the status, or of the next working day if that has passed.
 */
export function nextStepAt(organisation: Organisation, need: Need, now: Instant): Instant | undefined {
  if (need.status === 'deferred') return morningOf(need.reviewDate);
  const planned = planFor(organisation, need.status)[need.reminded];
  if (!planned) return undefined;
  const today = dayOf(now);
  const inPlan = workingDaysAfter(dayOf(need.since), planned.after);
  return morningOf(inPlan > today ? inPlan : workingDaysAfter(today, 1));
}
