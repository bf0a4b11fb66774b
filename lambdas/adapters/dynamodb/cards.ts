import type { Cards, CardList } from '../../app/ports/cards.ts';
import type { Card } from '../../domain/need/card.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { WorkCard } from '../../domain/work/card.ts';
import { keyOf, partitionOf, referenceOf } from './keys.ts';
import type { Item } from './keys.ts';
import { query } from './query.ts';
import { cardKeys, indexes, sortKeys } from './schema.ts';
import { readAll } from './table.ts';
import type { Table } from './table.ts';

const { cards: index } = indexes;

/** Reads a stored card. @throws where it is of a form that this code does not know */
export type ReadCard = (stored: unknown) => Card | WorkCard;

/** @param readCard given, so that a function that shows no cards does not build their schema when it starts */
export const cardsIn = (table: Table, readCard: ReadCard): Cards => ({
  async openCards() {
    return listOf(await query(table, { index, value: cardKeys.open }), readCard);
  },

  async cardsOf(references) {
    const keys = references.map((reference) => keyOf(partitionOf(reference), sortKeys.need));
    return (await readAll(table, keys)).flatMap((item) => {
      const card = cardIn(item, readCard);
      return card?.kind === 'need' ? [card] : [];
    });
  },

  async closedCards(month) {
    return listOf(await query(table, { index, value: cardKeys.closed(month) }), readCard);
  },
});

function listOf(items: readonly Item[], readCard: ReadCard): CardList {
  const cards: Card[] = [];
  const work: WorkCard[] = [];
  const unreadable: Reference[] = [];
  for (const item of items) {
    const card = cardIn(item, readCard);
    const reference = referenceOf(item);
    if (card?.kind === 'need') cards.push(card);
    else if (card) work.push(card);
    else if (reference) unreadable.push(reference);
  }
  return { cards, work, unreadable };
}

function cardIn(item: Item, readCard: ReadCard): Card | WorkCard | undefined {
  try {
    return readCard(JSON.parse(item[index.projects]?.S ?? ''));
  } catch {
    return undefined;
  }
}
