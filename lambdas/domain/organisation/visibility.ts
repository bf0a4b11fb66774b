import type { Deputy, Organisation } from './organisation.ts';
import type { NeedEvent } from '../need/event.ts';
import type { Need } from '../need/need.ts';
import type { PersonId } from './ids.ts';
import { rolesOf } from './permissions.ts';
import { dayOf } from '../time/time.ts';
import type { Day } from '../time/time.ts';

/**
 * How much of a need's history a person may see today: all; what happened in their periods as a deputy, if they are nothing else
 * (docs/design.md, "Deputies"); and, once they have no part in it any more, what happened until they were last told.
 */
type Visibility = 'all' | 'until-told' | readonly Deputy[];

export function visibilityOf(
  organisation: Organisation,
  need: Need,
  person: PersonId,
  today: Day,
): Visibility {
  const roles = rolesOf(organisation, need, { kind: 'person', person }, today);
  if (roles.some(({ kind }) => kind !== 'deputy')) return 'all';
  return roles.length > 0 ? periodsOf(organisation, person, need.departments) : 'until-told';
}

/** Whether somebody has never had a part in a need but by standing in for a head. What happened says whom it has involved. */
export const isOnlyDeputy = (
  organisation: Organisation,
  { need, history }: { readonly need: Need; readonly history: readonly NeedEvent[] },
  person: PersonId,
  today: Day,
): boolean =>
  [{}, ...history.flatMap(({ involved }) => involved ?? [])].every((involved) =>
    rolesOf(organisation, { ...need, ...involved }, { kind: 'person', person }, today).every(
      ({ kind }) => kind === 'deputy',
    ),
  );

/** Whether an event falls within what a person may see; `lastTold` is the version of the last event that they were told of. */
export const isVisible = (visibility: Visibility, event: NeedEvent, lastTold: number): boolean => {
  if (visibility === 'all') return true;
  if (visibility === 'until-told') return event.version <= lastTold;
  const day = dayOf(event.at);
  return visibility.some(({ from, to }) => from <= day && day <= to);
};

/** The last day on which somebody who is only a deputy may see the need; undefined for everybody else. */
export function lastVisibleDay(
  organisation: Organisation,
  need: Need,
  person: PersonId,
  today: Day,
): Day | undefined {
  const visibility = visibilityOf(organisation, need, person, today);
  if (typeof visibility === 'string') return undefined;
  return visibility
    .filter(({ from, to }) => from <= today && today <= to)
    .map(({ to }) => to)
    .sort()
    .at(-1);
}

const periodsOf = (
  { departments }: Organisation,
  person: PersonId,
  ids: readonly string[],
): readonly Deputy[] =>
  departments
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ deputies }) => deputies.filter((deputy) => deputy.person === person));

/* Steps that are nothing to its submitter. */
const staffsOwn: readonly NeedEvent['action'][] = ['escalate', 'hold', 'release', 'register', 'hear'];

/**
 * What staff say among themselves, are reminded of, and one department's part of a decision still open, is not the submitter's
 * to read.
 */
export function concernsSubmitter(event: NeedEvent): boolean {
  if (event.action === 'comment')
    return event.by.kind === 'submitter' || event.input.audience === 'submitter';
  if (staffsOwn.includes(event.action)) return false;
  if (event.action === 'remind') return event.status === 'awaiting-submitter';
  return !(event.action === 'approve' && event.status === 'deciding');
}
