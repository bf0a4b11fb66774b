import type { AreaId, PersonId } from '../../domain/organisation/ids.ts';
import type { Area, Organisation } from '../../domain/organisation/organisation.ts';
import { boardsOf, seesAll, seesCard } from '../../domain/overview/access.ts';
import type { AnyCard } from '../../domain/overview/any-card.ts';
import { boardOf, daysDone } from '../../domain/overview/board.ts';
import type { Board, Filter } from '../../domain/overview/board.ts';
import { dayOf, daysAfter, monthOf, monthsFrom } from '../../domain/time/time.ts';
import type { Instant, Month } from '../../domain/time/time.ts';
import type { CardList, Cards } from '../ports/cards.ts';

/** A board, and what its reader may look at besides. */
export interface ShownBoard {
  readonly board: Board;
  /** The area it is of, or none where it is of all. */
  readonly area: Area | undefined;
  /** The areas whose boards its reader sees; whether that is all of them. */
  readonly areas: readonly Area[];
  readonly isAll: boolean;
}

/**
 * The board of one area, or of all that its reader sees. It is read in at most five calls: two pages of what is open for up to a
 * thousand, and the three months that thirty days can touch, all at once.
 * @returns `never` where the board is not theirs to see
 */
export async function readBoard(
  { organisation, store }: { readonly organisation: Organisation; readonly store: Cards },
  person: PersonId,
  {
    areaId,
    filter,
    now,
  }: { readonly areaId: AreaId | undefined; readonly filter: Filter; readonly now: Instant },
): Promise<ShownBoard | 'never'> {
  const today = dayOf(now);
  const areas = boardsOf(organisation, person, today);
  const area = areas.find(({ id }) => id === areaId);
  if (areas.length === 0 || (areaId !== undefined && !area)) return 'never';
  const [open, ...closed] = await Promise.all([
    store.openCards(),
    ...monthsFrom(daysAfter(today, -daysDone).slice(0, 7) as Month, monthOf(now)).map((month) =>
      store.closedCards(month),
    ),
  ]);
  const cards = [open, ...closed]
    .flatMap(linesIn)
    .filter((card) => seesCard(organisation, card, person, today));
  const board = boardOf(organisation, { cards, open: linesIn(open), today }, { ...filter, area: area?.id });
  return { board, area, areas, isAll: seesAll(organisation, person) };
}

const linesIn = ({ cards, work }: CardList): readonly AnyCard[] => [...cards, ...work];
