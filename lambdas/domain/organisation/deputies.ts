import { daysAfter } from '../time/time.ts';
import type { Day, Instant } from '../time/time.ts';
import type { DepartmentId, PersonId } from './ids.ts';
import type { Department, Deputy, Organisation } from './organisation.ts';

/* Deputies whom heads name on their own pages, beside those of the organisation file (docs/design.md, "Deputies"). */

/** A deputy whom a head has named. */
export interface NamedDeputy extends Deputy {
  readonly department: DepartmentId;
  /** The head who named them, and when. */
  readonly by: PersonId;
  readonly at: Instant;
  /** The delegation that it rests on, as the organisation file said then. */
  readonly delegation: string;
}

/** By what a head ends what has been named. */
export type NamedPeriod = Pick<NamedDeputy, 'department' | 'person' | 'from' | 'by'>;

/** All deputies whom heads have named. */
export interface NamedDeputies {
  readonly version: number;
  readonly named: readonly NamedDeputy[];
}

export const noneNamed: NamedDeputies = { version: 0, named: [] };

/** How many days after the first the last day of a period may be. */
export const mostDeputyDays = 365;

/* For so many days after its end a period is kept, to be looked up. A need's events say for ever who decided for whom. */
const keptDays = 2 * 365;

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
        .filter((one) => one.department === department.id && mayBeNamed(department, one.person))
        .map(({ person, from, to }) => ({ person, from, to })),
    ],
  })),
});

const mayBeNamed = ({ head, eligible }: Department, person: PersonId): boolean =>
  person !== head && eligible.some((one) => one.person === person);

/** The departments whose head may name deputies: those that a person heads and for which the file names somebody. */
export const namingFor = ({ departments }: Organisation, person: PersonId): readonly Department[] =>
  departments.filter(({ head, eligible }) => head === person && eligible.length > 0);

/** Names a deputy of a head, from today on at the earliest. @returns all that are named then, or why this one is not */
export function nameDeputy(
  organisation: Organisation,
  before: NamedDeputies,
  asked: Omit<NamedDeputy, 'delegation'>,
  today: Day,
): NamedDeputies | DeputyMistake {
  const department = namingFor(organisation, asked.by).find(({ id }) => id === asked.department);
  const eligible = department?.eligible.find(({ person }) => person === asked.person);
  if (!department || !eligible || !mayBeNamed(department, asked.person)) return 'not-eligible';
  const { from, to } = asked;
  if (from < today || to < from || to > daysAfter(from, mostDeputyDays)) return 'wrong-period';
  const named = { ...asked, delegation: eligible.delegation };
  return next(before, [...before.named.filter((one) => !isSame(one, named)), named], today);
}

/**
 * Ends what the head of the department, or the one before, has named: of a period that has begun, yesterday was the last day.
 * @returns all that are named then: the same as before where this period was not
 */
export function endDeputy(
  organisation: Organisation,
  before: NamedDeputies,
  ended: NamedPeriod,
  today: Day,
): NamedDeputies {
  const isHeads = namingFor(organisation, ended.by).some(({ id }) => id === ended.department);
  const found = before.named.find((one) => isSame(one, ended) && one.to >= today);
  if (!isHeads || !found) return before;
  const past = found.from < today ? [{ ...found, to: daysAfter(today, -1) }] : [];
  return next(before, [...before.named.filter((one) => one !== found), ...past], today);
}

/** Those of a department who stand in now or later, in the order of their first days. */
export const comingIn = ({ named }: NamedDeputies, { id }: Department, today: Day): readonly NamedDeputy[] =>
  named
    .filter(({ department, to }) => department === id && to >= today)
    .toSorted((one, other) => one.from.localeCompare(other.from));

type Period = Pick<NamedDeputy, 'department' | 'person' | 'from'>;

const isSame = (one: Period, other: Period): boolean =>
  one.department === other.department && one.person === other.person && one.from === other.from;

const next = ({ version }: NamedDeputies, named: readonly NamedDeputy[], today: Day): NamedDeputies => ({
  version: version + 1,
  named: named.filter(({ to }) => to >= daysAfter(today, -keptDays)),
});
