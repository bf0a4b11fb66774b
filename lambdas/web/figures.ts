import { staffByAddress } from '../app/session/identity.ts';
import type { AllFigures } from '../app/ports/all-figures.ts';
import { firstYear } from '../domain/need/closed.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import { oversees } from '../domain/overview/access.ts';
import type { Figures } from '../domain/overview/figures.ts';
import type { Session } from '../domain/session/session.ts';
import type { Language } from '../domain/text.ts';
import { dayOf } from '../domain/time/time.ts';
import type { Instant } from '../domain/time/time.ts';
import { pageTextsFor } from '../i18n/pages.ts';
import type { FiguresAnswer, RequestTo } from './contract.ts';
import { csv, wantsCsv } from './csv.ts';
import { figuresRows } from './figures-rows.ts';
import { formatOf, html, json, queryOf } from './http.ts';
import type { HttpResponse } from './http.ts';
import { figuresPage } from './pages/figures-page.tsx';
import { namesSite, problemJson, refuse } from './problems.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly store: Pick<AllFigures, 'readFigures'>;
}

/** GET /figures: what was counted of a year, for whoever oversees the model. */
export async function showFigures(
  { organisation, baseUrl, store }: Deps,
  event: RequestTo<'GET /figures'>,
  {
    session,
    language,
    now,
  }: { readonly session: Session; readonly language: Language; readonly now: Instant },
): Promise<HttpResponse> {
  const site = { organisation, baseUrl };
  const person = staffByAddress(organisation)(session.address);
  if (!person || !oversees(organisation, person.id)) return refuse('not-yours', { event, site, language });
  const thisYear = Number(dayOf(now).slice(0, 4));
  const year = yearAsked(queryOf(event).year, thisYear);
  if (year === undefined) {
    const message = pageTextsFor(language)('figures.wrongYear', { first: firstYear, last: thisYear });
    return formatOf(event) === 'json'
      ? problemJson('mistaken', language, { errors: [{ field: 'year', message }] })
      : html(
          422,
          figuresPage({ ...site, language, thisYear, year: thisYear, mistake: message, figures: undefined }),
          namesSite,
        );
  }
  const figures = await store.readFigures(year);
  if (wantsCsv(event)) return csv(`figures-${year}`, figuresRows({ organisation, language }, figures));
  if (formatOf(event) === 'json') return json(200, figures ? figuresJson(figures) : { year });
  return html(200, figuresPage({ ...site, language, thisYear, year, figures }), namesSite);
}

/** The year that an address names, this one where it names none; nothing where there can be no figures for it. */
function yearAsked(asked: string | undefined, thisYear: number): number | undefined {
  if (asked === undefined || asked === '') return thisYear;
  const year = /^\d{4}$/.test(asked) ? Number(asked) : NaN;
  return firstYear <= year && year <= thisYear ? year : undefined;
}

const figuresJson = ({ v: _form, ...figures }: Figures): FiguresAnswer => figures;
