import { readRegister } from '../app/overview/register.ts';
import type { Registered } from '../app/overview/register.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { Cards } from '../app/ports/cards.ts';
import type { Needs } from '../app/ports/needs.ts';
import { staffByAddress } from '../app/session/identity.ts';
import { isBlank } from '../domain/need/fields.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import { readsRegister } from '../domain/overview/access.ts';
import type { Session } from '../domain/session/session.ts';
import type { Language } from '../domain/text.ts';
import { Day, dayOf } from '../domain/time/time.ts';
import type { Instant } from '../domain/time/time.ts';
import { byLabel, schoolName, statusLabel } from '../i18n/labels.ts';
import { pageLocaleFor } from '../i18n/pages.ts';
import type { PageLocale, PageTexts } from '../i18n/pages.ts';
import type { RegisterAnswer, RequestTo } from './contract.ts';
import { csv, wantsCsv } from './csv.ts';
import { fitsAnswer, formatOf, html, json, queryOf } from './http.ts';
import type { HttpEvent, HttpResponse } from './http.ts';
import type { DayMistake } from './pages/register-form.tsx';
import { searchPage } from './pages/search-page.tsx';
import { namesSite, problemJson, refuse } from './problems.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly store: Cards;
  readonly needs: Pick<Needs, 'read' | 'readBefore'>;
  readonly clock: Clock;
}

interface Asked {
  readonly session: Session;
  readonly language: Language;
  readonly now: Instant;
}

/* In milliseconds. An answer has ten seconds, and is to be written too. */
const mostTime = 7_000;

/** GET /needs as CSV, or with register=yes: the register of the needs that came in between two days. */
export async function showRegister(
  { organisation, baseUrl, store, needs, clock }: Deps,
  event: RequestTo<'GET /needs'>,
  { session, language, now }: Asked,
): Promise<HttpResponse> {
  const site = { organisation, baseUrl };
  const person = staffByAddress(organisation)(session.address);
  if (!person || !readsRegister(organisation, person.id))
    return refuse('not-yours', { event, site, language });
  const asked = queryOf(event);
  const locale = pageLocaleFor(language, organisation);
  const { t } = locale;
  const refused = (mistakes: readonly DayMistake[]): HttpResponse => {
    if (formatOf(event) === 'json') return problemJson('mistaken', language, { errors: mistakes });
    const nothing = { values: {}, mistakes: [], isAsked: false, lines: [], isCut: false, isStaff: true };
    const register = { values: asked, mistakes };
    return html(422, searchPage({ ...site, ...nothing, language, register }), namesSite);
  };

  const { from, to, wrong } = daysIn(asked, dayOf(now));
  if (wrong.length > 0)
    return refused(wrong.map((field) => ({ field, message: t(`search.mistake.${field}`) })));
  const hasTime = () => Date.parse(clock()) - Date.parse(now) < mostTime;
  const rows = await readRegister({ organisation, store, needs, hasTime }, person.id, { from, to }, now);
  if (rows !== 'too-many') {
    const answer = isJson(event)
      ? json(200, { from, to, needs: rows.map((one) => rowJson(t, one)) } satisfies RegisterAnswer)
      : csv(`register-${from}-${to}`, [
          columns.map((name) => t(`register.column.${name}`)),
          ...rows.map((one) => cellsOf(locale, one)),
        ]);
    if (fitsAnswer(answer)) return answer;
  }
  return refused([{ field: 'from', message: t('register.tooMany') }]);
}

/* A browser that sends the form gets the file too. */
const isJson = (event: HttpEvent<'format'>): boolean => formatOf(event) === 'json' && !wantsCsv(event);

/** The days between which what is asked for came in: this year until today, unless said. */
function daysIn(asked: Readonly<Record<string, string | undefined>>, today: Day) {
  const firstOfYear = `${today.slice(0, 4)}-01-01` as Day;
  const read = (name: 'from' | 'to', otherwise: Day) =>
    isBlank(asked[name]) ? otherwise : Day.safeParse(asked[name]?.trim()).data;
  const [from, to] = [read('from', firstOfYear), read('to', today)];
  const wrong = [from ? [] : ['from' as const], to ? [] : ['to' as const]].flat();
  return { from: from ?? firstOfYear, to: to ?? today, wrong };
}

function rowJson(t: PageTexts, row: Registered): RegisterAnswer['needs'][number] {
  if ('isUnreadable' in row) return { reference: row.reference, unreadable: true };
  const { incoming, decided, ...rest } = row;
  return {
    ...rest,
    incoming: [...incoming],
    ...(decided && { decided: { on: decided.on, by: decided.by.map((by) => byLabel(t, by, [])) } }),
  };
}

const columns = [
  'reference',
  'received',
  'name',
  'school',
  'title',
  'incoming',
  'status',
  'decided',
  'decidedBy',
  'number',
  'secrecy',
] as const;

function cellsOf(locale: PageLocale, row: Registered): readonly string[] {
  const { t } = locale;
  const said: Readonly<Partial<Record<(typeof columns)[number], string | undefined>>> =
    'isUnreadable' in row
      ? { reference: row.reference, title: t('register.unreadable') }
      : {
          ...{ reference: row.reference, received: row.received, name: row.name, title: row.title },
          ...{ number: row.number, incoming: row.incoming.join(' ') },
          school: row.school && schoolName(locale, row.school),
          status: statusLabel(t, row.status),
          decided: row.decided?.on,
          decidedBy: row.decided?.by.map((by) => byLabel(t, by, [])).join('; '),
          secrecy: row.secrecy === undefined ? undefined : t(`option.secrecy.${row.secrecy ? 'yes' : 'no'}`),
        };
  return columns.map((name) => said[name] ?? '');
}
