import type { AddressHash } from '../email-address.ts';
import { later } from '../time/time.ts';
import type { Instant } from '../time/time.ts';

/* docs/design.md, "Proof of person" */

const hour = 3_600_000;

/** How long a session lasts after the last request that it proved, in milliseconds. */
export const sessionLifetime = 90 * 24 * hour;

/* The end of a session is put off when it was last put off so long ago: not at each request, which would be a write more. */
const renewedEvery = hour;

/** A browser that is known to be of whoever reads the mail to an address. */
export interface Session {
  /** Whose: a person is found by their address, so that a session ends with it. */
  readonly address: AddressHash;
  /** The hash of its secret, which only the browser has; its person ends a session by it. */
  readonly id: string;
  readonly since: Instant;
  /** When it was last used, to the hour. */
  readonly last: Instant;
  /** What the browser calls itself, as far as its person can make sense of it: `Firefox, Windows`. */
  readonly browser: string;
}

export const isLive = ({ last }: Session, now: Instant): boolean => now < endOf(last);

export const endOf = (last: Instant): Instant => later(last, sessionLifetime);

/** The session after a request that it proved; nothing where it need not be put off yet. */
export const renewed = (session: Session, now: Instant): Session | undefined =>
  now >= later(session.last, renewedEvery) ? { ...session, last: now } : undefined;
