import type { By, NeedEvent } from './event.ts';
import { evolve } from './evolve.ts';
import { isCoordinated } from './coordinated.ts';
import type { FieldMistake } from './fields.ts';
import { undecidedIn } from './deciding.ts';
import type { Need, Status } from './need.ts';
import { isUnderWay, ruleOf } from './workflow.ts';
import type { Action, EventName, SystemStep } from './workflow.ts';
import { nextStepAt } from './next-step.ts';
import type { DepartmentId } from '../organisation/ids.ts';
import { involve } from '../organisation/involvement.ts';
import type { Involved } from '../organisation/involvement.ts';
import { personIn, personWithAddress } from '../organisation/organisation.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { permissionFor, rolesFor } from '../organisation/permissions.ts';
import type { Permissions } from '../organisation/permissions.ts';
import { dayOf } from '../time/time.ts';
import type { Day, Instant } from '../time/time.ts';

/** The result of an action: the event to record and the need after it, or why the action was refused. */
export type Verdict =
  | {
      readonly kind: 'happened';
      readonly event: NeedEvent;
      readonly need: Need;
      /** The submitter's address from now on, where the action has corrected it: no event holds it. */
      readonly email?: string;
    }
  | { readonly kind: 'never' }
  | { readonly kind: 'not-now' }
  | { readonly kind: 'mistaken'; readonly mistakes: readonly FieldMistake[] };

/**
 * Decides one action of the workflow, or one step of the system.
 * @param permissions what the actor may do that day
 * @param seen the version on the page that the actor acted from; it is recorded and not checked
 */
export function decide(
  permissions: Permissions,
  action: Action | SystemStep,
  seen: number,
  now: Instant,
): Verdict {
  const { organisation, need } = permissions;
  const permission = permissionFor(permissions, action.name);
  if (permission !== 'now') return { kind: permission };

  const mistakes = mistakesIn(permissions, action, dayOf(now));
  if (mistakes.length > 0) return { kind: 'mistaken', mistakes };

  const department = ruleOf(action.name).decides ? departmentDecidedFor(permissions, action) : undefined;
  const input = department === undefined ? inputOf(organisation, action) : { ...action.input, department };
  const involved = involvedAfter(organisation, need, action);
  const happened = {
    reference: need.reference,
    version: need.version + 1,
    at: now,
    by: actorAs(permissions, action.name, department),
    seen,
    status:
      action.name === 'reroute' ? statusRerouted(need, involved) : statusAfter(need, action, department),
    ...(involved && { involved }),
    ...(organisation.version !== undefined && { organisation: organisation.version }),
    action: action.name,
    input,
  } as NeedEvent;
  const after = evolve(need, happened);
  const due = dueAfter(organisation, need, after, now);
  return {
    kind: 'happened',
    ...(due === undefined
      ? { event: happened, need: after }
      : { event: { ...happened, nextStepAt: due }, need: { ...after, nextStepAt: due } }),
    ...(action.name === 'readdress' && { email: action.input.address }),
  };
}

/** What the event records of an action's input: of an address only whose it is, where it is a member of staff's. */
function inputOf(organisation: Organisation, action: Action | SystemStep): object {
  if (action.name !== 'readdress') return action.input;
  const staff = personWithAddress(organisation, action.input.address)?.id;
  return staff === undefined ? {} : { staff };
}

/*
 * Reminders start again with a new status or another question, and go on after a reminder. A comment, or one department's decision,
 * does not put them off.
 */
const dueAfter = (organisation: Organisation, before: Need, after: Need, now: Instant): Instant | undefined =>
  after.status === before.status && after.reminded === before.reminded && after.since === before.since
    ? isHeard(after)
      ? undefined
      : before.nextStepAt
    : nextStepAt(organisation, after, now);

/** Whether the submitter has said if it helped, so that they need not be asked. */
const isHeard = (need: Need): boolean => need.status === 'completed' && need.evaluation !== undefined;

const notAnOption = (field: string): FieldMistake => ({ field, problem: 'not-an-option' });

function mistakesIn(
  { organisation, need, roles, undecided }: Permissions,
  action: Action | SystemStep,
  today: Day,
): readonly FieldMistake[] {
  switch (action.name) {
    case 'reroute': {
      const involved = involve(organisation, action.input);
      if (involved.areas.length === 0) return [{ field: 'areas', problem: 'missing' }];
      if (!isUnderWay(need.status)) return [];
      const { leadArea, responsible } = action.input;
      return [
        ...(leadArea && involved.areas.includes(leadArea) ? [] : [notAnOption('leadArea')]),
        ...(responsible && involved.departments.includes(responsible) ? [] : [notAnOption('responsible')]),
      ];
    }
    case 'coordinate': {
      const { leadArea, raiseNow } = action.input;
      const leads = roles.some((role) => role.kind === 'developer' && role.area === leadArea);
      return [
        ...(need.areas.includes(leadArea) ? [] : [notAnOption('leadArea')]),
        ...(raiseNow && !leads ? [notAnOption('raiseNow')] : []),
      ];
    }
    case 'refer': {
      const { referredTo, sameAs } = action.input;
      return referredTo || sameAs ? [] : [{ field: 'referredTo', problem: 'missing' }];
    }
    case 'start':
    case 'reschedule':
      return action.input.sure ? [] : questionsOn(need, action.input.plannedEnd, today);
    case 'approve':
    case 'defer':
    case 'decline': {
      const { department } = action.input;
      if (department === undefined)
        return undecided.length > 1 ? [{ field: 'department', problem: 'missing' }] : [];
      return undecided.includes(department) ? [] : [{ field: 'department', problem: 'not-an-option' }];
    }
    default:
      return [];
  }
}

/** What must be meant, and not mistaken, in a planned end. */
function questionsOn({ deadline }: Need, plannedEnd: Day, today: Day): readonly FieldMistake[] {
  const field = 'plannedEnd';
  if (plannedEnd < today) return [{ field, problem: 'past' }];
  return deadline?.kind === 'law' && plannedEnd > deadline.date
    ? [{ field, problem: 'after-deadline', latest: deadline.date }]
    : [];
}

const departmentDecidedFor = (
  { undecided }: Permissions,
  action: Action | SystemStep,
): DepartmentId | undefined =>
  ('department' in action.input ? action.input.department : undefined) ?? undecided[0];

function involvedAfter(organisation: Organisation, need: Need, action: Action | SystemStep) {
  if (action.name === 'reroute') return involve(organisation, action.input);
  if (action.name !== 'coordinate') return undefined;
  const chosen = [...need.departments, ...action.input.departments, action.input.responsible];
  const departments = organisation.departments.map(({ id }) => id).filter((id) => chosen.includes(id));
  return { areas: need.areas, departments };
}

/**
 * The status after the action. A head decides for one department. When every department has approved, the need is approved. When
 * the responsible department defers or declines, that settles the need; when another one does, it goes back to coordination.
 */
function statusAfter(need: Need, action: Action | SystemStep, department: DepartmentId | undefined): Status {
  const { to } = ruleOf(action.name);
  if (to === 'same') return need.status;
  if (action.name === 'coordinate' && action.input.raiseNow) return 'advising';
  if (need.status !== 'deciding' || department === undefined) return to;
  if (action.name !== 'approve') return department === need.coordination.responsible ? to : 'coordinating';
  return undecidedIn(need).every((id) => id === department) ? to : 'deciding';
}

/** Clarification starts again if a reroute removes the lead area or the responsible department, unless the need is under way. */
function statusRerouted(need: Need, involved: Involved | undefined): Status {
  if (!involved || !isCoordinated(need) || isUnderWay(need.status)) return need.status;
  const { leadArea, responsible } = need.coordination;
  return involved.areas.includes(leadArea) && involved.departments.includes(responsible)
    ? need.status
    : 'clarifying';
}

function actorAs(permissions: Permissions, action: EventName, department: DepartmentId | undefined): By {
  const { organisation, actor } = permissions;
  if (actor.kind !== 'person') return actor;
  const roles = rolesFor(permissions, action);
  const { person } = actor;
  const name = personIn(organisation, person)?.name ?? person;
  const deputy = roles.find(
    (role) => role.kind === 'deputy' && (department === undefined || role.department === department),
  );
  const inOwnRight = roles.some(
    (role) =>
      role.kind !== 'deputy' &&
      (role.kind !== 'head' || department === undefined || role.department === department),
  );
  if (deputy?.kind !== 'deputy' || inOwnRight) return { kind: 'person', person, name };
  const head = { person: deputy.for, name: personIn(organisation, deputy.for)?.name ?? deputy.for };
  return { kind: 'person', person, name, for: { ...head, department: deputy.department } };
}
