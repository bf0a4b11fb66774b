import type { Organisation, Person } from './organisation.ts';
import type { Actor } from '../need/event.ts';
import type { Need } from '../need/need.ts';
import { coordinatorsOf, deputiesOn } from './organisation.ts';
import type { AreaId, DepartmentId, PersonId } from './ids.ts';
import { dayOf } from '../time/time.ts';
import type { Day } from '../time/time.ts';
import { actionNames, ruleOf } from '../need/workflow.ts';
import type { ActionName, EventName, Permission } from '../need/workflow.ts';

/** What somebody is to one need. */
export type Role =
  | { readonly kind: 'submitter' }
  | { readonly kind: 'developer'; readonly area: AreaId }
  | { readonly kind: 'area-lead'; readonly area: AreaId }
  | { readonly kind: 'head'; readonly department: DepartmentId }
  | { readonly kind: 'deputy'; readonly department: DepartmentId; readonly for: PersonId }
  | { readonly kind: 'model-manager' }
  | { readonly kind: 'system' };

/** The roles that somebody holds for a need on a day, from the organisation as it stands. */
export function rolesOf(organisation: Organisation, need: Need, actor: Actor, today: Day): readonly Role[] {
  if (actor.kind !== 'person') return [{ kind: actor.kind }];
  const { person } = actor;
  const areas = organisation.areas.filter(({ id }) => need.areas.includes(id));
  const departments = organisation.departments.filter(({ id }) => need.departments.includes(id));
  return [
    ...areas
      .filter((area) => coordinatorsOf(area).includes(person))
      .map(({ id }): Role => ({ kind: 'developer', area: id })),
    ...areas.filter(({ lead }) => lead === person).map(({ id }): Role => ({ kind: 'area-lead', area: id })),
    ...departments
      .filter(({ head }) => head === person)
      .map(({ id }): Role => ({ kind: 'head', department: id })),
    ...departments
      .filter((department) => deputiesOn(department, today).includes(person))
      .map(({ id, head }): Role => ({ kind: 'deputy', department: id, for: head })),
    ...(organisation.modelManager === person ? [{ kind: 'model-manager' } as const] : []),
    ...(need.submitterIsStaff === person ? [{ kind: 'submitter' } as const] : []),
  ];
}

/** The staff who have a part in a need on a day, in the organisation's order, each with the roles that they have as staff. */
export function staffIn(
  organisation: Organisation,
  need: Need,
  today: Day,
): readonly { readonly person: Person; readonly roles: readonly Role[] }[] {
  const areas = organisation.areas.filter(({ id }) => need.areas.includes(id));
  const departments = organisation.departments.filter(({ id }) => need.departments.includes(id));
  const concerned = new Set([
    organisation.modelManager,
    ...areas.flatMap(({ lead, developers }) => [lead, ...developers]),
    ...departments.flatMap((department) => [department.head, ...deputiesOn(department, today)]),
  ]);
  return organisation.people
    .filter(({ id }) => concerned.has(id))
    .map((person) => {
      const roles = rolesOf(organisation, need, { kind: 'person', person: person.id }, today);
      return { person, roles: roles.filter(({ kind }) => kind !== 'submitter') };
    });
}

const holds: Readonly<Record<Permission, (need: Need, role: Role, today: Day) => boolean>> = {
  submitter: (_need, role) => role.kind === 'submitter',
  developer: (_need, role) => role.kind === 'developer',
  /* Before the areas have agreed on a lead, or where none is known, whoever coordinates the need speaks for it. */
  'lead-developer': (need, role) =>
    (role.kind === 'developer' && role.area === (need.coordination?.leadArea ?? role.area)) ||
    (role.kind === 'model-manager' && need.areas.length === 0),
  'area-lead': (need, role) =>
    role.kind === 'area-lead' && role.area === (need.coordination?.leadArea ?? role.area),
  'involved-head': (_need, role) => role.kind === 'head' || role.kind === 'deputy',
  'responsible-head': (need, role) =>
    (role.kind === 'head' || role.kind === 'deputy') &&
    role.department === (need.coordination?.responsible ?? role.department),
  'model-manager': (_need, role) => role.kind === 'model-manager',
  'model-manager-without-area': (need, role) => role.kind === 'model-manager' && need.areas.length === 0,
  'anyone-involved': (_need, role) => role.kind !== 'submitter' && role.kind !== 'system',
  'system-on-review-date': (need, role, today) =>
    role.kind === 'system' && need.status === 'deferred' && need.reviewDate <= today,
  'system-when-due': (need, role, today) =>
    role.kind === 'system' && need.nextStepAt !== undefined && dayOf(need.nextStepAt) <= today,
};

/** The roles by which somebody holds one of an action's rights, wherever the need stands. */
export const rolesFor = (
  need: Need,
  action: EventName,
  roles: readonly Role[],
  today: Day,
): readonly Role[] =>
  roles.filter((role) => ruleOf(action).who.some((right) => holds[right](need, role, today)));

/** The departments among `roles` whose part of the decision is still open, in the order of the roles. */
export function undecidedDepartments(need: Need, roles: readonly Role[]): readonly DepartmentId[] {
  if (need.status !== 'deciding') return [];
  const own = roles.flatMap((role) =>
    role.kind === 'head' || role.kind === 'deputy' ? [role.department] : [],
  );
  return [...new Set(own)].filter((id) => !need.approvals.some(({ department }) => department === id));
}

/** `open`: may do it now; `not-now`: may do it when the need stands elsewhere; `never`: it belongs to somebody else. */
export function standing(
  need: Need,
  action: EventName,
  roles: readonly Role[],
  today: Day,
): 'open' | 'not-now' | 'never' {
  if (rolesFor(need, action, roles, today).length === 0) return 'never';
  if (!ruleOf(action).from.includes(need.status)) return 'not-now';
  return ruleOf(action).decides && undecidedDepartments(need, roles).length === 0 ? 'not-now' : 'open';
}

/** What somebody with these roles may do with the need today, in the order of the workflow table. */
export const openActions = (need: Need, roles: readonly Role[], today: Day): readonly ActionName[] =>
  actionNames.filter((action) => standing(need, action, roles, today) === 'open');

/* Open at most times to those who may, but not what moves the need on. */
const quiet: readonly ActionName[] = ['return', 'refer', 'reroute', 'withdraw', 'comment', 'reopen'];

/** Whether an action is what normally comes next, rather than something that can also be done. */
export const movesOn = (action: ActionName): boolean => !quiet.includes(action);

/** Whether somebody with these roles may do today what normally comes next. */
export const mayMoveOn = (need: Need, roles: readonly Role[], today: Day): boolean =>
  actionNames.some((action) => movesOn(action) && standing(need, action, roles, today) === 'open');

/** Whether the need waits for somebody who may take these actions; while work is under way or paused it waits for nobody. */
export const isAsked = (need: Need, open: readonly ActionName[]): boolean =>
  ruleOf('remind').from.includes(need.status) && open.some(movesOn);
