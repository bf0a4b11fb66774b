import type { AllSettings } from '../app/ports/all-settings.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { Sessions } from '../app/ports/sessions.ts';
import { sessionOf } from '../app/session/session.ts';
import { Rhythm } from '../domain/notice/rhythm.ts';
import { Reference } from '../domain/need/reference.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import type { Session } from '../domain/session/session.ts';
import { mostDaysOff, withReminder } from '../domain/session/settings.ts';
import type { Settings } from '../domain/session/settings.ts';
import { Language } from '../domain/text.ts';
import { Day, dayOf, daysAfter } from '../domain/time/time.ts';
import { formatDay, textsFor } from '../i18n/index.ts';
import { languageOf } from './accept-language.ts';
import type { Values } from './body.ts';
import { formatOf, html, json, seeOther } from './http.ts';
import type { HttpEvent, HttpResponse } from './http.ts';
import { liveFirst, myJson } from './my-json.ts';
import { myPage } from './pages/my-page.tsx';
import { namesSite, problemJson, refuseWithoutSession } from './problems.ts';
import { paths } from './routes.ts';
import { noSessionCookie, sessionTokenIn } from './session-cookie.ts';
import { isTrapped } from './traps.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly store: Sessions & AllSettings;
  readonly clock: Clock;
}

/** What somebody asks of their own page. */
type Asked =
  | { readonly kind: 'end'; readonly end: string }
  | { readonly kind: 'settings'; readonly change: (before: Settings) => Settings }
  | { readonly kind: 'mistaken'; readonly field: string; readonly message: string };

/** POST /my: ends sessions of whoever asks, chooses their rhythm, or puts off a reminder. */
export const changeMine =
  (deps: Deps) =>
  async (event: HttpEvent, values: Values): Promise<HttpResponse> => {
    const { organisation, baseUrl, store, clock } = deps;
    const site = { organisation, baseUrl };
    const language = Language.safeParse(values['language']).data ?? languageOf(event);
    const now = clock();
    const session = await sessionOf(store, sessionTokenIn(event, baseUrl), now);
    if (!session) return refuseWithoutSession({ event, site, next: paths.my[language] });
    const asked = askedIn(values, language, dayOf(now));
    const [sessions, found] = await Promise.all([
      store.sessionsOf(session.address),
      store.settingsOf([session.address]),
    ]);
    const settings = found.get(session.address) ?? {};
    if (asked.kind === 'end')
      return endSessions(deps, { event, language, session, sessions, settings }, asked.end);
    if (asked.kind === 'mistaken') {
      const { field, message } = asked;
      if (formatOf(event) === 'json')
        return problemJson('mistaken', language, { errors: [{ field, message }] });
      const shown = { language, ...site, sessions: liveFirst(sessions, now), current: session.id, settings };
      const remind = typeof values['remind'] === 'string' ? values['remind'] : undefined;
      return html(422, myPage({ ...shown, who: undefined, now, remind, mistake: message }), namesSite);
    }
    const after = asked.change(settings);
    await store.saveSettings(session.address, after);
    return formatOf(event) === 'json'
      ? json(200, myJson(sessions, after, organisation, now))
      : seeOther(`${baseUrl}${paths.my[language]}`);
  };

function askedIn(values: Values, language: Language, today: Day): Asked {
  const t = textsFor(language);
  const { end, rhythm, remind } = values;
  if (isTrapped(values)) return { kind: 'mistaken', field: 'end', message: t('mistake.problem.by-machine') };
  if (typeof end === 'string') return { kind: 'end', end };
  if (rhythm !== undefined) {
    const chosen = Rhythm.safeParse(rhythm).data;
    return chosen
      ? { kind: 'settings', change: (before) => ({ ...before, rhythm: chosen }) }
      : { kind: 'mistaken', field: 'rhythm', message: t('mistake.problem.not-an-option') };
  }
  if (remind === undefined) return { kind: 'mistaken', field: 'end', message: t('my.nothingAsked') };
  const named =
    typeof remind === 'object' && !Array.isArray(remind)
      ? remind
      : { reference: remind, date: values['date'] };
  const { reference: need, date } = named as Record<string, unknown>;
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

interface Asker {
  readonly event: HttpEvent;
  readonly language: Language;
  readonly session: Session;
  readonly sessions: readonly Session[];
  readonly settings: Settings;
}

/** Ends one session, or all. Whoever ends their own is signed out. */
async function endSessions(
  { organisation, baseUrl, store, clock }: Deps,
  { event, language, session, sessions, settings }: Asker,
  end: string,
): Promise<HttpResponse> {
  const ended = sessions.filter(({ id }) => end === 'all' || end === id);
  for (const one of ended) await store.endSession(one);
  const isOwn = ended.some(({ id }) => id === session.id);
  const left = sessions.filter((one) => !ended.includes(one));
  const answer =
    formatOf(event) === 'json'
      ? json(200, myJson(left, settings, organisation, clock()))
      : seeOther(`${baseUrl}${isOwn ? paths.form[language] : paths.my[language]}`);
  return isOwn ? { ...answer, cookies: [noSessionCookie(baseUrl)] } : answer;
}
