import { mostEntered, readsRegister, registerOf } from '../app/overview/register.ts';
import type { Entered } from '../app/overview/register.ts';
import type { Cards } from '../app/ports/cards.ts';
import type { Needs } from '../app/ports/needs.ts';
import { staffIn } from '../app/session/identity.ts';
import { isBlank } from '../domain/need/fields.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import type { Session } from '../domain/session/session.ts';
import type { Language } from '../domain/text.ts';
import { Day, dayOf } from '../domain/time/time.ts';
import type { Instant } from '../domain/time/time.ts';
import { byLabel, schoolName, statusLabel } from '../i18n/labels.ts';
import type { Locale } from '../i18n/locale.ts';
import { pageTextsFor } from '../i18n/pages.ts';
import type { PageTexts } from '../i18n/pages.ts';
import type { RegisterAnswer } from './contract.ts';
import { csv, wantsCsv } from './csv.ts';
import { json } from './http.ts';
import type { HttpEvent, HttpResponse } from './http.ts';
import { problemJson } from './problems.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly store: Cards & Pick<Needs, 'read' | 'readBefore'>;
}

type Row = RegisterAnswer['needs'][number];

/** GET /needs as the register: what came in, from whom, about what, and what became of it. */
export async function showRegister(
  { organisation, store }: Deps,
  event: HttpEvent,
  {
    session,
    language,
    now,
  }: {
    readonly session: Session;
    readonly language: Language;
    readonly now: Instant;
  },
): Promise<HttpResponse> {
  const { queryStringParameters: asked = {} } = event;
  const person = staffIn(organisation)(session.address);
  if (!readsRegister(organisation, person?.id)) return problemJson('not-yours', language);
  const t = pageTextsFor(language);
  const today = dayOf(now);
  const wrong = (['from', 'to'] as const).filter(
    (name) => !isBlank(asked[name]) && !Day.safeParse(asked[name]).success,
  );
  const refused = (errors: readonly { readonly field: string; readonly message: string }[]) =>
    problemJson('mistaken', language, { errors });
  if (wrong.length > 0)
    return refused(wrong.map((field) => ({ field, message: t(`search.mistake.${field}`) })));
  const from = Day.safeParse(asked['from']).data ?? (`${today.slice(0, 4)}-01-01` as Day);
  const to = Day.safeParse(asked['to']).data ?? today;
  const register = await registerOf(store, { from, to, now });
  if (register === 'too-many')
    return refused([{ field: 'from', message: t('register.tooMany', { most: mostEntered }) }]);
  const { entered, unreadable } = register;
  const rows = entered.map((one) => rowOf({ t, organisation }, one));
  if (!wantsCsv(event))
    return json(200, { needs: rows, unreadable: [...unreadable] } satisfies RegisterAnswer);
  return csv(`register-${from}-${to}`, [
    columns.map((column) => t(`register.column.${column}`)),
    ...rows.map((row) => columns.map((column) => cellOf(t, row, column))),
    ...unreadable.map((reference) => [reference, t('register.unreadable')]),
  ]);
}

const columns = [
  ...(['reference', 'received', 'from', 'school', 'title', 'incoming', 'status'] as const),
  ...(['decided', 'decidedBy', 'number', 'secrecy'] as const),
];

function rowOf(locale: Locale, { reference, need, received, from, incoming, decision }: Entered): Row {
  const { title, status, school, registry } = need;
  return {
    ...{ reference, received, title, status, incoming: [...incoming] },
    ...(from !== undefined && { from }),
    ...(school && { school: schoolName(locale, school) }),
    ...(decision && {
      decided: dayOf(decision.settled.at),
      decidedBy: decision.parts.map(({ by }) => byLabel(locale.t, by, [])),
    }),
    ...(registry && { number: registry.number }),
    secrecy: registry?.secrecy === true,
  };
}

function cellOf(t: PageTexts, row: Row, column: (typeof columns)[number]): string {
  if (column === 'secrecy') return t(row.secrecy ? 'register.yes' : 'register.no');
  if (column === 'status') return statusLabel(t, row.status);
  return [row[column] ?? []].flat().join(', ');
}
