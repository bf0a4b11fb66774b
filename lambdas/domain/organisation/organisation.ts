import type { Recipient } from '../notice/recipient.ts';
import type { PersonId } from './ids.ts';
import type { Area, Department, Goal, Organisation, Person } from './organisation-file.ts';
import type { Day } from '../time/time.ts';

export type { Area, Department, Deputy, Goal, Organisation, Person } from './organisation-file.ts';

/** Who coordinates an area: its developers, or its lead where it has none (docs/design.md, "The workflow"). */
export const coordinatorsOf = (area: Area): readonly PersonId[] =>
  area.developers.length > 0 ? area.developers : [area.lead];

/** Who stands in for the head of a department on a day. Deputies are not chained: a deputy has no deputy. */
export const deputiesOn = (department: Department, day: Day): readonly PersonId[] =>
  department.deputies.filter(({ from, to }) => from <= day && day <= to).map(({ person }) => person);

/** Whether somebody stands in for any head on a day. */
export const isDeputyOn = ({ departments }: Organisation, person: PersonId, day: Day): boolean =>
  departments.some((department) => deputiesOn(department, day).includes(person));

/** Whether somebody who was to be told is in the organisation no more. */
export const hasLeft = (organisation: Organisation, recipient: Recipient): boolean =>
  recipient !== 'submitter' && !personIn(organisation, recipient);

export const personIn = (organisation: Organisation, id: PersonId): Person | undefined =>
  organisation.people.find((person) => person.id === id);

/** The addresses of all staff, each with its person. Former addresses come first: if an address is there twice, the last entry has its present owner. */
export const staffAddresses = ({
  people,
}: Pick<Organisation, 'people'>): readonly (readonly [email: string, person: Person])[] => [
  ...people.flatMap((person) => person.formerEmails.map((email) => [email, person] as const)),
  ...people.map((person) => [person.email, person] as const),
];

/** The member of staff who has an address now, or had it before. Case does not matter. */
export const personWithAddress = (
  organisation: Pick<Organisation, 'people'>,
  email: string,
): Person | undefined =>
  staffAddresses(organisation).findLast(([address]) => address.toLowerCase() === email.toLowerCase())?.[1];

/** The goals that hold on a day, or all of them where none does. */
export function goalsOn({ goals }: Organisation, day: Day): readonly Goal[] {
  const holding = goals.filter(({ from, to }) => (from ?? day) <= day && day <= (to ?? day));
  return holding.length > 0 ? holding : goals;
}
