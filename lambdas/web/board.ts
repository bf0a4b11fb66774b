import { staffByAddress } from '../app/session/identity.ts';
import { readBoard } from '../app/overview/read-board.ts';
import type { Cards } from '../app/ports/cards.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import type { Filter } from '../domain/overview/board.ts';
import type { Session } from '../domain/session/session.ts';
import type { Language } from '../domain/text.ts';
import type { Instant } from '../domain/time/time.ts';
import { cardJson } from './card-json.ts';
import type { BoardAnswer, RequestTo } from './contract.ts';
import { formatOf, html, json, queryOf } from './http.ts';
import type { HttpResponse } from './http.ts';
import { boardPage } from './pages/board-page.tsx';
import { namesSite, refuse } from './problems.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly store: Cards;
}

/** GET /areas and GET /areas/{id}: the board of all areas, or of one. */
export async function showBoard(
  { organisation, baseUrl, store }: Deps,
  event: RequestTo<'GET /areas' | 'GET /areas/{id}'>,
  {
    session,
    language,
    now,
  }: { readonly session: Session; readonly language: Language; readonly now: Instant },
): Promise<HttpResponse> {
  const site = { organisation, baseUrl };
  const id = event.pathParameters?.['id'];
  const areaId = organisation.areas.find((area) => area.id === id)?.id;
  if (id !== undefined && areaId === undefined) return refuse('not-found', { event, site, language });
  const person = staffByAddress(organisation)(session.address);
  const filter = filterIn(organisation, queryOf(event));
  const shown = person && (await readBoard({ organisation, store }, person.id, { areaId, filter, now }));
  if (!shown || shown === 'never') return refuse('not-yours', { event, site, language });
  if (formatOf(event) === 'html')
    return html(200, boardPage({ ...shown, ...site, filter, language, now }), namesSite);
  const { area, board } = shown;
  const answer: BoardAnswer = {
    ...(area && { area: { id: area.id, name: area.name[language] } }),
    columns: board.columns.map(({ name, lines }) => ({
      name,
      cards: lines.map(({ card, waitingDays }) => cardJson(card, waitingDays)),
    })),
    load: board.load.map(({ department, count, sizes }) => ({ department, count, sizes: { ...sizes } })),
  };
  return json(200, answer);
}

type Narrowing = 'department' | 'school' | 'goal';

/** What an address narrows a board to. What names nothing that there is narrows nothing. */
function filterIn(
  { departments, schools, goals }: Organisation,
  asked: Readonly<Record<Narrowing | 'overdue', string | undefined>>,
): Omit<Filter, 'area'> {
  const named = <Id extends string>(members: readonly { readonly id: Id }[], name: Narrowing) =>
    members.find(({ id }) => id === asked[name])?.id;
  return {
    department: named(departments, 'department'),
    school: named(schools, 'school'),
    goal: named(goals, 'goal'),
    late: asked.overdue === 'yes',
  };
}
