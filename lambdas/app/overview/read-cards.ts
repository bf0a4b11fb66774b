import { monthsFrom } from '../../domain/time/time.ts';
import type { Day, Month } from '../../domain/time/time.ts';
import type { AnyCard } from '../../domain/overview/any-card.ts';
import type { CardList, Cards } from '../ports/cards.ts';

export const linesIn = ({ cards, work }: CardList): readonly AnyCard[] => [...cards, ...work];

/* So many months are read side by side. */
const atOnce = 8;

/** The cards of all that is open, and of what was closed from a day to a later one. */
export async function cardsSince(store: Cards, from: Day, to: Day): Promise<readonly CardList[]> {
  const open = store.openCards();
  const months = monthsFrom(from.slice(0, 7) as Month, to.slice(0, 7) as Month);
  const closed: CardList[] = [];
  for (let first = 0; first < months.length; first += atOnce)
    closed.push(
      ...(await Promise.all(months.slice(first, first + atOnce).map((month) => store.closedCards(month)))),
    );
  return [await open, ...closed];
}
