import type { EventId } from '../../domain/need/event-id.ts';
import type { Reference } from '../../domain/need/reference.ts';
import { noticesNeedingAttention, resent } from '../../domain/notice/notice.ts';
import type { NoticeNeedingAttention, Told } from '../../domain/notice/notice.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { MailServiceList } from '../ports/mail-service-list.ts';
import { isUnreadable } from '../ports/store.ts';
import type { NeedStore } from '../ports/store.ts';
import { entryAt } from '../need/history.ts';
import { addresseeOf, suppressedAs } from './addressee.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly store: NeedStore;
  readonly clock: Clock;
  /** Absent where the mail service has none. */
  readonly mailServiceList?: MailServiceList;
}

const endOfTime = '9999-12-31T23:59:59.999Z' as Instant;

/** The notices of all needs that need attention, also where others of the same event are still to be sent; and the needs that cannot be read. */
export const listNoticesNeedingAttention =
  ({ store }: Pick<Deps, 'store'>) =>
  async (): Promise<{
    readonly found: readonly NoticeNeedingAttention[];
    readonly unreadable: readonly Reference[];
  }> => {
    const events = [
      ...(await store.eventsNeedingAttention()),
      ...(await store.dueEvents(endOfTime, Infinity)),
    ];
    const told: Told[] = [];
    const unreadable = new Set<Reference>();
    for (const { reference, version } of events) {
      const event = { reference, version };
      try {
        const entry = await store.readEvent(event);
        if (entry) told.push({ ...event, notices: entry.notices });
      } catch (fault) {
        if (!isUnreadable(fault)) throw fault;
        unreadable.add(event.reference);
      }
    }
    const found = [...Map.groupBy(told, ({ reference }) => reference).values()].flatMap(
      noticesNeedingAttention,
    );
    return { found, unreadable: [...unreadable] };
  };

/**
 * Makes a notice due again as if it were new; the next sweep sends it. Its address is no longer suppressed, neither here nor at the mail
 * service.
 * @returns `false` when there is no such notice, or it is still to be sent.
 * @throws when its address cannot be taken off the service's list; the notice is then left as it was
 */
export const resendNotice =
  ({ organisation, store, clock, mailServiceList }: Deps) =>
  async ({ reference, version }: EventId, to: Recipient): Promise<boolean> => {
    const file = await store.read(reference);
    const entry = file && (await entryAt(store, file, version));
    const before = entry?.notices.find((notice) => notice.to === to);
    if (!file || !before || before.state === 'pending' || before.state === 'claimed') return false;
    const address = addresseeOf(organisation, file, to)?.email;
    if (address !== undefined) {
      await mailServiceList?.takeOff(address);
      for (const one of suppressedAs(to, address)) await store.allow(one);
    }
    const now = clock();
    return store.amend({ reference, version }, before, resent(before, now), { dueAt: now });
  };
