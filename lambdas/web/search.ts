import { mostFound, search } from '../app/overview/search.ts';
import type { Cards } from '../app/ports/cards.ts';
import type { Submitters } from '../app/ports/submitters.ts';
import { staffByAddress } from '../app/session/identity.ts';
import { isBlank } from '../domain/need/fields.ts';
import { statuses } from '../domain/need/workflow.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import { readsRegister } from '../domain/overview/access.ts';
import { longestQuestion } from '../domain/overview/search.ts';
import type { Query } from '../domain/overview/search.ts';
import type { Session } from '../domain/session/session.ts';
import type { Language } from '../domain/text.ts';
import { Day } from '../domain/time/time.ts';
import type { Instant } from '../domain/time/time.ts';
import { workStates } from '../domain/work/work.ts';
import { pageTextsFor } from '../i18n/pages.ts';
import { cardJson } from './card-json.ts';
import type { RequestTo, SearchAnswer } from './contract.ts';
import { formatOf, html, json, queryOf } from './http.ts';
import type { HttpResponse } from './http.ts';
import { searchPage } from './pages/search-page.tsx';
import { namesSite, problemJson } from './problems.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly store: Cards & Submitters;
}

interface Asked {
  readonly session: Session;
  readonly language: Language;
  readonly now: Instant;
}

/** GET /needs: the needs and the work that match, among those that its reader may see. */
export async function showSearch(
  { organisation, baseUrl, store }: Deps,
  event: RequestTo<'GET /needs'>,
  { session, language, now }: Asked,
): Promise<HttpResponse> {
  const asked = queryOf(event);
  const { query, wrong } = queryIn(organisation, asked);
  const t = pageTextsFor(language);
  const mistakes = wrong.map((field) => ({ field, message: t(`search.mistake.${field}`) }));
  const isJson = formatOf(event) === 'json';
  if (mistakes.length > 0 && isJson) return problemJson('mistaken', language, { errors: mistakes });
  const reader = { person: staffByAddress(organisation)(session.address), address: session.address };
  /* A page that is opened without a question asks it first. */
  const isAsked = mistakes.length === 0 && Object.keys(asked).some((name) => name !== 'language');
  const all = isJson || isAsked ? await search({ organisation, store }, reader, query, now) : [];
  const lines = all.slice(0, mostFound);
  if (isJson) return json(200, { cards: lines.map(({ card }) => cardJson(card)) } satisfies SearchAnswer);
  const shown = { organisation, baseUrl, language, values: asked, mistakes, isAsked };
  return html(
    mistakes.length > 0 ? 422 : 200,
    searchPage({
      ...{ ...shown, lines, isCut: all.length > mostFound, isStaff: reader.person !== undefined },
      ...(reader.person &&
        readsRegister(organisation, reader.person.id) && { register: { values: {}, mistakes: [] } }),
    }),
    namesSite,
  );
}

type FieldName = 'q' | 'area' | 'school' | 'status' | 'from' | 'to';

/** What an address asks for, and which of its fields say nothing that can be searched for. */
function queryIn(
  { areas, schools }: Organisation,
  asked: Readonly<Record<string, string | undefined>>,
): { readonly query: Query; readonly wrong: readonly FieldName[] } {
  const wrong: FieldName[] = [];
  const given = (name: FieldName) => (isBlank(asked[name]) ? undefined : asked[name]?.trim());
  const read = <Value>(name: FieldName, of: (text: string) => Value | undefined): Value | undefined => {
    const text = given(name);
    const value = text === undefined ? undefined : of(text);
    if (text !== undefined && value === undefined) wrong.push(name);
    return value;
  };
  const dayIn = (text: string) => Day.safeParse(text).data;
  const query = {
    q: read('q', (text) => (text.length <= longestQuestion ? text : undefined)) ?? '',
    area: read('area', (text) => areas.find(({ id }) => id === text)?.id),
    school: read('school', (text) => schools.find(({ id }) => id === text)?.id),
    status: read('status', (text) => [...statuses, ...workStates].find((one) => one === text)),
    from: read('from', dayIn),
    to: read('to', dayIn),
  };
  return { query, wrong };
}
