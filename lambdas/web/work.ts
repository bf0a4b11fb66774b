import { staffByAddress } from '../app/session/identity.ts';
import { changeWork, isIntactWork, noteWork } from '../app/work/note-work.ts';
import type { Noted } from '../app/work/note-work.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { Ids } from '../app/ports/ids.ts';
import { UnreadableRecord } from '../app/ports/store.ts';
import type { WorkFile, Works } from '../app/ports/works.ts';
import { Version } from '../domain/need/version.ts';
import type { FieldMistake } from '../domain/need/fields.ts';
import type { Organisation, Person } from '../domain/organisation/organisation.ts';
import { areasOf, headedBy, mayChangeWork, seesWork } from '../domain/overview/access.ts';
import type { Session } from '../domain/session/session.ts';
import type { Language } from '../domain/text.ts';
import { dayOf } from '../domain/time/time.ts';
import type { Day } from '../domain/time/time.ts';
import { WorkId } from '../domain/work/work.ts';
import type { Work } from '../domain/work/work.ts';
import { pageTextsFor } from '../i18n/pages.ts';
import { workMistake } from '../i18n/work-labels.ts';
import { languageIn, requestedLanguage } from './accept-language.ts';
import type { Values } from './body.ts';
import type { RequestTo, WorkAnswer, WorkChanged, WorkNoted } from './contract.ts';
import { formatOf, html, idIn, json, queryOf, seeOther } from './http.ts';
import type { HttpEvent, HttpResponse } from './http.ts';
import { workPage } from './pages/work-page.tsx';
import { namesSite, problemJson, refuse } from './problems.ts';
import { inLanguage, pathTo } from './routes.ts';
import { isTrapped } from './traps.ts';
import { changedIn } from './work-history.ts';
import { placeIn, readWork } from './work-request.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly store: Works;
  readonly clock: Clock;
}

const workAt = (baseUrl: string, id: string): string => `${baseUrl}${pathTo('/work/{id}', { id })}`;

const boardAt = (baseUrl: string, area: string, language: Language): string =>
  inLanguage(`${baseUrl}${pathTo('/areas/{id}', { id: area })}`, language);

/** The work with an id, for somebody who sees it. @throws UnreadableRecord where it is not as it was recorded */
async function readFor(
  { organisation, store }: Pick<Deps, 'organisation' | 'store'>,
  event: HttpEvent,
  person: Person | undefined,
  today: Day,
): Promise<WorkFile | undefined> {
  const id = WorkId.safeParse(idIn(event, 'id')).data;
  const file = id && person && (await store.readWork(id));
  if (!file || !seesWork(organisation, file.work, person.id, today)) return undefined;
  if (!isIntactWork(file)) throw new UnreadableRecord('chain broken');
  return file;
}

/** GET /work: the form where work is noted, filled in with what is likely. */
export function newWork(
  { organisation, baseUrl }: Omit<Deps, 'store' | 'clock'>,
  event: RequestTo<'GET /work'>,
  { session, key, today }: { readonly session: Session; readonly key: string; readonly today: Day },
): HttpResponse {
  const site = { organisation, baseUrl };
  const language = requestedLanguage(event);
  const person = staffByAddress(organisation)(session.address);
  const own = person ? areasOf(organisation, person.id, today) : [];
  if (!person || own.length === 0) return refuse('not-yours', { event, site, language });
  const asked = own.find(({ id }) => id === queryOf(event).area) ?? own[0];
  const [headed] = headedBy(organisation, person.id, today);
  const values = { area: asked?.id, responsible: headed, state: 'going', key };
  return html(200, workPage({ ...site, language, values }), namesSite);
}

/** GET /work/{id} */
export async function showWork(
  deps: Omit<Deps, 'clock'>,
  event: RequestTo<'GET /work/{id}'>,
  { session, today }: { readonly session: Session; readonly today: Day },
): Promise<HttpResponse> {
  const { organisation, baseUrl } = deps;
  const site = { organisation, baseUrl };
  const language = requestedLanguage(event);
  const person = staffByAddress(organisation)(session.address);
  const file = await readFor(deps, event, person, today);
  if (!file || !person) return refuse('not-found', { event, site, language });
  const isReadOnly = !mayChangeWork(organisation, file.work, person.id, today);
  return formatOf(event) === 'json'
    ? json(200, workJson(file))
    : html(200, workPage({ ...site, language, file, isReadOnly, values: file.work }), namesSite);
}

function workJson({ work, history }: WorkFile): WorkAnswer {
  const { id, version, title, area, responsible, state, plannedEnd, size, goals, note } = work;
  return {
    ...{ id, version, title, area, responsible, state },
    ...(plannedEnd && { plannedEnd }),
    ...(size && { size }),
    ...(goals && { goals: [...goals] }),
    ...(note && { note }),
    history: history.map(({ event }, index) => ({
      at: event.at,
      by: event.by.name,
      version: event.version,
      changed: [...changedIn(history, index)],
    })),
  };
}

/** POST /work and POST /work/{id}: notes work, or changes it. */
export const saveWork =
  ({ ids, ...deps }: Deps & { readonly ids: Ids }) =>
  async (event: HttpEvent, values: Values, session: Session): Promise<HttpResponse> => {
    const { organisation, baseUrl, clock } = deps;
    const site = { organisation, baseUrl };
    const language = languageIn(event, values);
    const today = dayOf(clock());
    const person = staffByAddress(organisation)(session.address);
    const isChange = event.pathParameters?.['id'] !== undefined;
    const file = isChange ? await readFor(deps, event, person, today) : undefined;
    if (isChange && !file) return refuse('not-found', { event, site, language });
    if (!person) return refuse('not-yours', { event, site, language });
    const shown = { event, site, language, values, file };
    if (isTrapped(values)) return mistaken(shown, [{ field: 'title', problem: 'by-machine' }]);
    const read = readWork(organisation, values, { today, before: file?.work });
    const version = file && Version.safeParse(values['version']).data;
    if ('mistakes' in read || (file && version === undefined)) {
      const mistakes = 'mistakes' in read ? read.mistakes : [];
      return refuseMistaken(shown, { mistakes, version }, (place) =>
        mayChangeWork(organisation, place, person.id, today),
      );
    }
    if (!file || version === undefined) {
      const key = typeof values['key'] === 'string' && values['key'] !== '' ? values['key'] : undefined;
      return answer(shown, await noteWork({ ...deps, ids })(read.content, person, key));
    }
    return answer(shown, await changeWork(deps)({ id: file.work.id, version }, read.content, person));
  };

interface Shown {
  readonly event: HttpEvent;
  readonly site: { readonly organisation: Organisation; readonly baseUrl: string };
  readonly language: Language;
  readonly values: Values;
  readonly file: WorkFile | undefined;
}

/** Refuses what has mistakes: as not theirs or as changed meanwhile, before the mistakes are named (docs/http.md, "Refusals"). */
function refuseMistaken(
  shown: Shown,
  { mistakes, version }: { readonly mistakes: readonly FieldMistake[]; readonly version: number | undefined },
  may: (place: Pick<Work, 'area' | 'responsible'>) => boolean,
): HttpResponse {
  const { site, values, file } = shown;
  const places = [file?.work, placeIn(site.organisation, values, file?.work)];
  if (!places.every((place) => !place || may(place))) return answer(shown, { kind: 'never' });
  if (!file) return mistaken(shown, mistakes);
  if (version === undefined) return mistaken(shown, [...mistakes, { field: 'version', problem: 'missing' }]);
  return version === file.work.version
    ? mistaken(shown, mistakes)
    : answer(shown, { kind: 'moved-on', work: file.work });
}

function mistaken(shown: Shown, found: readonly FieldMistake[]): HttpResponse {
  const { event, site, language, values, file } = shown;
  const t = pageTextsFor(language);
  const mistakes = found.map((mistake) => ({ field: mistake.field, message: workMistake(t, mistake) }));
  return formatOf(event) === 'json'
    ? problemJson('mistaken', language, { errors: mistakes })
    : html(422, workPage({ ...site, language, file, values, mistakes }), namesSite);
}

function answer(shown: Shown, noted: Noted): HttpResponse {
  const { event, site, language, values, file } = shown;
  const { baseUrl } = site;
  if (noted.kind === 'unknown') return refuse('not-found', { event, site, language });
  if (noted.kind === 'never') return refuse('not-yours', { event, site, language });
  const { work } = noted;
  if (noted.kind === 'moved-on') {
    const { state, version } = work;
    return formatOf(event) === 'json'
      ? problemJson('work-moved-on', language, { status: state, version })
      : html(
          409,
          workPage({ ...site, language, file, values: { ...values, version }, hasMovedOn: true }),
          namesSite,
        );
  }
  if (formatOf(event) === 'html') return seeOther(boardAt(baseUrl, work.area, language));
  return file
    ? json(200, { version: work.version } satisfies WorkChanged)
    : json(201, { id: work.id } satisfies WorkNoted, { location: workAt(baseUrl, work.id) });
}
