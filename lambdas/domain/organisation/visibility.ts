import type { Deputy, Organisation } from './organisation.ts';
import type { NeedEvent } from '../need/event.ts';
import type { Need } from '../need/need.ts';
import type { PersonId } from './ids.ts';
import { rolesOf } from './permissions.ts';
import { dayOf } from '../time/time.ts';
import type { Day } from '../time/time.ts';

/**
 * How much of a need a person may see today: all of it, nothing, or what happened within the periods in which they stand in for
 * its heads. A deputy sees only what falls in the period (docs/design.md, "Deputies"); a person with a role of their own sees all.
 */
type Visibility = 'all' | 'nothing' | readonly Deputy[];

export function visibilityOf(
  organisation: Organisation,
  need: Need,
  person: PersonId,
  today: Day,
): Visibility {
  const roles = rolesOf(organisation, need, { kind: 'person', person }, today);
  if (roles.some(({ kind }) => kind !== 'deputy')) return 'all';
  if (roles.length > 0) return periodsOf(organisation, person, need.departments);
  /* Without a role, somebody who was involved may still read what they were told of; a deputy was never more than that. */
  return periodsOf(organisation, person).length > 0 ? 'nothing' : 'all';
}

/** Whether an event falls within what a person may see. */
export const isVisible = (sight: Visibility, event: NeedEvent): boolean => {
  if (typeof sight === 'string') return sight === 'all';
  const day = dayOf(event.at);
  return sight.some(({ from, to }) => from <= day && day <= to);
};

/** The last day on which a person may see anything of a need, where they are no more than a deputy; else nothing. */
export function lastVisibleDay(
  organisation: Organisation,
  need: Need,
  person: PersonId,
  today: Day,
): Day | undefined {
  const sight = visibilityOf(organisation, need, person, today);
  if (sight === 'all') return undefined;
  if (sight === 'nothing') return today;
  return sight
    .filter(({ from, to }) => from <= today && today <= to)
    .map(({ to }) => to)
    .sort()
    .at(-1);
}

const periodsOf = (
  { departments }: Organisation,
  person: PersonId,
  ids: readonly string[] = departments.map(({ id }) => id),
): readonly Deputy[] =>
  departments
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ deputies }) => deputies.filter((deputy) => deputy.person === person));
