import * as z from 'zod/mini';
import { AreaId, DepartmentId, SchoolId } from '../organisation/ids.ts';
import { EmailAddress } from '../email-address.ts';
import { Language, line, lines } from '../text.ts';
import { Day } from '../time/time.ts';
import { DeadlineKind } from './deadline.ts';

/** What a submitter wrote. It is never changed. */
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

/** The submitter's name and address: apart from the submission, so that they can be corrected or removed without changing it. */
export const Contact = z.object({ name: line(100), email: EmailAddress });
export type Contact = z.infer<typeof Contact>;
