import { seesMeeting } from '../../domain/meeting/access.ts';
import type { MeetingCard } from '../../domain/meeting/card.ts';
import type { AreaId, PersonId } from '../../domain/organisation/ids.ts';
import type { Area, Organisation } from '../../domain/organisation/organisation.ts';
import { areasOf, boardsOf, seesAll, seesCard } from '../../domain/overview/access.ts';
import { boardOf, daysDone } from '../../domain/overview/board.ts';
import type { Board, Filter } from '../../domain/overview/board.ts';
import { dayOf, daysAfter } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { Cards } from '../ports/cards.ts';
import { cardsSince, linesIn } from './read-cards.ts';

/** A board, and what its reader may look at besides. */
export interface ShownBoard {
  readonly board: Board;
  /** The area it is of, or none where it is of all. */
  readonly area: Area | undefined;
  /** The areas whose boards its reader sees; whether that is all of them. */
  readonly areas: readonly Area[];
  readonly isAll: boolean;
  /** The planned meetings of its area, or of all, that its reader sees, the next first. */
  readonly meetings: readonly MeetingCard[];
  /** Whether they may note work in some area. */
  readonly mayNoteWork: boolean;
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
  const lists = await cardsSince(store, daysAfter(today, -daysDone), today);
  const cards = lists.flatMap(linesIn).filter((card) => seesCard(organisation, card, person, today));
  const board = boardOf(
    organisation,
    { cards, open: lists.slice(0, 1).flatMap(linesIn), today },
    { ...filter, area: area?.id },
  );
  const meetings = lists
    .flatMap((list) => list.meetings)
    .filter(({ state }) => state === 'planned')
    .filter((card) => area === undefined || card.area === area.id)
    .filter((card) => seesMeeting(organisation, { ...card, kind: card.of }, person, today))
    .toSorted((one, other) => one.at.localeCompare(other.at));
  const mayNoteWork = areasOf(organisation, person, today).length > 0;
  return { board, area, areas, isAll: seesAll(organisation, person), mayNoteWork, meetings };
}
