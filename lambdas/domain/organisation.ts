import * as z from 'zod/mini';
import type { Area, Department, Organisation, Person } from './organisation-file.ts';
import type { Day } from './time.ts';

export type { Area, Department, Deputy, Organisation, Person } from './organisation-file.ts';

/** An id, with what to say where it is missing. */
export const id = <Brand extends string>(_brand: Brand, missing = 'is missing; add it') =>
  z
    .string(missing)
    .check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case letters a–z, digits and single hyphens'))
    .brand<Brand>();

export const AreaId = id('AreaId');
export type AreaId = z.infer<typeof AreaId>;
export const DepartmentId = id('DepartmentId');
export type DepartmentId = z.infer<typeof DepartmentId>;
export const SchoolId = id('SchoolId');
export type SchoolId = z.infer<typeof SchoolId>;
export const PersonId = id('PersonId');
export type PersonId = z.infer<typeof PersonId>;

/** Who coordinates an area: its developers, or its lead where it has none (DESIGN: communication). */
export const coordinatorsOf = (area: Area): readonly PersonId[] =>
  area.developers.length > 0 ? area.developers : [area.lead];

/** Who stands in for the head of a department on a day. Deputies are not chained: a deputy has no deputy. */
export const deputiesOn = (department: Department, day: Day): readonly PersonId[] =>
  department.deputies.filter(({ from, to }) => from <= day && day <= to).map(({ person }) => person);

export const personIn = (organisation: Organisation, id: PersonId): Person | undefined =>
  organisation.people.find((person) => person.id === id);
