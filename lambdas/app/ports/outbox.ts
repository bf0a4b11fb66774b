import type { EventId } from '../../domain/need/event-id.ts';
import type { Link } from '../../domain/need/link.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { Listing } from '../../domain/notice/listing.ts';
import type { Claimed, Notice, Pending } from '../../domain/notice/notice.ts';
import type { Instant } from '../../domain/time/time.ts';

/** How to list an event from now on, if its listing is still the one that this was worked out from (`listingVersion`). */
export interface Relisting {
  readonly listing: Listing;
  readonly ifVersion: number;
}

/** An event that is listed as due, and since when. */
type DueEvent = EventId & { readonly dueAt: Instant };

/**
 * The notices of what has happened, and the events that are listed because something is to be done about them. A notice is changed
 * only if it is still as it was read: who changes it meanwhile comes first.
 *
 * Every method throws `StoreBusy` and `StoreOutOfReach`.
 */
export interface Outbox {
  /** Stores a claim with the link made for its mail. @returns whether the notice was still as it was `before`. */
  claim(event: EventId, before: Pending | Claimed, claimed: Claimed, link: Link): Promise<boolean>;

  /**
   * Ends a claim with what became of the notice. `unsentLink`, a hash, is forgotten, since nobody was given that link;
   * `relisting` is recorded as well, if it still holds.
   * @returns whether the claim still held.
   */
  endClaim(
    event: EventId,
    claimed: Claimed,
    outcome: Notice,
    also: { readonly unsentLink?: string; readonly relisting?: Relisting },
  ): Promise<boolean>;

  /**
   * Changes a notice, and, in the same step, adds one to somebody else: who had none, or had the one that it `replaces`. With
   * `dueAt` the event is listed as due from then on, whatever relisting was worked out before; `unsentLink` is forgotten.
   * @returns whether these notices were still as they were; otherwise nothing is changed.
   */
  amend(
    event: EventId,
    before: Notice,
    after: Notice,
    also: {
      readonly added?: Notice;
      readonly replaces?: Notice;
      readonly dueAt?: Instant;
      readonly unsentLink?: string;
    },
  ): Promise<boolean>;

  /** Lists an event anew, if the relisting still holds. */
  relist(event: EventId, relisting: Relisting): Promise<void>;

  /** Lists an event as due from `until`, if it is listed as due at all. */
  postpone(event: EventId, until: Instant): Promise<void>;

  /** Lists a need as due from `until`, if it is listed as due at all. */
  postponeNeed(reference: Reference, until: Instant): Promise<void>;

  /** At most `limit` of the events listed as due by now, the longest due first; the last moments' changes may be missing. */
  dueEvents(now: Instant, limit: number): Promise<readonly DueEvent[]>;

  /** The events listed as needing attention; the last moments' changes may be missing. */
  eventsNeedingAttention(): Promise<readonly EventId[]>;

  /** The needs whose `nextStepAt` has come, the longest due first; the last moments' changes may be missing. */
  dueNeeds(now: Instant): Promise<readonly Reference[]>;
}
