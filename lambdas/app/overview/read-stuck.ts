import type { Card } from '../../domain/need/card.ts';
import type { EventId } from '../../domain/need/event-id.ts';
import { needOn } from '../../domain/need/make-card.ts';
import { waitingStatuses } from '../../domain/need/workflow.ts';
import { asksOf } from '../../domain/notice/asking.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { permissionsOf } from '../../domain/organisation/permissions.ts';
import { oversees } from '../../domain/overview/access.ts';
import { stuckIn } from '../../domain/overview/stuck.ts';
import type { Stuck, Unreached } from '../../domain/overview/stuck.ts';
import type { PersonId } from '../../domain/organisation/ids.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Day, Instant } from '../../domain/time/time.ts';
import { actorOf } from '../need/links.ts';
import type { Cards } from '../ports/cards.ts';
import type { Entry } from '../ports/need-file.ts';
import type { Needs } from '../ports/needs.ts';
import type { Outbox } from '../ports/outbox.ts';
import { isUnreadable } from '../ports/store.ts';
import { inTurns } from '../turns.ts';

/** So many events with mail that did not arrive are read, of each need the latest first. */
export const mostEventsRead = 50;

export type StuckStore = Cards & Pick<Needs, 'readEvent'> & Pick<Outbox, 'eventsNeedingAttention'>;

/** What is stuck, needs and work, and how many events with mail that did not arrive were left unread. */
export interface StuckList {
  readonly stuck: readonly Stuck[];
  readonly unread: number;
}

/**
 * What is stuck, for whoever oversees the model. It is two queries, and a read of each event whose mail did not arrive and
 * whose need waits for somebody, at most `mostEventsRead`.
 * @returns `never` where the list is not theirs to see
 */
export async function readStuck(
  { organisation, store }: { readonly organisation: Organisation; readonly store: StuckStore },
  reader: PersonId,
  now: Instant,
): Promise<StuckList | 'never'> {
  if (!oversees(organisation, reader)) return 'never';
  const today = dayOf(now);
  const [{ cards, work }, listed] = await Promise.all([store.openCards(), store.eventsNeedingAttention()]);
  const waiting = new Map(
    cards
      .filter(({ status }) => waitingStatuses.some((one) => one === status))
      .map((card) => [card.reference, card]),
  );
  const latestFirst = listed
    .filter(({ reference }) => waiting.has(reference))
    .toSorted((one, other) => other.version - one.version);
  const events = inTurns(latestFirst, ({ reference }) => reference);
  const read = await Promise.all(
    events.slice(0, mostEventsRead).map(async (event) => {
      const card = waiting.get(event.reference);
      const entry = card && (await readEntry(store, event));
      return card && entry ? unreachedIn(organisation, card, entry, today) : [];
    }),
  );
  return {
    stuck: stuckIn(organisation, [...cards, ...work], { today, reader, unreached: read.flat() }),
    unread: Math.max(0, events.length - mostEventsRead),
  };
}

/** An event; nothing where it is damaged, which is said where its need is read. */
async function readEntry(store: Pick<Needs, 'readEvent'>, event: EventId): Promise<Entry | undefined> {
  try {
    return await store.readEvent(event);
  } catch (fault) {
    if (isUnreadable(fault)) return undefined;
    throw fault;
  }
}

/** Mail about what a need asks now, that has not reached somebody for whom the need waits. */
function unreachedIn(
  organisation: Organisation,
  card: Card,
  { event, notices }: Entry,
  today: Day,
): readonly Unreached[] {
  if (event.at < card.since) return [];
  return notices.flatMap((notice): Unreached[] => {
    if (notice.state !== 'failed' && notice.state !== 'bounced') return [];
    const { to, settledAt } = notice;
    if (!asksOf(permissionsOf(organisation, needOn(card), actorOf(to), today), event)) return [];
    const reader = to === 'submitter' ? 'submitter' : 'staff';
    return [{ reference: card.reference, reader, since: dayOf(settledAt) }];
  });
}
