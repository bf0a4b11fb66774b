import type { NeedFile } from './need-file.ts';
import type { NeedEvent } from '../../domain/need/event.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import type { Language } from '../../domain/text.ts';

/** What a mail has to say, to one person about one event. */
export interface NoticeMail {
  readonly to: { readonly name: string; readonly email: string };
  readonly recipient: Recipient;
  readonly language: Language;
  readonly event: NeedEvent;
  readonly file: NeedFile;
  /** The token of the link made for this mail. */
  readonly token: string;
  /** Whose mail about this came back, where this one goes out instead. */
  readonly substituteFor?: Recipient;
}

/**
 * What the mail service's refusal or silence means for the notice.
 * - `retry-soon`: too fast; costs no attempt
 * - `quota`: no more today; the line stops
 * - `not-sent`: surely not sent; try again
 * - `ambiguous`: perhaps sent; wait whether the service tells of it
 * - `permanent`: will never be sent
 * - `stop-the-line`: nothing can be sent by anybody until an operator mends it
 * - `unknown`: none of the documented answers; try again, and tell an operator
 */
export type Refusal =
  'retry-soon' | 'quota' | 'not-sent' | 'ambiguous' | 'permanent' | 'stop-the-line' | 'unknown';

export type Answer =
  { readonly kind: 'sent'; readonly messageId: string } | { readonly kind: Refusal; readonly reason: string };

/** Sends mail. */
export interface Mailer {
  /**
   * Writes and sends one mail to one recipient, in one call.
   * @throws when the mail cannot be written; then nothing was sent.
   */
  send(letter: NoticeMail): Promise<Answer>;
}
