import type { AddressHash } from '../domain/email-address.ts';
import type { Limits } from '../domain/limits.ts';
import { later } from '../domain/time/time.ts';
import type { Instant } from '../domain/time/time.ts';
import type { Count } from './ports/counts.ts';

const hour = 3_600_000;

/** One more of something in the hour that it is. */
export const anHour = (what: string, most: number, now: Instant): Count => ({
  of: `${what}#${now.slice(0, 13)}`,
  most,
  until: later(now, 2 * hour),
});

/** One more of something on the day that it is in UTC. */
export const aDay = (what: string, most: number, now: Instant): Count => ({
  of: `${what}#${now.slice(0, 10)}`,
  most,
  until: later(now, 48 * hour),
});

/** One more of what may be mailed in a day to an address that nobody has confirmed. */
export const receiptTo = (address: AddressHash, { receiptsPerDay }: Limits, now: Instant): Count =>
  aDay(`receipt#${address}`, receiptsPerDay, now);
