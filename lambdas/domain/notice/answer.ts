/**
 * What the mail service's refusal or silence means for the mail. What it becomes, and who gets to know: docs/design.md, "When SES refuses a mail".
 * - `retry-soon`: too fast; costs no attempt
 * - `quota`: no more today; the line stops
 * - `not-sent`: certainly not sent; try again
 * - `ambiguous`: perhaps sent; wait whether the service reports on it
 * - `permanent`: will never be sent
 * - `stop-the-line`: nothing can be sent to anybody until an operator mends it
 * - `unknown`: none of the documented answers; try again, and tell an operator
 */
export type SendFailure =
  | 'retry-soon'
  | 'quota'
  | 'not-sent'
  | 'ambiguous'
  | 'permanent'
  | 'stop-the-line'
  | 'unknown';

/** What the mail service answered when it was given a mail; `reason` is a code. */
export type Answer =
  | { readonly kind: 'sent'; readonly messageId: string }
  | { readonly kind: SendFailure; readonly reason: string };

/** Whether the mail may have been sent, for all that is known. */
export const mayBeSent = ({ kind }: Answer): boolean =>
  kind === 'sent' || kind === 'ambiguous' || kind === 'unknown';
