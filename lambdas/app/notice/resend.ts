import type { Organisation } from '../../domain/organisation/organisation.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import { resent } from './substitutes.ts';
import { needsAttention } from '../../domain/notice/notice.ts';
import { UnreadableNeed } from '../ports/store.ts';
import type { Clock } from '../ports/clock.ts';
import type { EventId } from '../../domain/need/event-id.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { NeedFile } from '../ports/need-file.ts';
import type { NeedStore } from '../ports/store.ts';
import type { Notice } from '../../domain/notice/notice.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly store: NeedStore;
  readonly clock: Clock;
}

/** A notice that has not reached its person, or was unwanted. */
export interface NoticeNeedingAttention extends EventId {
  readonly notice: Notice;
  /** The latest event that the same person has not been told of, where that is not this one. */
  readonly supersededBy?: number;
}

/** What somebody has not been told about a need. */
export function noticesNeedingAttention({
  need: { reference },
  history,
}: NeedFile): readonly NoticeNeedingAttention[] {
  const found = history.flatMap(({ notices }, index) =>
    notices.filter(needsAttention).map((notice) => ({ reference, version: index + 1, notice })),
  );
  return found.map((one) => {
    const last = found.findLast(({ notice }) => notice.to === one.notice.to);
    return last && last !== one ? { ...one, supersededBy: last.version } : one;
  });
}

/* Of what is still to be sent, however late it is due. */
const ever = '9999-12-31T23:59:59.999Z' as Instant;

/** The same of all needs, and which needs cannot be read. */
export const listNoticesNeedingAttention =
  ({ store }: Pick<Deps, 'store'>) =>
  async (): Promise<{
    readonly found: readonly NoticeNeedingAttention[];
    readonly unreadable: readonly Reference[];
  }> => {
    const events = [...(await store.eventsNeedingAttention()), ...(await store.dueEvents(ever, Infinity))];
    const found: NoticeNeedingAttention[] = [];
    const unreadable: Reference[] = [];
    for (const reference of new Set(events.map((event) => event.reference))) {
      try {
        const file = await store.read(reference);
        if (file) found.push(...noticesNeedingAttention(file));
      } catch (fault) {
        if (!(fault instanceof UnreadableNeed)) throw fault;
        unreadable.push(reference);
      }
    }
    return { found, unreadable };
  };

/**
 * Makes a notice due again as if it had never been tried; the next sweep sends it. Mail to its address is taken up again.
 * @returns `false` when there is no such notice, or it is on its way already.
 */
export const resendNotice =
  ({ organisation, store, clock }: Deps) =>
  async ({ reference, version }: EventId, to: Recipient): Promise<boolean> => {
    const file = await store.read(reference);
    const before = file?.history[version - 1]?.notices.find((notice) => notice.to === to);
    if (!file || !before || before.state === 'pending') return false;
    const address = to === 'submitter' ? file.contact?.email : personIn(organisation, to)?.email;
    if (address !== undefined) await store.allow(address);
    const now = clock();
    return store.amend({ reference, version }, before, resent(before, now), { dueAt: now });
  };
