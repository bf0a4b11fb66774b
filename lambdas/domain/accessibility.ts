import * as z from 'zod/mini';
import { line } from './text.ts';
import { Day } from './time/time.ts';

const shortcomings = z._default(z.array(line(400)), []);

/** What a review of the site's accessibility has found, for the statement that the act (2018:1937) requires. */
export const Accessibility = z.strictObject(
  {
    /** The day of the review. */
    reviewed: Day,
    /** Whether the site conforms to EN 301 549: in full, in part or not. */
    result: z.enum(['full', 'partly', 'not'], 'write "full", "partly" or "not"'),
    shortcomings: z.prefault(z.strictObject({ sv: shortcomings, en: shortcomings }), {}),
  },
  'add the day of the review and its result',
);
export type Accessibility = z.infer<typeof Accessibility>;
