import type { Actor, By, NeedEvent } from './event.ts';
import type { FieldMistake } from './fields.ts';
import { involve } from './involvement.ts';
import type { Approval, Coordination, Need, Status } from './need.ts';
import { personIn } from './organisation.ts';
import type { DepartmentId, Organisation } from './organisation.ts';
import { rolesFor, rolesOf, standing, undecidedDepartments } from './rights.ts';
import type { Role } from './rights.ts';
import { dayOf } from './time.ts';
import type { Instant } from './time.ts';
import { nextStepAt } from './waiting.ts';
import { isSystemStep, ruleOf } from './workflow.ts';
import type { Action, SystemStep } from './workflow.ts';

/** What became of an action: the need as it stands after it and the event to record, or why it was refused. */
export type Verdict =
  | { readonly kind: 'happened'; readonly event: NeedEvent; readonly need: Need }
  | { readonly kind: 'never' }
  | { readonly kind: 'not-now' }
  | { readonly kind: 'mistaken'; readonly mistakes: readonly FieldMistake[] };

/**
 * Decides one action of the workflow, or a step of the system. `seen` is the version that the actor had before them; it is recorded, not judged.
 * The source of every rule is DESIGN, "The workflow".
 */
export function decide(
  organisation: Organisation,
  need: Need,
  action: Action | SystemStep,
  actor: Actor,
  seen: number,
  now: Instant,
): Verdict {
  const today = dayOf(now);
  const roles = rolesOf(organisation, need, actor, today);
  const stands = standing(need, action.name, roles, today);
  if (stands !== 'open') return { kind: stands };

  const mistakes = mistakesIn(organisation, need, action, roles);
  if (mistakes.length > 0) return { kind: 'mistaken', mistakes };

  const department = ruleOf(action.name).decides ? departmentDecidedFor(need, action, roles) : undefined;
  const input = department === undefined ? action.input : { ...action.input, department };
  const involved = involvedAfter(organisation, need, action);
  const happened = {
    reference: need.reference,
    version: need.version + 1,
    at: now,
    by: byOf(organisation, actor, rolesFor(need, action.name, roles, today), department),
    seen,
    status: statusAfter(need, action, department),
    ...(involved && { involved }),
    action: action.name,
    input,
  } as NeedEvent;
  const due = dueAfter(organisation, need, evolve(need, happened), now);
  const event = { ...happened, ...(due && { nextStepAt: due }) };
  return { kind: 'happened', event, need: evolve(need, event) };
}

/* What does not move the need leaves those still awaited their time: neither a comment nor a part of a decision gives more. */
const dueAfter = (
  organisation: Organisation,
  before: Need,
  after: Need,
  now: Instant,
): Instant | undefined =>
  after.status === before.status && after.reminded === before.reminded
    ? before.nextStepAt
    : nextStepAt(organisation, after, now);

function mistakesIn(
  organisation: Organisation,
  need: Need,
  action: Action | SystemStep,
  roles: readonly Role[],
): readonly FieldMistake[] {
  switch (action.name) {
    case 'reroute': {
      const involved = involve(organisation, action.input);
      if (involved.areas.length === 0) return [{ field: 'areas', problem: 'missing' }];
      if (!isCoordinated(need)) return [];
      const { leadArea, responsible } = need.coordination;
      return [
        ...(involved.areas.includes(leadArea)
          ? []
          : [{ field: 'areas', problem: 'lead-area-must-stay' } as const]),
        ...(involved.departments.includes(responsible)
          ? []
          : [{ field: 'departments', problem: 'responsible-must-stay' } as const]),
      ];
    }
    case 'coordinate':
      return need.areas.includes(action.input.leadArea)
        ? []
        : [{ field: 'leadArea', problem: 'not-an-option' }];
    case 'approve':
    case 'defer':
    case 'decline': {
      const undecided = undecidedDepartments(need, roles);
      const { department } = action.input;
      if (department === undefined)
        return undecided.length > 1 ? [{ field: 'department', problem: 'missing' }] : [];
      return undecided.includes(department) ? [] : [{ field: 'department', problem: 'not-an-option' }];
    }
    default:
      return [];
  }
}

const departmentDecidedFor = (
  need: Need,
  action: Action | SystemStep,
  roles: readonly Role[],
): DepartmentId | undefined =>
  ('department' in action.input ? action.input.department : undefined) ??
  undecidedDepartments(need, roles)[0];

function involvedAfter(organisation: Organisation, need: Need, action: Action | SystemStep) {
  if (action.name === 'reroute') return involve(organisation, action.input);
  if (action.name !== 'coordinate') return undefined;
  const chosen = [...action.input.departments, action.input.responsible];
  const departments = organisation.departments.map(({ id }) => id).filter((id) => chosen.includes(id));
  return { areas: need.areas, departments };
}

/**
 * Where the need stands after the action. A head decides for one department: all approving approves the need; the
 * responsible department's "later" or "no" settles it; another's sends it back to be coordinated again.
 */
function statusAfter(need: Need, action: Action | SystemStep, department: DepartmentId | undefined): Status {
  const { to } = ruleOf(action.name);
  if (to === 'same') return need.status;
  if (need.status !== 'deciding' || department === undefined) return to;
  if (action.name !== 'approve') return department === need.coordination.responsible ? to : 'coordinating';
  const undecided = need.departments.filter(
    (id) => !need.approvals.some((approval) => approval.department === id),
  );
  return undecided.every((id) => id === department) ? to : 'deciding';
}

function byOf(
  organisation: Organisation,
  actor: Actor,
  roles: readonly Role[],
  department: DepartmentId | undefined,
): By {
  if (actor.kind !== 'person') return actor;
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

type Coordinated = Extract<Need, { coordination: Coordination }>;
const isCoordinated = (need: Need): need is Exclude<Coordinated, { coordination?: undefined }> =>
  !['received', 'clarifying', 'awaiting-submitter', 'referred', 'withdrawn'].includes(need.status);

/**
 * The need after an event that was decided on it.
 * @throws when the event cannot follow on the need: the history is damaged.
 */
export function evolve(need: Need, event: NeedEvent): Need {
  if (event.version !== need.version + 1 || event.reference !== need.reference) throw unfit(need, event);
  const { nextStepAt: _replaced, ...stood } = need;
  const { reference, intake, submitterIsStaff, coordination } = need;
  const moved = event.status !== need.status;
  const base = {
    reference,
    version: event.version,
    since: moved ? event.at : need.since,
    ...(event.nextStepAt && { nextStepAt: event.nextStepAt }),
    reminded: moved ? 0 : need.reminded + (isSystemStep(event.action) ? 1 : 0),
    intake,
    areas: event.involved?.areas ?? need.areas,
    departments: event.involved?.departments ?? need.departments,
    ...(submitterIsStaff && { submitterIsStaff }),
  };
  const early = { ...base, ...(coordination && fits(coordination, base) && { coordination }) };

  switch (event.action) {
    case 'take':
    case 'answer':
    case 'lapse':
    case 'return':
    case 'reopen':
      return { ...early, status: 'clarifying' };
    case 'ask':
      return { ...early, status: 'awaiting-submitter', question: event.input.question };
    case 'refer':
      return { ...early, status: 'referred', referredTo: event.input.referredTo };
    case 'withdraw':
      return { ...early, status: 'withdrawn' };
    case 'coordinate': {
      const { actualNeed, whyItArose, leadArea, responsible } = event.input;
      return {
        ...base,
        status: 'coordinating',
        coordination: { actualNeed, whyItArose, leadArea, responsible },
      };
    }
    case 'comment':
    case 'remind':
    case 'escalate':
      return { ...stood, ...base };
    case 'reroute':
      if (!isCoordinated(need)) return withoutCoordination(stood, early);
      /* Who shares the work is part of what was approved: with others involved, every department decides anew. */
      return { ...stood, ...base, ...(need.status === 'deciding' && { approvals: [] }) };
    default:
      break;
  }

  if (!isCoordinated(need)) throw unfit(need, event);
  const coordinated = { ...base, coordination: need.coordination };
  switch (event.action) {
    case 'raise':
      return { ...coordinated, status: 'advising' };
    case 'bypass':
      return {
        ...coordinated,
        status: 'deciding',
        route: { kind: 'bypassed', ...event.input },
        approvals: [],
      };
    case 'advise':
      return {
        ...coordinated,
        status: 'deciding',
        route: { kind: 'advised', ...event.input },
        approvals: [],
      };
    default:
      break;
  }

  if (!('route' in need)) throw unfit(need, event);
  const routed = { ...coordinated, route: need.route };
  switch (event.action) {
    case 'defer':
      return event.status === 'coordinating'
        ? { ...coordinated, status: 'coordinating' }
        : { ...routed, status: 'deferred', reviewDate: event.input.reviewDate };
    case 'decline':
      return event.status === 'coordinating'
        ? { ...coordinated, status: 'coordinating' }
        : { ...routed, status: 'declined' };
    default:
      break;
  }

  if (!('approvals' in need)) throw unfit(need, event);
  const { approvals } = need;
  switch (event.action) {
    case 'approve':
      return {
        ...routed,
        status: event.status === 'approved' ? 'approved' : 'deciding',
        approvals: [...approvals, approvalIn(need, event)],
      };
    case 'start':
      return { ...routed, approvals, status: 'in-progress', plannedEnd: event.input.plannedEnd };
    default:
      break;
  }

  if (!('plannedEnd' in need)) throw unfit(need, event);
  const started = { ...routed, approvals, plannedEnd: need.plannedEnd };
  switch (event.action) {
    case 'pause':
      return { ...started, status: 'paused' };
    case 'resume':
      return { ...started, status: 'in-progress' };
    case 'complete':
      return { ...started, status: 'completed', outcome: event.input.outcome };
    default:
      throw unfit(need, event);
  }
}

const unfit = (need: Need, event: NeedEvent) =>
  new Error(
    `event ${event.version} (${event.action}) does not follow on ${need.reference} version ${need.version} (${need.status})`,
  );

const fits = (coordination: Coordination, involved: Pick<Need, 'areas' | 'departments'>): boolean =>
  involved.areas.includes(coordination.leadArea) && involved.departments.includes(coordination.responsible);

function withoutCoordination(need: Omit<Need, 'nextStepAt'>, early: Omit<Need, 'status'>): Need {
  const { coordination: _coordination, ...rest } = need;
  return { ...rest, ...early } as Need;
}

function approvalIn(need: Need, event: NeedEvent & { action: 'approve' }): Approval {
  const { department, reason } = event.input;
  if (event.by.kind !== 'person' || department === undefined) throw unfit(need, event);
  return {
    department,
    by: event.by.person,
    ...(event.by.for && { for: event.by.for.person }),
    at: event.at,
    ...(reason !== undefined && { reason }),
  };
}
