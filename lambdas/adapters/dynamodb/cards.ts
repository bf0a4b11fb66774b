import type { Cards, CardList } from '../../app/ports/cards.ts';
import { Card } from '../../domain/need/card.ts';
import type { Reference } from '../../domain/need/reference.ts';
import { keyOf, partitionOf, referenceOf } from './keys.ts';
import type { Item } from './keys.ts';
import { query } from './query.ts';
import { cardKeys, indexes, sortKeys } from './schema.ts';
import { readAll } from './table.ts';
import type { Table } from './table.ts';

const { cards: index } = indexes;

export const cardsIn = (table: Table): Cards => ({
  async openCards() {
    return listOf(await query(table, { index, value: cardKeys.open }));
  },

  async cardsOf(references) {
    const keys = references.map((reference) => keyOf(partitionOf(reference), sortKeys.need));
    return (await readAll(table, keys)).flatMap((item) => cardIn(item) ?? []);
  },

  async closedCards(month) {
    return listOf(await query(table, { index, value: cardKeys.closed(month) }));
  },
});

function listOf(items: readonly Item[]): CardList {
  const cards: Card[] = [];
  const unreadable: Reference[] = [];
  for (const item of items) {
    const card = cardIn(item);
    const reference = referenceOf(item);
    if (card) cards.push(card);
    else if (reference) unreadable.push(reference);
  }
  return { cards, unreadable };
}

function cardIn(item: Item): Card | undefined {
  try {
    return Card.parse(JSON.parse(item[index.projects]?.S ?? ''));
  } catch {
    return undefined;
  }
}
