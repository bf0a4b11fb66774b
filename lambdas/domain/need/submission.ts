import * as z from 'zod/mini';
import { AreaId, DepartmentId, SchoolId } from '../organisation/ids.ts';
import { EmailAddress, Language, line, lines } from '../text.ts';
import { Day } from '../time/time.ts';

/** Why a latest date is the latest: the form's `deadlineKind`. */
export const DeadlineKind = z.enum(['law', 'decision', 'term-start', 'wish']);

/**
 * The words of whoever reported a need, as they were received: never changed. All fields filled to their limits with Swedish prose
 * fit the 32 kB that a request may have.
 */
export const Submission = z.object({
  title: line(120),
  problem: lines(2000),
  cause: lines(2000),
  affected: lines(1000),
  effect: z.optional(lines(2000)),
  ifNothing: z.optional(lines(2000)),
  deadlineDate: z.optional(Day),
  deadlineKind: z.optional(DeadlineKind),
  goal: z.optional(lines(1000)),
  workaround: z.optional(lines(2000)),
  school: z.optional(SchoolId),
  areas: z._default(z.array(AreaId), []),
  departments: z._default(z.array(DepartmentId), []),
  language: z._default(Language, 'sv'),
});
export type Submission = z.infer<typeof Submission>;

/** The submitter's name and address: beside the words, so that they can be corrected or removed and the words stay as they are. */
export const Contact = z.object({ name: line(100), email: EmailAddress });
export type Contact = z.infer<typeof Contact>;
