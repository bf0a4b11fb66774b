import { daysAfter } from '../time/time.ts';
import type { Day } from '../time/time.ts';
import type { DepartmentId, PersonId } from './ids.ts';
import type { Deputy, Organisation } from './organisation.ts';

/* Deputies whom heads name on their own pages, beside those of the organisation file (docs/design.md, "Deputies"). */

/** A deputy whom a head has named. */
export interface NamedDeputy extends Deputy {
  readonly department: DepartmentId;
  /** The head who named them. */
  readonly by: PersonId;
}

/** All deputies whom heads have named. */
export interface NamedDeputies {
  readonly version: number;
  readonly named: readonly NamedDeputy[];
}

export const noneNamed: NamedDeputies = { version: 0, named: [] };

/** How long a head may name somebody for at once, in days. */
export const mostDeputyDays = 366;

/* Those whose period ended longer ago are of no use to anybody: a need's events say who decided for whom. */
const keptDays = 366;

/** Why a deputy is not named. */
export type DeputyMistake = 'not-eligible' | 'wrong-period';

/** The organisation with the deputies whom heads have named, as far as the file still says that they may be. */
export const withNamed = (organisation: Organisation, { named }: NamedDeputies): Organisation => ({
  ...organisation,
  departments: organisation.departments.map((department) => ({
    ...department,
    deputies: [
      ...department.deputies,
      ...named
        .filter((one) => one.department === department.id && one.person !== department.head)
        .filter(({ person }) => department.eligible.some((eligible) => eligible.person === person))
        .map(({ person, from, to }) => ({ person, from, to })),
    ],
  })),
});

/** The departments whose head may name deputies: those that a person heads and for which the file names somebody. */
export const namingFor = ({ departments }: Organisation, person: PersonId) =>
  departments.filter(({ head, eligible }) => head === person && eligible.length > 0);

/**
 * Names a deputy of a head, from today on at the earliest.
 * @returns all that are named then, or why this one is not
 */
export function nameDeputy(
  organisation: Organisation,
  before: NamedDeputies,
  asked: NamedDeputy,
  today: Day,
): NamedDeputies | DeputyMistake {
  const department = namingFor(organisation, asked.by).find(({ id }) => id === asked.department);
  if (!department?.eligible.some(({ person }) => person === asked.person)) return 'not-eligible';
  const { from, to } = asked;
  if (from < today || to < from || to > daysAfter(from, mostDeputyDays)) return 'wrong-period';
  return changed(before, [...before.named.filter((one) => !isSame(one, asked)), asked], today);
}

/** Takes back what a head, or the head before, has named: a period that has begun ends yesterday. */
export function endDeputy(
  organisation: Organisation,
  before: NamedDeputies,
  ended: Omit<NamedDeputy, 'by' | 'to'> & { readonly by: PersonId },
  today: Day,
): NamedDeputies {
  if (!namingFor(organisation, ended.by).some(({ id }) => id === ended.department)) return before;
  const named = before.named.flatMap((one) => {
    if (!isSame(one, ended) || one.to < today) return [one];
    return one.from < today ? [{ ...one, to: daysAfter(today, -1) }] : [];
  });
  return changed(before, named, today);
}

const isSame = (one: Omit<NamedDeputy, 'by' | 'to'>, other: Omit<NamedDeputy, 'by' | 'to'>): boolean =>
  one.department === other.department && one.person === other.person && one.from === other.from;

const changed = ({ version }: NamedDeputies, named: readonly NamedDeputy[], today: Day): NamedDeputies => ({
  version: version + 1,
  named: named.filter(({ to }) => to >= daysAfter(today, -keptDays)),
});
