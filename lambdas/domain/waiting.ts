import { workingDaysAfter } from './calendar.ts';
import { developersOf, headsOf } from './involvement.ts';
import type { Need, Status } from './need.ts';
import type { Organisation, PersonId } from './organisation.ts';
import { dayOf, morningOf } from './time.ts';
import type { Day, Instant } from './time.ts';
import type { Recipient } from './told.ts';
import type { Action, SystemStep } from './workflow.ts';

/**
 * Who is awaited: whoever the need stands still without. Nobody where it has ended, rests until a day, or is being worked on.
 * A need whose people have all left the organisation waits for the model's manager.
 */
export function awaited(organisation: Organisation, need: Need, today: Day): readonly Recipient[] {
  switch (need.status) {
    case 'awaiting-submitter':
      return ['submitter'];
    case 'received':
    case 'clarifying':
      return orManager(organisation, developersOf(organisation, need.areas));
    case 'coordinating':
      return orManager(organisation, developersOf(organisation, [need.coordination.leadArea]));
    case 'advising': {
      const { leadArea } = need.coordination;
      return orManager(organisation, [
        ...leadsOf(organisation, [leadArea]),
        ...developersOf(organisation, [leadArea]),
      ]);
    }
    case 'deciding': {
      const decided = need.approvals.map(({ department }) => department);
      const undecided = need.departments.filter((id) => !decided.includes(id));
      return orManager(organisation, headsOf(organisation, undecided, today));
    }
    case 'approved': {
      const { leadArea, responsible } = need.coordination;
      return orManager(organisation, [
        ...developersOf(organisation, [leadArea]),
        ...headsOf(organisation, [responsible], today),
      ]);
    }
    default:
      return [];
  }
}

/** Whom a need that still waits is put before: the lead of the lead area, or of every area involved; or the model's manager. */
export function escalatedTo(
  organisation: Organisation,
  need: Need,
  to: (SystemStep & { name: 'escalate' })['input']['to'],
): readonly PersonId[] {
  if (to === 'model-manager') return [organisation.modelManager];
  const areas = need.coordination ? [need.coordination.leadArea] : need.areas;
  return orManager(organisation, leadsOf(organisation, areas));
}

const leadsOf = (organisation: Organisation, areas: Need['areas']): readonly PersonId[] =>
  organisation.areas.filter(({ id }) => areas.includes(id)).map(({ lead }) => lead);

const orManager = (
  { modelManager }: Organisation,
  people: readonly PersonId[],
): readonly [PersonId, ...PersonId[]] => {
  const [first, ...rest] = people;
  return first === undefined ? [modelManager] : [first, ...rest];
};

interface Planned {
  /** Working days after the day on which the status began. */
  readonly after: number;
  readonly step: SystemStep;
}

/** What the system does, one thing after the other, while a need has a status in which somebody is awaited. */
function planFor({ patience }: Organisation, status: Status): readonly Planned[] {
  const reminders = (periods: readonly number[]): readonly Planned[] =>
    periods.map((after) => ({ after, step: { name: 'remind', input: {} } }));
  switch (status) {
    case 'awaiting-submitter':
      return [
        ...reminders(patience.submitter.remind),
        { after: patience.submitter.lapse, step: { name: 'lapse', input: {} } },
      ];
    case 'received':
    case 'clarifying':
    case 'coordinating':
    case 'advising':
    case 'deciding':
    case 'approved':
      return [
        ...reminders(patience.remind),
        { after: patience.areaLead, step: { name: 'escalate', input: { to: 'area-lead' } } },
        { after: patience.modelManager, step: { name: 'escalate', input: { to: 'model-manager' } } },
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
    return { name: 'reopen', input: { reason: onReviewDate[need.intake.language] } };
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
