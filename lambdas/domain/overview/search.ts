import { foldedWords, isTelling, searchWords } from '../need/words.ts';
import type { Card } from '../need/card.ts';
import type { Status } from '../need/need.ts';
import type { AreaId, SchoolId } from '../organisation/ids.ts';
import { dayOf } from '../time/time.ts';
import type { Day } from '../time/time.ts';
import type { WorkState } from '../work/work.ts';
import type { AnyCard } from './any-card.ts';

/** The most characters of a question: nobody searches for more. */
export const longestQuestion = 200;

/** What is searched for: all of it must hold. */
export interface Query {
  /** A reference, or beginnings of words. */
  readonly q: string;
  readonly area?: AreaId | undefined;
  readonly school?: SchoolId | undefined;
  readonly status?: Status | WorkState | undefined;
  /** The first and the last day on which it came in, or got its status where that is not known. */
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
}

const wordsOn = (card: AnyCard) => ({
  title: foldedWords(card.title),
  rest: card.kind === 'need' ? (card.words ?? '').split(' ') : [],
});

const dayOn = (card: AnyCard): Day => (card.kind === 'need' && card.received) || dayOf(card.since);

/**
 * The cards that match, best first: the one with that reference, then those with every word in the title, then the latest. Where no
 * word is asked for they stand in the order in which they came in, the latest first.
 * A word matches the beginning of a word. Cards keep no function words but those of the title, so elsewhere they are not asked for.
 */
export function found(cards: readonly AnyCard[], query: Query): readonly AnyCard[] {
  const { q, area, school, status, from, to } = query;
  const asked = foldedWords(q);
  const telling = asked.filter(isTelling);
  const sought = telling.length > 0 ? telling : asked;
  const reference = q.trim().toUpperCase();
  const rankOf = (card: AnyCard): number | undefined => {
    if (area !== undefined && !card.areas.includes(area)) return undefined;
    if (school !== undefined && (card.kind === 'work' || card.school !== school)) return undefined;
    if (status !== undefined && card.status !== status) return undefined;
    if (card.reference === reference) return 0;
    const day = dayOn(card);
    if ((from !== undefined && day < from) || (to !== undefined && day > to)) return undefined;
    const { title, rest } = wordsOn(card);
    const begins = (words: readonly string[]) => (one: string) => words.some((word) => word.startsWith(one));
    if (asked.every(begins(title))) return 1;
    return sought.every(begins([...title, ...rest])) ? 2 : undefined;
  };
  return cards
    .flatMap((card) => {
      const rank = rankOf(card);
      return rank === undefined ? [] : [{ card, rank }];
    })
    .toSorted(
      (one, other) =>
        one.rank - other.rank ||
        (asked.length === 0 && dayOn(other.card).localeCompare(dayOn(one.card))) ||
        other.card.since.localeCompare(one.card.since),
    )
    .map(({ card }) => card);
}

/**
 * The needs most like one, by the words that they share; a word counts the more, the fewer of the cards have it (inverse
 * document frequency).
 * @param most so many at most
 */
export function similarTo(card: Card, cards: readonly AnyCard[], most = 5): readonly Card[] {
  const others = cards
    .filter((one) => one.kind === 'need')
    .filter(({ reference }) => reference !== card.reference)
    .map((one) => ({ card: one, words: tellingOn(one) }));
  const having = new Map<string, number>();
  for (const { words } of others) for (const word of words) having.set(word, (having.get(word) ?? 0) + 1);
  const own = [...tellingOn(card)];
  const weightOf = (word: string) => Math.log((1 + others.length) / (having.get(word) ?? 1));
  return others
    .map((other) => ({
      card: other.card,
      weight: own.filter((word) => other.words.has(word)).reduce((sum, word) => sum + weightOf(word), 0),
    }))
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight || other.card.since.localeCompare(one.card.since))
    .slice(0, most)
    .map((one) => one.card);
}

/* Letters alone are in many texts by chance: "sal B", "hus B". */
const tellingOn = ({ title, words }: Card): ReadonlySet<string> =>
  new Set(searchWords(title, words ?? '').filter((word) => word.length > 1));
