import * as z from 'zod/mini';
import { boundsOn, firstOfEach, isBlank, listOf, mistakeOf, withoutDoubles } from '../domain/need/fields.ts';
import type { FieldMistake } from '../domain/need/fields.ts';
import { sizeOptions } from '../domain/need/options.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import { line, lines } from '../domain/text.ts';
import { Day } from '../domain/time/time.ts';
import { workLimits, workStates } from '../domain/work/work.ts';
import type { WorkContent } from '../domain/work/work.ts';
import type { Values } from './body.ts';

/** What people write of work, with the ids that the organisation knows and, of work that is there, those that it has. */
const contentSchema = ({ areas, departments, goals }: Organisation, before?: WorkContent) => {
  const known = <Id extends string>(members: readonly { id: Id }[], had: readonly Id[]) =>
    z.enum([...new Set([...members.map(({ id }) => id), ...had])]) as unknown as z.ZodMiniType<Id, string>;
  return z.object({
    title: line(workLimits.title),
    area: known(areas, before ? [before.area] : []),
    responsible: known(departments, before ? [before.responsible] : []),
    state: z.enum(workStates),
    plannedEnd: z.optional(Day),
    size: z.optional(z.enum(sizeOptions)),
    goals: z.optional(z.array(known(goals, before?.goals ?? [])).check(withoutDoubles())),
    note: z.optional(lines(workLimits.note)),
  });
};

/** Whose work is, as a JSON body or a form says; nothing where either is not known. */
export const placeIn = (
  organisation: Organisation,
  values: Values,
  before: WorkContent | undefined,
): Pick<WorkContent, 'area' | 'responsible'> | undefined =>
  z.pick(contentSchema(organisation, before), { area: true, responsible: true }).safeParse(values).data;

/** Reads work from a JSON body or a form. */
export function readWork(
  organisation: Organisation,
  values: Values,
  { today, before }: { readonly today: Day; readonly before?: WorkContent | undefined },
): { readonly content: WorkContent } | { readonly mistakes: readonly FieldMistake[] } {
  const goals = listOf(values['goals']);
  const filledIn = Object.fromEntries(Object.entries(values).filter(([, value]) => !isBlank(value)));
  const parsed = contentSchema(organisation, before).safeParse(
    { ...filledIn, goals: goals.length > 0 ? goals : undefined },
    { reportInput: true },
  );
  if (!parsed.success) return { mistakes: firstOfEach(parsed.error.issues.map(mistakeOf)) };
  const { earliest, latest } = boundsOn(today);
  const { plannedEnd } = parsed.data;
  if (plannedEnd !== undefined && plannedEnd < earliest)
    return { mistakes: [{ field: 'plannedEnd', problem: 'too-early', earliest }] };
  if (plannedEnd !== undefined && plannedEnd > latest)
    return { mistakes: [{ field: 'plannedEnd', problem: 'too-late', latest }] };
  return { content: parsed.data };
}
