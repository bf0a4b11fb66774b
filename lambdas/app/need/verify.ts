import type { Reference } from '../../domain/need/reference.ts';
import { monthAfter, monthOf } from '../../domain/time/time.ts';
import type { Instant, Month } from '../../domain/time/time.ts';
import type { CardList, Cards } from '../ports/cards.ts';
import type { Log } from '../ports/log.ts';
import type { Needs } from '../ports/needs.ts';
import { UnreadableNeed } from '../ports/store.ts';
import { isIntact } from './history.ts';

/** A store that also verifies each need it reads, and logs the one whose chain is broken. It gives the need all the same. */
export const verifyingStore = <Store extends Pick<Needs, 'read'>>(store: Store, log: Log): Store => ({
  ...store,
  async read(reference) {
    const file = await store.read(reference);
    if (file && !isIntact(file)) log('chain broken', { reference });
    return file;
  },
});

/** What is found of a need that is verified: `missing` where there is none. */
export type Finding = 'intact' | 'chain broken' | 'unreadable' | 'missing';

export async function verifyNeed(needs: Pick<Needs, 'read'>, reference: Reference): Promise<Finding> {
  try {
    const file = await needs.read(reference);
    if (!file) return 'missing';
    return isIntact(file) ? 'intact' : 'chain broken';
  } catch (fault) {
    if (fault instanceof UnreadableNeed) return 'unreadable';
    throw fault;
  }
}

/* No need is older than the system. */
const firstMonth = '2026-01' as Month;

/** The cards of all needs there are: those open or deferred, then those closed, month by month until `now`. */
export async function* allCards(cards: Cards, now: Instant): AsyncGenerator<CardList> {
  yield await cards.openCards();
  for (let month = firstMonth; month <= monthOf(now); month = monthAfter(month))
    yield await cards.closedCards(month);
}
