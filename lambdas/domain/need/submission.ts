import * as z from 'zod/mini';
import { AreaId, DepartmentId, SchoolId } from '../organisation/ids.ts';
import { EmailAddress } from '../email-address.ts';
import { Language, line, lines } from '../text.ts';
import { Day } from '../time/time.ts';
import { DeadlineKind } from './deadline.ts';

/** The most characters that each text may have. */
export const submissionLimits = {
  title: 120,
  problem: 2000,
  cause: 2000,
  affected: 1000,
  effect: 2000,
  ifNothing: 2000,
  goal: 1000,
  workaround: 2000,
} as const;
export const contactLimits = { name: 100 } as const;

/** What a submitter wrote. It is never changed. */
export const Submission = z.object({
  title: line(submissionLimits.title),
  problem: lines(submissionLimits.problem),
  cause: z.optional(lines(submissionLimits.cause)),
  affected: lines(submissionLimits.affected),
  effect: z.optional(lines(submissionLimits.effect)),
  ifNothing: z.optional(lines(submissionLimits.ifNothing)),
  deadlineDate: z.optional(Day),
  deadlineKind: z.optional(DeadlineKind),
  goal: z.optional(lines(submissionLimits.goal)),
  workaround: z.optional(lines(submissionLimits.workaround)),
  school: z.optional(SchoolId),
  areas: z._default(z.array(AreaId), []),
  departments: z._default(z.array(DepartmentId), []),
  language: z._default(Language, 'sv'),
});
export type Submission = z.infer<typeof Submission>;

/** The submitter's name and address: apart from the submission, so that they can be corrected or removed without changing it. */
export const Contact = z.object({ name: line(contactLimits.name), email: EmailAddress });
export type Contact = z.infer<typeof Contact>;
