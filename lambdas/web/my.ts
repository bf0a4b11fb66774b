import type { AllSettings } from '../app/ports/all-settings.ts';
import type { Cards } from '../app/ports/cards.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { Sessions } from '../app/ports/sessions.ts';
import type { Submitters } from '../app/ports/submitters.ts';
import { changeDeputies } from '../app/organisation/name-deputy.ts';
import type { DeputyStore, DeputyAsked } from '../app/organisation/name-deputy.ts';
import { staffByAddress } from '../app/session/identity.ts';
import { mineOf } from '../app/session/mine.ts';
import { Rhythm } from '../domain/notice/rhythm.ts';
import { isBlank } from '../domain/need/fields.ts';
import { Reference } from '../domain/need/reference.ts';
import type { AddressHash } from '../domain/email-address.ts';
import { comingIn, mostDeputyDays, namingFor } from '../domain/organisation/deputies.ts';
import type { DeputyMistake, NamedDeputies } from '../domain/organisation/deputies.ts';
import { DepartmentId, PersonId } from '../domain/organisation/ids.ts';
import type { Organisation, Person } from '../domain/organisation/organisation.ts';
import type { Session } from '../domain/session/session.ts';
import { mostDaysOff, withReminder } from '../domain/session/settings.ts';
import type { Settings } from '../domain/session/settings.ts';
import type { Language } from '../domain/text.ts';
import type { Instant } from '../domain/time/time.ts';
import { Day, dayOf, daysAfter } from '../domain/time/time.ts';
import { formatDay } from '../i18n/index.ts';
import { pageTextsFor } from '../i18n/pages.ts';
import { languageIn } from './accept-language.ts';
import type { Values } from './body.ts';
import type { RequestTo } from './contract.ts';
import { formatOf, html, json, queryOf, seeOther } from './http.ts';
import type { HttpEvent, HttpResponse } from './http.ts';
import { myJson } from './my-json.ts';
import type { MyDeputies, MyView } from './my-json.ts';
import { myPage } from './pages/my-page.tsx';
import { namesSite, problemJson, refuse } from './problems.ts';
import { paths } from './routes.ts';
import { noSessionCookie } from './session-cookie.ts';
import { isTrapped } from './traps.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly store: Sessions & AllSettings & Cards & Submitters & DeputyStore;
  readonly clock: Clock;
}

/** Reads all that the page of whoever has an address shows, and who of the staff they are. */
async function readMine(
  { organisation, store }: Pick<Deps, 'organisation' | 'store'>,
  address: AddressHash,
  now: Instant,
): Promise<{ readonly view: MyView; readonly person: Person | undefined }> {
  const person = staffByAddress(organisation)(address);
  const mayName = person !== undefined && namingFor(organisation, person.id).length > 0;
  const [mine, sessions, settings, named] = await Promise.all([
    mineOf({ organisation, store }, { address, person }, now),
    store.sessionsOf(address),
    store.settingsOf([address]),
    mayName ? store.readDeputies() : undefined,
  ]);
  const view = {
    ...{ mine, sessions, settings: settings.get(address) ?? {} },
    ...(named && { deputies: deputiesOf(organisation, person, named, dayOf(now)) }),
  };
  return { view, person };
}

const deputiesOf = (
  organisation: Organisation,
  person: Person | undefined,
  named: NamedDeputies,
  today: Day,
): readonly MyDeputies[] =>
  (person ? namingFor(organisation, person.id) : []).map((department) => ({
    department,
    named: comingIn(named, department, today),
  }));

/** What somebody asks of their own page. */
type Asked =
  | { readonly kind: 'end'; readonly end: string }
  | { readonly kind: 'deputy'; readonly asked: (head: Person, now: Instant) => DeputyAsked }
  | { readonly kind: 'settings'; readonly change: (before: Settings) => Settings }
  | Mistaken;
interface Mistaken {
  readonly kind: 'mistaken';
  readonly field: string;
  readonly message: string;
}

/** GET /my: somebody's own page. */
export async function showMine(
  deps: Deps,
  event: RequestTo<'GET /min-sida' | 'GET /en/my-page'>,
  { session, language }: { readonly session: Session; readonly language: Language },
): Promise<HttpResponse> {
  const { organisation, baseUrl } = deps;
  const now = deps.clock();
  const { view, person } = await readMine(deps, session.address, now);
  if (formatOf(event) === 'json') return json(200, myJson(view, { organisation, language, now }));
  const remind = queryOf(event).remind;
  const shown = { organisation, baseUrl, ...view, person, current: session.id, now, remind };
  return html(200, myPage({ language, ...shown }), namesSite);
}

/** POST /my: ends sessions of whoever asks, chooses their rhythm, puts off a reminder, or names or ends a head's deputy. */
export const changeMine =
  (deps: Deps) =>
  async (event: HttpEvent, values: Values, session: Session): Promise<HttpResponse> => {
    const { organisation, baseUrl, store, clock } = deps;
    const site = { organisation, baseUrl };
    const language = languageIn(event, values);
    const now = clock();
    const { view, person } = await readMine(deps, session.address, now);
    const headsAny = organisation.departments.some(({ head }) => head === person?.id);
    if (asksForDeputy(values) && !headsAny) return refuse('not-yours', { event, site, language });
    const asked = askedIn(values, language, { today: dayOf(now), deputies: view.deputies ?? [] });
    const { sessions, settings } = view;
    const inJson = (changed: Partial<MyView>) =>
      json(200, myJson({ ...view, ...changed }, { organisation, language, now }));
    if (asked.kind === 'end') {
      const { left, isOwn } = await endSessions(store, { session, sessions }, asked.end);
      const answer =
        formatOf(event) === 'json'
          ? inJson({ sessions: left })
          : seeOther(`${baseUrl}${isOwn ? paths.form[language] : paths.my[language]}`);
      return isOwn
        ? {
            ...answer,
            headers: { ...answer.headers, 'clear-site-data': '"cache"' },
            cookies: [noSessionCookie(baseUrl)],
          }
        : answer;
    }
    const done = () => seeOther(`${baseUrl}${paths.my[language]}`);
    const mistaken = ({ field, message }: Omit<Mistaken, 'kind'>) => {
      if (formatOf(event) === 'json')
        return problemJson('mistaken', language, { errors: [{ field, message }] });
      const remind = typeof values['remind'] === 'string' ? values['remind'] : undefined;
      const shown = { language, ...site, ...view, person, current: session.id, now, remind };
      return html(422, myPage({ ...shown, mistake: message }), namesSite);
    };
    if (asked.kind === 'mistaken') return mistaken(asked);
    if (asked.kind === 'deputy') {
      const today = dayOf(now);
      const named = person
        ? await changeDeputies({ organisation, store, today }, asked.asked(person, now))
        : 'not-eligible';
      if (typeof named === 'string') return mistaken(deputyMistake(named, language));
      return formatOf(event) === 'json'
        ? inJson({ deputies: deputiesOf(organisation, person, named, today) })
        : done();
    }
    const after = asked.change(settings);
    await store.saveSettings(session.address, after);
    return formatOf(event) === 'json' ? inJson({ settings: after }) : done();
  };

const asksForDeputy = ({ deputy, endDeputy }: Values): boolean =>
  deputy !== undefined || endDeputy !== undefined;

/** What somebody asks. @param known the day, and the departments for which they may name deputies */
function askedIn(
  values: Values,
  language: Language,
  { today, deputies }: { readonly today: Day; readonly deputies: readonly MyDeputies[] },
): Asked {
  const t = pageTextsFor(language);
  const { end, rhythm, remind } = values;
  if (isTrapped(values)) return { kind: 'mistaken', field: 'end', message: t('mistake.problem.by-machine') };
  if (typeof end === 'string') return { kind: 'end', end };
  if (rhythm !== undefined) {
    const chosen = Rhythm.safeParse(rhythm).data;
    return chosen
      ? { kind: 'settings', change: (before) => ({ ...before, rhythm: chosen }) }
      : { kind: 'mistaken', field: 'rhythm', message: t('mistake.problem.not-an-option') };
  }
  if (asksForDeputy(values)) return deputyIn(values, language, deputies);
  if (remind === undefined) return { kind: 'mistaken', field: 'end', message: t('my.nothingAsked') };
  const { reference: need, date } = membersOf(remind) ?? { reference: remind, date: values['date'] };
  const reference = Reference.safeParse(typeof need === 'string' ? need.toUpperCase() : need).data;
  if (!reference) return { kind: 'mistaken', field: 'remind', message: t('my.noReference') };
  const day = Day.safeParse(date).data;
  const [first, last] = [daysAfter(today, 1), daysAfter(today, mostDaysOff)];
  return day && first <= day && day <= last
    ? { kind: 'settings', change: (before) => withReminder(before, reference, day, today) }
    : {
        kind: 'mistaken',
        field: 'date',
        message: t('my.wrongDay', { first: formatDay(language, first), last: formatDay(language, last) }),
      };
}

/** The members of an object in JSON; nothing of what is none. */
const membersOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;

/** What a head asks of deputies, for their one department where they name none. @param naming those for which they may name deputies */
function deputyIn(values: Values, language: Language, naming: readonly MyDeputies[]): Asked {
  const { deputy, endDeputy } = values;
  const said = deputy ?? endDeputy;
  const fields = membersOf(said) ?? { ...values, person: said };
  const [only, ...others] = naming;
  const person = PersonId.safeParse(fields['person']).data;
  const department = isBlank(fields['department'])
    ? others.length === 0
      ? only?.department.id
      : undefined
    : DepartmentId.safeParse(fields['department']).data;
  if (!person || !department) return deputyMistake('not-eligible', language);
  const [from, to] = [Day.safeParse(fields['from']).data, Day.safeParse(fields['to']).data];
  if (!from || (deputy !== undefined && !to)) return deputyMistake('wrong-period', language);
  return {
    kind: 'deputy',
    asked: ({ id: by }, at) =>
      to && deputy !== undefined
        ? { kind: 'name', deputy: { department, person, from, to, by, at } }
        : { kind: 'end', period: { department, person, from, by } },
  };
}

const deputyMistake = (kind: DeputyMistake, language: Language): Mistaken => {
  const t = pageTextsFor(language);
  return kind === 'not-eligible'
    ? { kind: 'mistaken', field: 'deputy', message: t('my.deputy.notEligible') }
    : {
        kind: 'mistaken',
        field: 'from',
        message: t('my.deputy.wrongPeriod', { days: mostDeputyDays }),
      };
};

/** Ends one session, or all. @returns which are left, and whether the asker's own has ended */
async function endSessions(
  store: Sessions,
  { session, sessions }: { readonly session: Session; readonly sessions: readonly Session[] },
  end: string,
): Promise<{ readonly left: readonly Session[]; readonly isOwn: boolean }> {
  const ended = sessions.filter(({ id }) => end === 'all' || end === id);
  for (const one of ended) await store.endSession(one);
  return {
    left: sessions.filter((one) => !ended.includes(one)),
    isOwn: ended.some(({ id }) => id === session.id),
  };
}
