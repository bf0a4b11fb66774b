import type { Cards, CardList } from '../../app/ports/cards.ts';
import type { ListedCard } from '../../domain/overview/any-card.ts';
import { keyOf, partitionOf, referenceOf } from './keys.ts';
import type { Item } from './keys.ts';
import { query } from './query.ts';
import { cardKeys, indexes, sortKeys } from './schema.ts';
import { readAll } from './table.ts';
import type { Table } from './table.ts';

const { cards: index } = indexes;

/** Reads a stored card. @throws where it is of a form that this code does not know */
export type ReadCard = (stored: unknown) => ListedCard;

/** @param readCard given, so that a function that shows no cards does not build their schema when it starts */
export const cardsIn = (table: Table, readCard: ReadCard): Cards => ({
  async openCards() {
    return cardListOf(await query(table, { index, value: cardKeys.open }), readCard);
  },

  async cardsOf(references) {
    const keys = [...new Set(references)].map((reference) => keyOf(partitionOf(reference), sortKeys.need));
    return (await readAll(table, keys)).flatMap((item) => {
      const card = cardIn(item, readCard);
      return card?.kind === 'need' ? [card] : [];
    });
  },

  async closedCards(month) {
    return cardListOf(await query(table, { index, value: cardKeys.closed(month) }), readCard);
  },
});

function cardListOf(items: readonly Item[], readCard: ReadCard): CardList {
  const read = items.map((item) => ({ item, card: cardIn(item, readCard) }));
  const of = <Kind extends ListedCard['kind']>(kind: Kind) =>
    read.flatMap(({ card }) => (card?.kind === kind ? [card as Extract<ListedCard, { kind: Kind }>] : []));
  return {
    cards: of('need'),
    work: of('work'),
    meetings: of('meeting'),
    agreed: of('agreed'),
    unreadable: read.flatMap(({ item, card }) => (card ? [] : (referenceOf(item) ?? []))),
  };
}

function cardIn(item: Item, readCard: ReadCard): ListedCard | undefined {
  try {
    return readCard(JSON.parse(item[index.projects]?.S ?? ''));
  } catch {
    return undefined;
  }
}
