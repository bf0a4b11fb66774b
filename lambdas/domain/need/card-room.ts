import type { GoalId } from '../organisation/ids.ts';

/** As JSON a card, of a need or of a piece of work, has at most so many bytes. */
const mostBytes = 1024;

/** How many more bytes fit on a card. */
export const roomOn = (card: object): number =>
  mostBytes - new TextEncoder().encode(JSON.stringify(card)).length;

/** A card with as much of its title as fits. */
export function cutToFit<Card extends { readonly title: string }>(card: Card): Card {
  const signs = Array.from(card.title);
  let cut = card;
  while (roomOn(cut) < 0 && signs.pop() !== undefined) cut = { ...card, title: `${signs.join('')}…` };
  return cut;
}

/** A card with the first of some goals that fit on it. */
export function withGoalsOn<Card extends object>(
  card: Card,
  goals: readonly GoalId[],
): Card & { readonly goals?: readonly GoalId[] } {
  if (goals.length === 0) return card;
  const full = { ...card, goals };
  return roomOn(full) >= 0 ? full : withGoalsOn(card, goals.slice(0, -1));
}
