import * as z from 'zod/mini';
import { Day } from '../time/time.ts';

/** Why a latest date is the latest: the form's `deadlineKind`. */
export const DeadlineKind = z.enum(['law', 'decision', 'term-start', 'wish']);

/** The latest date, where one was given, and why it is the latest. */
export const Deadline = z.object({ date: Day, kind: z.optional(DeadlineKind) });
