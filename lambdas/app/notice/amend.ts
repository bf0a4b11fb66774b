import type { Need } from '../../domain/need/need.ts';
import { listingOf } from '../../domain/notice/listing.ts';
import type { Notice } from '../../domain/notice/notice.ts';
import { awaitedRecipients } from '../../domain/organisation/assignment.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { hasLeft } from '../../domain/organisation/organisation.ts';
import { substituteNotice } from '../../domain/organisation/substitutes.ts';
import type { Substitute } from '../../domain/organisation/substitutes.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { Log } from '../ports/log.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { Asks } from './asks.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly store: Pick<Outbox, 'amend'>;
  readonly asks: Asks;
  readonly log: Log;
}

/** A change of one of the notices about an event of a need. */
export interface Amendment {
  readonly need: Need;
  readonly version: number;
  readonly notices: readonly Notice[];
  readonly before: Notice;
  readonly after: Notice;
  /** Suppressed addresses, as far as they have been read. */
  readonly suppressedAddresses?: ReadonlySet<string>;
  /** The hash of a link that nobody was given. */
  readonly unsentLink?: string;
}

/**
 * Records what a notice has become. When it has come back or failed, and asks for something, somebody else is asked in the same step.
 * @returns the notice to them, if there is one; `changed-meanwhile` when the notices stored are not those given.
 */
export async function amendNotice(
  { organisation, store, asks, log }: Deps,
  { need, version, notices, before, after, suppressedAddresses = new Set(), unsentLink }: Amendment,
  now: Instant,
): Promise<Partial<Substitute> | 'changed-meanwhile'> {
  const event = { reference: need.reference, version };
  const isLost = after.state === 'bounced' || after.state === 'failed';
  const mustBeAsked =
    isLost &&
    (after.substituteFor !== undefined ||
      asks(need, after.to, now) ||
      (hasLeft(organisation, after.to) && awaitedRecipients(organisation, need, dayOf(now)).length > 0));
  const substitute = mustBeAsked
    ? substituteNotice({ organisation, need, notices, unreached: after, suppressedAddresses, now })
    : undefined;
  const listed = listingOf([after], now)?.as;
  const changed = await store.amend(event, before, after, {
    ...substitute,
    ...(unsentLink !== undefined && { unsentLink }),
    ...((listed === 'due' || listed === 'needing-attention') && { dueAt: now }),
  });
  if (!changed) return 'changed-meanwhile';
  if (mustBeAsked) {
    log(substitute ? 'substitute told' : 'no substitute left', event);
  }
  return substitute ?? {};
}
