import * as z from 'zod/mini';
import { AreaId, DepartmentId, GoalId, SchoolId } from '../organisation/ids.ts';
import { Language } from '../text.ts';
import { Day, Instant } from '../time/time.ts';
import { Deadline } from './deadline.ts';
import { adviceOptions, decisionOptions, priorityOptions, sizeOptions, solvedOptions } from './options.ts';
import { Reference } from './reference.ts';
import { statuses } from './workflow.ts';

/**
 * A need as lists show it. Stored cards are read for good, so a field that is added later is optional, or `v` grows. As JSON a card
 * has at most 1 kB.
 */
export const Card = z.object({
  v: z.literal(1),
  kind: z.literal('need'),
  reference: Reference,
  title: z.string(),
  /** The language that its title is written in, where that fits. */
  language: z.optional(Language),
  status: z.enum(statuses),
  /** When the need got its status. */
  since: Instant,
  areas: z.readonly(z.array(AreaId)),
  departments: z.readonly(z.array(DepartmentId)),
  leadArea: z.optional(AreaId),
  /** The responsible department. */
  responsible: z.optional(DepartmentId),
  priority: z.optional(z.enum(priorityOptions)),
  plannedEnd: z.optional(Day),
  reviewDate: z.optional(Day),
  deadline: z.optional(Deadline),
  school: z.optional(SchoolId),
  /** Whether staff are not told of it yet. */
  held: z.optional(z.literal(true)),
  size: z.optional(z.enum(sizeOptions)),
  /** The departments whose heads have yet to decide, by their places in `departments`; in older cards by their ids. */
  undecided: z.optional(z.readonly(z.array(z.union([z.number(), DepartmentId])))),
  /** The day on which it came in. */
  received: z.optional(Day),
  advice: z.optional(z.enum(adviceOptions)),
  goals: z.optional(z.readonly(z.array(GoalId))),
  /** What may wait instead, by the advice that its heads decide on: references, where all of them fit. */
  insteadOf: z.optional(z.readonly(z.array(z.string()))),
  /** The decision that settled it last. */
  decided: z.optional(z.object({ on: Day, outcome: z.enum(decisionOptions) })),
  /** Whether it solved the problem, by its submitter. */
  solved: z.optional(z.enum(solvedOptions)),
  /** Words of the submission and the clarified need by which it is found, beside those of the title: the rarest that fit. */
  words: z.optional(z.string()),
  /** Whether secrecy may apply to it. */
  secrecy: z.optional(z.literal(true)),
  /** Whether the same head has said no twice. */
  disagreement: z.optional(z.literal(true)),
});
export type Card = z.infer<typeof Card>;
