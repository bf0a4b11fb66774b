import * as z from 'zod/mini';

const count = (standard: number) =>
  z._default(z.int('write a whole number').check(z.minimum(1, 'write 1 or more')), standard);

/**
 * How much one stranger can set going (docs/design.md, "Proof of person"). What a stage file leaves
 * out is as in production.
 */
export const Limits = z.strictObject({
  /** Codes that anybody can have mailed to an address on the sign-in page. */
  codesPerHour: count(3),
  codesPerDay: count(10),
  /** Guesses at one of these codes. */
  guesses: count(3),
  /** Codes that the holder of a link can have mailed to their own address, counted apart from the others. */
  codesByLinkPerHour: count(5),
  guessesByLink: count(5),
  /** Receipts to one address that is not confirmed. */
  receiptsPerDay: count(3),
  /** Needs from addresses that are not confirmed; of those beyond it staff are told later. */
  unconfirmedPerHour: count(20),
  /** The submitter's comments on one need. */
  commentsPerDay: count(20),
  /** Whoever fills in the form in fewer seconds is a machine. */
  secondsToFillIn: z._default(z.int('write a whole number').check(z.minimum(0, 'write 0 or more')), 3),
});
export type Limits = z.infer<typeof Limits>;
