import type { Values } from './body.ts';

/* The form of `coordinate` asks of each department what part it has in the need. The action takes `responsible` and `departments`. */

const prefix = 'part-';

/** The parts that a department can have; without one it is kept informed. */
export const parts = ['responsible', 'decides'] as const;

/** The name of the field that says which part a department has. */
export const partField = (department: string): string => `${prefix}${department}`;

/** What was sent, with the fields `responsible` and `departments` where it says the part of each department. */
export function withParts(values: Values): Values {
  const given = Object.entries(values).filter(([name]) => name.startsWith(prefix));
  if (given.length === 0) return values;
  const having = (part: (typeof parts)[number]): readonly string[] =>
    given.filter(([, value]) => value === part).map(([name]) => name.slice(prefix.length));
  const [responsible, ...others] = having('responsible');
  return {
    ...Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith(prefix))),
    /* Two cannot both be responsible: the list is refused as no option. */
    responsible: others.length > 0 ? [responsible, ...others] : responsible,
    departments: having('decides'),
  };
}
