import * as z from 'zod/mini';
import { PersonId } from '../../domain/organisation/ids.ts';
import { Instant } from '../../domain/time/time.ts';

/* Reads back what `notice-value.ts` writes. A state that is added stands here beside the others. */

const Recipient = z.union([z.literal('submitter'), PersonId]);
const base = {
  to: Recipient,
  mark: z.exactOptional(z.string()),
  attempts: z.number(),
  substituteFor: z.exactOptional(Recipient),
  softBounced: z.exactOptional(z.string()),
  countsFrom: z.exactOptional(Instant),
};
const unsent = {
  ...base,
  dueAt: Instant,
  failingSince: z.exactOptional(Instant),
  reason: z.exactOptional(z.string()),
};
const settled = { ...base, settledAt: Instant };
const mailed = { ...settled, messageId: z.string() };
const perhapsMailed = { ...settled, messageId: z.exactOptional(z.string()) };

const StoredNotice = z.discriminatedUnion('state', [
  z.object({ state: z.literal('pending'), ...unsent }),
  z.object({ state: z.literal('claimed'), ...unsent, leasedUntil: Instant }),
  z.object({ state: z.literal('sent'), ...mailed }),
  z.object({ state: z.literal('delivered'), ...mailed }),
  z.object({ state: z.literal('bounced'), ...perhapsMailed, reason: z.string() }),
  z.object({ state: z.literal('complained'), ...mailed, reason: z.string() }),
  z.object({ state: z.literal('failed'), ...perhapsMailed, reason: z.string() }),
  z.object({ state: z.literal('withheld'), ...settled, reason: z.enum(['receipts', 'held', 'disowned']) }),
  z.object({ state: z.literal('collected'), ...settled }),
]);

const Field = z.union([
  z.pipe(
    z.object({ S: z.string() }),
    z.transform(({ S }) => S),
  ),
  z.pipe(
    z.object({ N: z.string() }),
    z.transform(({ N }) => Number(N)),
  ),
]);

/** The notices that an event's item holds. */
export const StoredNotices = z.pipe(
  z.pipe(
    z.object({ M: z.record(z.string(), z.object({ M: z.record(z.string(), Field) })) }),
    z.transform(({ M }) => Object.entries(M).map(([to, { M: fields }]) => ({ ...fields, to }))),
  ),
  z.array(StoredNotice),
);
