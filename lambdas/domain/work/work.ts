import * as z from 'zod/mini';
import { sizeOptions } from '../need/options.ts';
import { speakableFrom } from '../need/reference.ts';
import { AreaId, DepartmentId, GoalId, PersonId } from '../organisation/ids.ts';
import { Day, Instant } from '../time/time.ts';

/* Development under way that never was a need. A need in progress is ongoing work by itself. */

/** What a piece of work is called: `A26-7KQ4M`, A for arbete, written as a need's reference is. */
export const WorkId = z
  .string()
  .check(z.regex(/^A\d{2}-[0-9A-HJKMNP-TV-Z]{5}$/))
  .brand<'WorkId'>();
export type WorkId = z.infer<typeof WorkId>;

/** The id of work that is noted on `day`, from at least four random bytes. */
export const workIdFrom = (day: Day, bytes: Uint8Array): WorkId => `A${speakableFrom(day, bytes)}` as WorkId;

export const workStates = ['planned', 'going', 'paused', 'done', 'stopped'] as const;
export type WorkState = (typeof workStates)[number];

/** The most characters that each text may have. */
export const workLimits = { title: 120, note: 2000 } as const;

/** What people write of a piece of work. */
export const WorkContent = z.object({
  title: z.string(),
  area: AreaId,
  /** The department that does it. */
  responsible: DepartmentId,
  state: z.enum(workStates),
  plannedEnd: z.optional(Day),
  size: z.optional(z.enum(sizeOptions)),
  goals: z.optional(z.readonly(z.array(GoalId))),
  note: z.optional(z.string()),
});
export type WorkContent = z.infer<typeof WorkContent>;

/** A piece of work as it stands. */
export const Work = z.extend(WorkContent, {
  id: WorkId,
  /** The number of the last change. */
  version: z.number(),
  /** When it got its state. */
  since: Instant,
});
export type Work = z.infer<typeof Work>;

/** A change of a piece of work, the first of which notes it. It is never changed. */
export const WorkEvent = z.object({
  id: WorkId,
  version: z.number(),
  at: Instant,
  by: z.object({ person: PersonId, name: z.string() }),
  /** All that was written of it. */
  content: WorkContent,
});
export type WorkEvent = z.infer<typeof WorkEvent>;

/** The work after a change. */
export const workAfter = (before: Work | undefined, { id, version, at, content }: WorkEvent): Work => ({
  ...content,
  id,
  version,
  since: before?.state === content.state ? before.since : at,
});

/** Whether work is neither done nor stopped. */
export const isOpenWork = ({ state }: Pick<Work, 'state'>): boolean =>
  state !== 'done' && state !== 'stopped';
