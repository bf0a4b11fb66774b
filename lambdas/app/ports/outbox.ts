import type { EventId } from '../../domain/need/event-id.ts';
import type { Link } from '../../domain/need/link.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { Notice } from '../../domain/notice/notice.ts';
import type { Instant } from '../../domain/time/time.ts';

/** When to look at an event again, worked out from its notices when it had been reschedules so often. */
export interface NextDue {
  readonly reschedules: number;
  /** `troubled`: nothing is pending, but a notice has failed, come back or was unwanted. */
  readonly next: { readonly kind: 'due' | 'troubled'; readonly at: Instant } | { readonly kind: 'settled' };
}

/** The notices of what has happened, and what has become due. */
export interface Outbox {
  /**
   * Takes a pending notice that is due in hand until `leasedUntil`, counts the attempt and stores its link.
   * @returns the notice as claimed; nothing when it is settled, not due or in other hands.
   */
  claim(
    event: EventId,
    link: Link,
    leasedUntil: Instant,
    now: Instant,
  ): Promise<(Notice & { readonly leasedUntil: Instant }) | undefined>;

  /**
   * Records what became of a notice and ends its claim, unless the claim has ended otherwise: then nothing is overwritten.
   * `unsentLink` is forgotten, since nobody was given it. `look` is recorded as well if it still holds.
   * @returns whether it was recorded.
   */
  settle(
    event: EventId,
    claimed: Notice & { readonly leasedUntil: Instant },
    outcome: Notice,
    also: { readonly unsentLink?: string; readonly look?: NextDue },
  ): Promise<boolean>;

  /** Records when to look at an event again, unless it has been reschedules since that was worked out. */
  reschedule(event: EventId, look: NextDue): Promise<void>;

  /** Lists an event that cannot be read as due from `until`, if it is listed as due at all. */
  postpone(event: EventId, until: Instant): Promise<void>;

  /**
   * Changes a notice that is still as it was, `before`; with a notice `added` for somebody who had none, or had the one it
   * `replaces` and still has it as it was: all or nothing. `dueAt`, where something has become due by it, rearms the event.
   * @returns whether it was changed.
   */
  amend(
    event: EventId,
    before: Notice,
    after: Notice,
    also: { readonly added?: Notice; readonly replaces?: Notice; readonly dueAt?: Instant },
  ): Promise<boolean>;

  /** At most `limit` events with a notice that may be due, the longest due first; not quite as of this moment. */
  dueEvents(now: Instant, limit: number): Promise<readonly EventId[]>;

  /** The events of which nothing is pending and a notice has failed, come back or was unwanted. */
  eventsNeedingAttention(): Promise<readonly EventId[]>;

  /** The needs that the system must look at by now (`nextStepAt`), the one due longest first; not quite as of this moment. */
  dueNeeds(now: Instant): Promise<readonly Reference[]>;
}
