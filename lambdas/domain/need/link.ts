import type { Recipient } from '../notice/recipient.ts';
import type { Instant } from '../time/time.ts';

/** A capability for one need, held by one person. Only the hash of its secret is ever kept. */
export interface Link {
  readonly hash: string;
  readonly holder: Recipient;
  readonly until: Instant;
}
