import type { Deputy, Organisation } from './organisation.ts';
import type { NeedEvent } from '../need/event.ts';
import type { Need } from '../need/need.ts';
import type { PersonId } from './ids.ts';
import { rolesOf } from './permissions.ts';
import { dayOf } from '../time/time.ts';
import type { Day } from '../time/time.ts';

/**
 * How much of a need's history a person may see today: all, nothing, or what happened in their periods as a deputy. Only somebody
 * who is nothing but a deputy is limited to those (docs/design.md, "Deputies").
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
  /* Former members may read what they were sent; former deputies may not. */
  return periodsOf(organisation, person).length > 0 ? 'nothing' : 'all';
}

/** Whether an event falls within what a person may see. */
export const isVisible = (visibility: Visibility, event: NeedEvent): boolean => {
  if (typeof visibility === 'string') return visibility === 'all';
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
  if (visibility === 'all') return undefined;
  if (visibility === 'nothing') return today;
  return visibility
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
