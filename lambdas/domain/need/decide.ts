import type { Actor, By, NeedEvent } from './event.ts';
import { evolve } from './evolve.ts';
import { isCoordinated } from './need.ts';
import type { FieldMistake } from './fields.ts';
import type { Need, Status } from './need.ts';
import { ruleOf } from './workflow.ts';
import type { Action, SystemStep } from './workflow.ts';
import { nextStepAt } from '../notice/reminders.ts';
import type { DepartmentId } from '../organisation/ids.ts';
import { involve } from '../organisation/involvement.ts';
import { personIn } from '../organisation/organisation.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { rolesFor, rolesOf, standing, undecidedDepartments } from '../organisation/permissions.ts';
import type { Role } from '../organisation/permissions.ts';
import { dayOf } from '../time/time.ts';
import type { Instant } from '../time/time.ts';

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
