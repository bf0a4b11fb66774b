import type { EventId } from '../need/event-id.ts';
import type { Instant } from '../time/time.ts';
import type { Recipient } from './recipient.ts';

/** What the mail service reports on a mail after it was sent: late or early, in any order, and sometimes twice. */
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
