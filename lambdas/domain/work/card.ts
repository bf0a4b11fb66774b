import * as z from 'zod/mini';
import { cutToFit, withGoalsOn } from '../need/card-room.ts';
import { sizeOptions } from '../need/options.ts';
import { AreaId, DepartmentId, GoalId } from '../organisation/ids.ts';
import { Day, Instant } from '../time/time.ts';
import { WorkId, workStates } from './work.ts';
import type { Work } from './work.ts';

/** A piece of work as lists show it. Stored cards are read for good, and have at most 1 kB, as those of needs do. */
export const WorkCard = z.object({
  v: z.literal(1),
  kind: z.literal('work'),
  reference: WorkId,
  title: z.string(),
  status: z.enum(workStates),
  /** When it got its state. */
  since: Instant,
  areas: z.readonly(z.array(AreaId)),
  departments: z.readonly(z.array(DepartmentId)),
  responsible: DepartmentId,
  plannedEnd: z.optional(Day),
  size: z.optional(z.enum(sizeOptions)),
  goals: z.optional(z.readonly(z.array(GoalId))),
});
export type WorkCard = z.infer<typeof WorkCard>;

/** The card of a piece of work as it stands, with as many of its goals as fit. */
export const workCardOf = (work: Work): WorkCard =>
  withGoalsOn(cutToFit(plainCardOf(work)), work.goals ?? []);

const plainCardOf = (work: Work): WorkCard => ({
  v: 1,
  kind: 'work',
  reference: work.id,
  title: work.title,
  status: work.state,
  since: work.since,
  areas: [work.area],
  departments: [work.responsible],
  responsible: work.responsible,
  ...(work.plannedEnd && { plannedEnd: work.plannedEnd }),
  ...(work.size && { size: work.size }),
});
