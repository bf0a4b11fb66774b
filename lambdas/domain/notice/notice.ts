import type { EventId } from '../need/event-id.ts';
import type { Recipient } from './recipient.ts';
import type { Instant } from '../time/time.ts';

/** Where a notice stands: `failed` was given up, `bounced` came back, `complained` was reported as unwanted. */
export const noticeStates = ['pending', 'sent', 'delivered', 'bounced', 'complained', 'failed'] as const;

/** A mail that must go to one person about one event. */
export interface Notice {
  readonly to: Recipient;
  readonly state: (typeof noticeStates)[number];
  /** How many times it has been taken in hand. */
  readonly attempts: number;
  /** While pending: when it may next be tried. */
  readonly dueAt?: Instant;
  /** Until when whoever has it in hand keeps others away; no two claims end at the same time, so it names the claim. */
  readonly leasedUntil?: Instant;
  /** Since when every attempt has failed. */
  readonly failingSince?: Instant;
  /** When it came to the state it is in, if that is not pending. */
  readonly settledAt?: Instant;
  /** What the mail service calls the mail that went out last. */
  readonly messageId?: string;
  /** Why it was put off, given up or came back: a code, never what somebody wrote. */
  readonly reason?: string;
  /** Whose mail came back, where this one goes out instead. */
  readonly substituteFor?: Recipient;
  /** The mail that came back for a passing reason and was put off for a day; the second one settles it. */
  readonly returned?: string;
  /** Since when it is sent anew: what becomes of earlier mails changes nothing. */
  readonly countsFrom?: Instant;
}

/** The reason of a notice that came back unsent, since mail to its address came back before or was unwanted. */
export const addressSuppressed = 'address suppressed';

/** Whether a notice has not reached its person, or was unwanted, and nothing more happens to it by itself. */
export const needsAttention = ({ state }: Notice): boolean =>
  state === 'failed' || state === 'bounced' || state === 'complained';

/** What became of a mail, as the mail service tells it afterwards: late, early, twice or in any order. */
export interface MailReport extends EventId {
  readonly to: Recipient;
  /** Sent, delivered; came back for good, or for a passing reason; reported as unwanted; refused after all. */
  readonly kind: 'send' | 'delivery' | 'bounce' | 'soft-bounce' | 'complaint' | 'reject';
  readonly messageId: string;
  /** When the mail was accepted. */
  readonly sentAt: Instant;
  /** When this happened to it. */
  readonly at: Instant;
  readonly address: string;
  /** A code. */
  readonly reason: string;
}
