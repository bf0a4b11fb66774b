import { firstYear } from '../../domain/need/closed.ts';
import type { Reference } from '../../domain/need/reference.ts';
import { monthOf, monthsFrom } from '../../domain/time/time.ts';
import type { Instant, Month } from '../../domain/time/time.ts';
import type { CardList, Cards } from '../ports/cards.ts';
import type { Log } from '../ports/log.ts';
import type { Needs } from '../ports/needs.ts';
import { isUnreadable, UnreadableRecord } from '../ports/store.ts';
import { wholeEvents } from '../ports/need-file.ts';
import { isNeedChain, isIntactNeed } from './history.ts';

/**
 * A store that gives only needs that are as they were recorded: one that is damaged is logged and not returned.
 * Its `read` throws UnreadableRecord also when the chain is broken, and logs that.
 */
export const verifyingStore = <Store extends Pick<Needs, 'read'>>(store: Store, log: Log): Store => ({
  ...store,
  async read(reference) {
    const file = await store.read(reference);
    if (!file || isIntactNeed(file)) return file;
    log('chain broken', { reference });
    throw new UnreadableRecord('chain broken');
  },
});

/** What is found of a need that is verified: `missing` where there is none. */
export type Verification = 'intact' | 'chain broken' | 'unreadable' | 'missing';

/** Verifies a need from its latest event to its first, a part at a time. */
export async function verifyNeed(
  needs: Pick<Needs, 'read' | 'readBefore'>,
  reference: Reference,
): Promise<Verification> {
  try {
    const file = await needs.read(reference);
    if (!file) return 'missing';
    if (!isIntactNeed(file)) return 'chain broken';
    for (let first = file.history[0]; first && first.event.version > 1;) {
      const earlier = await needs.readBefore(first.event, wholeEvents);
      if (earlier.length === 0 || !isNeedChain(reference, [...earlier, first], file.submission))
        return 'chain broken';
      [first] = earlier;
    }
    return 'intact';
  } catch (fault) {
    if (isUnreadable(fault)) return 'unreadable';
    throw fault;
  }
}

const firstMonth = `${firstYear}-01` as Month;

/** The cards of all needs there are: those open or deferred, then those closed, month by month until `now`. */
export async function* allCards(cards: Cards, now: Instant): AsyncGenerator<CardList> {
  yield await cards.openCards();
  for (const month of monthsFrom(firstMonth, monthOf(now))) yield await cards.closedCards(month);
}
