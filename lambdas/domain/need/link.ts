import type { Recipient } from '../notice/recipient.ts';
import type { Instant } from '../time/time.ts';

/** Gives one person access to one need. Only the hash of its secret is stored. */
export interface Link {
  readonly hash: string;
  readonly holder: Recipient;
  readonly until: Instant;
}
