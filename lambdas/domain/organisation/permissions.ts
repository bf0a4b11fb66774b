import type { Area, Organisation, Person } from './organisation.ts';
import { isKeptFromSchools } from '../need/secrecy.ts';
import type { Actor } from '../need/event.ts';
import { decidingIn, undecidedIn } from '../need/deciding.ts';
import type { Need } from '../need/need.ts';
import { isReviewDue } from '../need/review.ts';
import { coordinatorsOf, deputiesOn } from './organisation.ts';
import type { AreaId, DepartmentId, PersonId } from './ids.ts';
import { dayOf } from '../time/time.ts';
import type { Day } from '../time/time.ts';
import { actionNames, ruleOf, waitingStatuses } from '../need/workflow.ts';
import type { ActionName, EventName, Permission } from '../need/workflow.ts';

/** A role that somebody has for one need. */
export type Role =
  | { readonly kind: 'submitter'; readonly readsMail?: true }
  | { readonly kind: 'developer'; readonly area: AreaId }
  | { readonly kind: 'area-lead'; readonly area: AreaId }
  | { readonly kind: 'head'; readonly department: DepartmentId }
  | { readonly kind: 'deputy'; readonly department: DepartmentId; readonly for: PersonId }
  | { readonly kind: 'model-manager' }
  | { readonly kind: 'model-owner' }
  | { readonly kind: 'registrar' }
  /** Leads another area, or heads a department of an involved one: reads, and has no part in it. */
  | { readonly kind: 'reader' }
  /** Speaks for the school that it came from: reads what its submitter reads, but not who that is. */
  | { readonly kind: 'representative' }
  | { readonly kind: 'system' };

/** The roles that somebody has for a need on a day, by the organisation as it holds. */
export function rolesOf(organisation: Organisation, need: Need, actor: Actor, today: Day): readonly Role[] {
  if (actor.kind === 'system') return [{ kind: 'system' }];
  if (actor.kind === 'submitter') return [{ kind: 'submitter', ...(actor.readsMail && { readsMail: true }) }];
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
    ...(need.submitterIsStaff === person ? [{ kind: 'submitter', readsMail: true } as const] : []),
    ...readingRoles(organisation, need, person),
  ];
}

/** The roles by which somebody reads a need: its owner's, a registrar's, an area lead's, and that of a head in a steering group. */
function readingRoles(
  { areas, departments, schools, modelOwner, registrars }: Organisation,
  need: Need,
  person: PersonId,
): readonly Role[] {
  const leads = areas.filter(({ lead }) => lead === person);
  const isInvolved = ({ id }: Area) => need.areas.includes(id);
  const headed = departments.filter(({ head }) => head === person).map(({ id }) => id);
  const heads = areas.some((area) => isInvolved(area) && area.departments.some((id) => headed.includes(id)));
  const hasPart = leads.some(isInvolved) || headed.some((id) => need.departments.includes(id));
  return [
    ...(modelOwner === person ? [{ kind: 'model-owner' } as const] : []),
    ...(registrars.includes(person) ? [{ kind: 'registrar' } as const] : []),
    ...((leads.length > 0 || heads) && !hasPart ? [{ kind: 'reader' } as const] : []),
    ...(speaksForSchoolOf(schools, need, person) ? [{ kind: 'representative' } as const] : []),
  ];
}

const speaksForSchoolOf = (
  schools: Organisation['schools'],
  { school, held, registry }: Need,
  person: PersonId,
): boolean =>
  !isKeptFromSchools({ held, secrecy: registry?.secrecy }) &&
  schools.some(
    ({ id, representatives }) => id === school && representatives.some((one) => one.person === person),
  );

const readingKinds: readonly Role['kind'][] = ['model-owner', 'registrar', 'reader', 'representative'];

/** Whether a role lets somebody read what a need's submitter reads, and no more. */
export const readsAsSubmitter = ({ kind }: Role): boolean =>
  kind === 'submitter' || kind === 'representative';

/** Whether a role is one for reading a need. A registrar may also `register` it. */
export const onlyReads = ({ kind }: Role): boolean => readingKinds.includes(kind);

/** The staff who have a role for a need on a day, in the organisation's order, each with their roles as staff. */
export function staffConcerned(
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
      return { person, roles: roles.filter((role) => role.kind !== 'submitter' && !onlyReads(role)) };
    });
}

const holds: Readonly<Record<Permission, (need: Need, role: Role, today: Day) => boolean>> = {
  submitter: (_need, role) => role.kind === 'submitter',
  developer: (_need, role) => role.kind === 'developer',
  /* Before the lead area is settled, each involved area's developer counts; without any area, the model's manager does. */
  'lead-developer': (need, role) =>
    (role.kind === 'developer' && role.area === (need.coordination?.leadArea ?? role.area)) ||
    (role.kind === 'model-manager' && need.areas.length === 0),
  'area-lead': (need, role) =>
    role.kind === 'area-lead' && role.area === (need.coordination?.leadArea ?? role.area),
  'deciding-head': (need, role) =>
    (role.kind === 'head' || role.kind === 'deputy') &&
    (need.coordination === undefined || decidingIn(need).includes(role.department)),
  'responsible-head': (need, role) =>
    (role.kind === 'head' || role.kind === 'deputy') &&
    role.department === (need.coordination?.responsible ?? role.department),
  'model-manager': (_need, role) => role.kind === 'model-manager',
  registrar: (_need, role) => role.kind === 'registrar',
  'submitter-by-mail': (need, role) =>
    role.kind === 'submitter' && role.readsMail === true && need.confirmation === 'unconfirmed',
  /* A developer's word for an address does not bind its owner. */
  'submitter-by-mail-so-far': (need, role) =>
    role.kind === 'submitter' &&
    role.readsMail === true &&
    (need.confirmation === 'unconfirmed' || need.vouched === true),
  /* Where the owner of the address has said that the need is not theirs, nobody can prove to be its submitter. */
  'submitter-with-address': (need, role) => role.kind === 'submitter' && need.confirmation !== 'disowned',
  'submitter-unconfirmed-once': (need, role) =>
    role.kind === 'submitter' && need.confirmation !== 'confirmed' && need.readdressed !== true,
  'submitter-not-heard': (need, role) =>
    role.kind === 'submitter' && !(need.status === 'completed' && need.evaluation),
  'model-manager-of-held': (need, role) => role.kind === 'model-manager' && need.held === true,
  'system-when-flooded': (need, role) =>
    role.kind === 'system' && need.confirmation === 'unconfirmed' && need.held !== true,
  'anyone-involved': (_need, role) => role.kind !== 'submitter' && role.kind !== 'system' && !onlyReads(role),
  'system-on-review-date': (need, role, today) => role.kind === 'system' && isReviewDue(need, today),
  'system-from-meeting': (_need, role) => role.kind === 'system',
  'system-when-due': (need, role, today) =>
    role.kind === 'system' && need.nextStepAt !== undefined && dayOf(need.nextStepAt) <= today,
};

/** What one person may do with a need on a day: everything that pages, mails and decisions ask of the workflow table. */
export interface Permissions {
  readonly organisation: Organisation;
  readonly need: Need;
  readonly actor: Actor;
  readonly today: Day;
  /** The person's roles for the need. */
  readonly roles: readonly Role[];
  /** What they may do now, in the order of the workflow table. */
  readonly actions: readonly ActionName[];
  /** Of that, what is a normal next step for the need. */
  readonly primary: readonly ActionName[];
  /** The departments for which they have yet to decide, in the order of their roles. */
  readonly undecided: readonly DepartmentId[];
  /** Whether the need waits for them. While work is in progress or paused it waits for nobody. */
  readonly isAsked: boolean;
}

/** A person's roles and actions for a need on a day. Nothing else works out who may do what. */
export const permissionsOf = (
  organisation: Organisation,
  need: Need,
  actor: Actor,
  today: Day,
): Permissions =>
  permissionsBy(rolesOf(organisation, need, actor, today), { organisation, need, actor, today });

function permissionsBy(
  roles: readonly Role[],
  situation: Pick<Permissions, 'organisation' | 'need' | 'actor' | 'today'>,
): Permissions {
  const { need } = situation;
  const undecided = undecidedDepartments(need, roles);
  const actions = actionNames.filter(
    (action) => permissionFor({ ...situation, roles, undecided }, action) === 'now',
  );
  const primary = actions.filter((action) => movesOn(situation, action));
  const isAsked = waitingStatuses.some((status) => status === need.status) && primary.length > 0;
  return { ...situation, roles, actions, primary, undecided, isAsked };
}

/** The roles that permit an action, whatever the need's status. */
export const rolesFor = (
  { need, roles, today }: Pick<Permissions, 'need' | 'roles' | 'today'>,
  action: EventName,
): readonly Role[] =>
  roles.filter((role) => ruleOf(action).who.some((permission) => holds[permission](need, role, today)));

/** `now`: permitted; `not-now`: permitted in another status of the need; `never`: not permitted to this person. */
export function permissionFor(
  permissions: Pick<Permissions, 'need' | 'roles' | 'today' | 'undecided'>,
  action: EventName,
): 'now' | 'not-now' | 'never' {
  if (rolesFor(permissions, action).length === 0) return 'never';
  if (!ruleOf(action).from.includes(permissions.need.status)) return 'not-now';
  return ruleOf(action).decides && permissions.undecided.length === 0 ? 'not-now' : 'now';
}

/** What proves that it is the actor who asks for an action: a mailed link is enough only for some that they take as the submitter. */
export const proofFor = (
  permissions: Pick<Permissions, 'need' | 'roles' | 'today'>,
  action: ActionName,
): 'link' | 'session' =>
  ruleOf(action).by === 'link' && rolesFor(permissions, action).every(({ kind }) => kind === 'submitter')
    ? 'link'
    : 'session';

function undecidedDepartments(need: Need, roles: readonly Role[]): readonly DepartmentId[] {
  if (need.status !== 'deciding') return [];
  const own = roles.flatMap((role) =>
    role.kind === 'head' || role.kind === 'deputy' ? [role.department] : [],
  );
  const undecided = undecidedIn(need);
  return [...new Set(own)].filter((id) => undecided.includes(id));
}

/* Possible in many statuses, and not the normal next step in any. */
const secondary: readonly ActionName[] = [
  ...(['return', 'refer', 'withdraw', 'comment', 'reopen', 'reschedule'] as const),
  ...(['confirm', 'disown', 'release', 'readdress', 'register'] as const),
];

/** Whether an action is a normal next step for the need. While the submitter is asked, nothing that others may do is one. */
function movesOn(
  { organisation, need, actor }: Pick<Permissions, 'organisation' | 'need' | 'actor'>,
  action: ActionName,
): boolean {
  if (
    need.status === 'awaiting-submitter' &&
    actor.kind === 'person' &&
    actor.person !== need.submitterIsStaff
  )
    return false;
  return action === 'reroute' ? isHomeless(organisation, need) : !secondary.includes(action);
}

/** Whether a need has no area or department left that could move it on: then it must be given others. */
function isHomeless({ areas, departments }: Organisation, need: Need): boolean {
  const has = (list: readonly { readonly id: string }[], id: string) => list.some((one) => one.id === id);
  const { coordination } = need;
  return coordination
    ? !has(areas, coordination.leadArea) || !has(departments, coordination.responsible)
    : !need.areas.some((id) => has(areas, id));
}

/** Somebody who may move a need on today: in their own right, or only as the deputy of a head. */
export interface Assignee {
  readonly person: Person;
  readonly standsInFor?: PersonId;
}

/** Everyone in the organisation who may move a need on today, in the organisation's order. */
export function assigneesOf(organisation: Organisation, need: Need, today: Day): readonly Assignee[] {
  return staffConcerned(organisation, need, today).flatMap(({ person, roles }): Assignee[] => {
    const actor = { kind: 'person', person: person.id } as const;
    const mayMoveOn = (held: readonly Role[]) =>
      permissionsBy(held, { organisation, need, actor, today }).primary.length > 0;
    if (!mayMoveOn(roles)) return [];
    const deputy = roles.find((role) => role.kind === 'deputy');
    const isDeputyOnly = !mayMoveOn(roles.filter(({ kind }) => kind !== 'deputy'));
    return [{ person, ...(deputy?.kind === 'deputy' && isDeputyOnly && { standsInFor: deputy.for }) }];
  });
}

/** Whether somebody may ask for the needs most like one: they may refer it to another, it is being clarified, and they have a session. */
export const mayCompare = (
  { need, roles }: Pick<Permissions, 'need' | 'roles'>,
  { hasSession }: { readonly hasSession: boolean },
): boolean =>
  (need.status === 'received' || need.status === 'clarifying') &&
  hasSession &&
  roles.some(({ kind }) => kind === 'developer' || kind === 'model-manager');

/**
 * The people who can move an open need on: those who may take its next step, or else the model's manager, who can reroute it. Nobody
 * while its submitter is asked: without an answer the need lapses to its developers.
 */
export function moversOf(organisation: Organisation, need: Need, today: Day): readonly PersonId[] {
  if (need.status === 'awaiting-submitter') return [];
  const assignees = assigneesOf(organisation, need, today).map(({ person }) => person.id);
  return assignees.length > 0 ? assignees : [organisation.modelManager];
}
