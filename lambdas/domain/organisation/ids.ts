import * as z from 'zod/mini';

/**
 * A schema for an id.
 * @param missing the message when there is none
 */
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

export const GoalId = id('GoalId');

export type GoalId = z.infer<typeof GoalId>;

export const PersonId = id('PersonId');

export type PersonId = z.infer<typeof PersonId>;
