import { attentionIn } from '../adapters/dynamodb/attention.ts';
import { cardsIn } from '../adapters/dynamodb/cards.ts';
import { codesIn } from '../adapters/dynamodb/codes.ts';
import { figuresIn } from '../adapters/dynamodb/figures.ts';
import { lettersIn } from '../adapters/dynamodb/letters.ts';
import { meetingsIn } from '../adapters/dynamodb/meetings.ts';
import { needsIn } from '../adapters/dynamodb/needs.ts';
import { deputiesAt } from '../adapters/dynamodb/organisations.ts';
import { sessionsIn } from '../adapters/dynamodb/sessions.ts';
import { settingsIn } from '../adapters/dynamodb/settings.ts';
import { submittersIn } from '../adapters/dynamodb/submitters.ts';
import { worksIn } from '../adapters/dynamodb/works.ts';
import { findNeed } from '../app/need/access.ts';
import { StoreBusy, StoreOutOfReach } from '../app/ports/store.ts';
import type { Door } from '../app/need/access.ts';
import { besideOf } from '../app/need/beside.ts';
import { remindedOf } from '../app/need/reminded.ts';
import { verifyingStore } from '../app/need/verify.ts';
import { eventsOnPage, viewFor } from '../app/need/view.ts';
import { sessionOf } from '../app/session/session.ts';
import type { EventId } from '../domain/need/event-id.ts';
import { decisionOn } from '../domain/need/decision.ts';
import type { Accessibility } from '../domain/accessibility.ts';
import { Reference } from '../domain/need/reference.ts';
import { ListedCard } from '../domain/overview/any-card.ts';
import { mayCompare, readsAsSubmitter } from '../domain/organisation/permissions.ts';
import { isUsable } from '../domain/session/code.ts';
import type { Session } from '../domain/session/session.ts';
import type { Language } from '../domain/text.ts';
import { dayOf } from '../domain/time/time.ts';
import type { Values } from '../web/body.ts';
import { assets, brandOf } from '../web/assets/index.ts';
import { httpFunction } from '../web/edge.ts';
import { wantsCsv } from '../web/csv.ts';
import { formatOf, html, idIn, json, queryOf, seeOther } from '../web/http.ts';
import type { HttpEvent, HttpResponse } from '../web/http.ts';
import { needJson } from '../web/need-json.ts';
import { ledOn } from '../web/former-host.ts';
import { organisationJson } from '../web/organisation-json.ts';
import { formPage } from '../web/pages/form-page.tsx';
import { decisionPage } from '../web/pages/decision-page.tsx';
import { needPage } from '../web/pages/need-page.tsx';
import { namesSite, refuse, refuseNoNeed, refuseWithoutSession } from '../web/problems.ts';
import { sessionTokenIn } from '../web/session-cookie.ts';
import { pageLanguage } from '../web/page-language.ts';
import { textsFor } from '../i18n/index.ts';
import { requestWords } from '../i18n/labels.ts';
import { localeFor } from '../i18n/locale.ts';
import { requestedLanguage } from '../web/accept-language.ts';
import type { Answering, CodeAnswer, HealthAnswer, RequestTo } from '../web/contract.ts';
import { maskedAddress } from '../web/masked.ts';
import { codePage, signInPage } from '../web/pages/sign-in-pages.tsx';
import { addressOf, linkTo, meetingAt, methodsAt, paths } from '../web/routes.ts';
import type { RouteOf } from '../web/routes.ts';
import { environment, notReviewed } from './environment.ts';
import { log, logFault } from './log.ts';
import { organisationOf, siteOf } from './organisation.ts';
import { clock, ids, limitsOf, tableOf } from './runtime.ts';

const {
  TABLE_NAME,
  BASE_URL: baseUrl,
  ACCESSIBILITY,
  FORMER_HOSTS,
} = environment('TABLE_NAME', 'BASE_URL', 'ACCESSIBILITY', 'FORMER_HOSTS');
/* It was checked when the stack was synthesized. */
const review = ACCESSIBILITY === notReviewed ? undefined : (JSON.parse(ACCESSIBILITY) as Accessibility);
const table = tableOf(TABLE_NAME);
const current = organisationOf(table);
const site = siteOf(current, baseUrl);
const needs = verifyingStore(needsIn(table), log);
const sessions = sessionsIn(table);
const people = {
  ...settingsIn(table),
  ...lettersIn(table),
  ...sessions,
  ...cardsIn(table, (stored) => ListedCard.parse(stored)),
  ...submittersIn(table),
  ...deputiesAt(table),
};
const codes = codesIn(table);
const limits = limitsOf();
const find = current.make((organisation) => findNeed(organisation, needs));

/* As long as a change of the organisation takes to hold here. */
const forAMinute = { 'cache-control': 'public, max-age=60' };
/* Whoever goes back to a form finds it as it was, with its key: sent again, it stores nothing twice. Signing out empties the cache. */
const keptForBack = { 'cache-control': 'private, max-age=0' };
/** An answer in a session whose page, as it has forms, the browser keeps until one goes back; never a refusal, and never JSON. */
const withFormsKept = (event: HttpEvent, answer: HttpResponse): HttpResponse =>
  answer.statusCode === 200 && formatOf(event) === 'html'
    ? { ...answer, headers: { ...answer.headers, ...keptForBack } }
    : answer;
const forAYear = { 'cache-control': 'public, max-age=31536000, immutable' };

const form =
  (language: Language) =>
  async (event: RequestTo<'GET /' | 'GET /en'>): Promise<HttpResponse> =>
    html(
      200,
      formPage({
        ...{ language, ...site },
        submissionKey: ids.secret(),
        now: clock(),
        values: queryOf(event).meeting === undefined ? {} : await questionOf(event),
        mistakes: [],
      }),
      keptForBack,
    );
/** What a question says that was raised in a meeting, for whoever sees it. */
async function questionOf(event: RequestTo<'GET /' | 'GET /en'>): Promise<Values> {
  const session = await sessionIn(event);
  if (!session) return {};
  const { late, deps } = await meetingDeps();
  return late.questionAsNeed(deps, event, session);
}

const latePages = () => import('../web/late-pages.ts');
const privacy = (language: Language) => async () => {
  const { privacyPage } = await latePages();
  return html(200, privacyPage({ language, ...site }));
};
const accessibility = (language: Language) => async () => {
  const { accessibilityPage } = await latePages();
  return html(200, accessibilityPage({ language, ...site, accessibility: review }));
};

/** A path with what an address asks of it. */
const withQuery = (path: string, { rawQueryString }: HttpEvent): string =>
  rawQueryString === '' ? path : `${path}?${rawQueryString}`;

const sessionIn = (event: HttpEvent) => sessionOf(sessions, sessionTokenIn(event, baseUrl), clock());

/** The page of a need; `path` is its whole address. */
async function need(
  event: RequestTo<'GET /n/{token}' | 'GET /needs/{reference}'>,
  door: Door,
  path: string,
): Promise<HttpResponse> {
  const now = clock();
  const asked = queryOf(event);
  const { organisation } = current;
  const found = await find()(door, sessionIn(event), now);
  if (found === 'no-link') return refuse('no-link', { event, site });
  if (found === 'no-session')
    return refuseWithoutSession({ event, site, next: withQuery(new URL(path).pathname, event) });
  const before = Number(asked.before);
  const { reference, version } = found.file.need;
  const older =
    before > 1 && before <= version
      ? await needs.readBefore({ reference, version: before }, eventsOnPage)
      : undefined;
  const beside = await besideOf({ organisation, store: people }, found, now);
  const view = viewFor(organisation, { ...found, beside }, now, older);
  const shownIn = pageLanguage(event, organisation, found, path);
  if (formatOf(event) === 'json')
    return json(200, needJson(localeFor(shownIn.language, organisation), view, shownIn.address));
  const decision = decisionOn(view.file.need, view.history);
  if (decision && asked.print === 'decision')
    return html(200, decisionPage({ ...shownIn, organisation, view, decision }));
  const chosen = asked.action;
  const isStaff = view.you.roles.some((role) => !readsAsSubmitter(role));
  const reminded = isStaff
    ? await remindedOf({ organisation, store: people }, view.file.need, dayOf(now))
    : [];
  const similar =
    asked.similar === 'yes' && mayCompare(view.permissions, view.you)
      ? await (
          await latePages()
        ).similarNeeds({ organisation, store: people }, view.you.holder, found.file.need, now)
      : undefined;
  return html(
    200,
    needPage({
      ...shownIn,
      organisation,
      view,
      baseUrl,
      now,
      reminded,
      ...(similar && { similar }),
      ...(chosen !== undefined && { chosen }),
    }),
  );
}

function byLink(event: RequestTo<'GET /n/{token}'>): Promise<HttpResponse> {
  const token = event.pathParameters?.['token'] ?? '';
  return need(event, { token }, linkTo(baseUrl, token));
}

async function byReference(event: RequestTo<'GET /needs/{reference}'>): Promise<HttpResponse> {
  const reference = Reference.safeParse(idIn(event, 'reference'));
  return reference.success
    ? need(event, { reference: reference.data }, addressOf(baseUrl, reference.data))
    : refuseNoNeed(event, site, (await sessionIn(event)) !== undefined);
}

const signIn = (event: RequestTo<'GET /sign-in'>): HttpResponse =>
  html(200, signInPage({ language: requestedLanguage(event), ...site }), namesSite);

/** Where a code is entered that was asked for here, or on another device. */
async function enterCode(event: HttpEvent): Promise<HttpResponse> {
  const challenge = event.pathParameters?.['challenge'] ?? '';
  const code = await codes.readCode(challenge);
  if (!code || !isUsable(code, limits, clock())) return refuse('code-gone', { event, site });
  const { language, email, request } = code;
  const sentTo = maskedAddress(email);
  if (formatOf(event) === 'json') return json(200, { challenge, sentTo } satisfies CodeAnswer);
  const words = request && requestWords(textsFor(language), request);
  return html(200, codePage({ language, ...site, challenge, sentTo, request: words }), namesSite);
}

/** A page that is in a language of its own at some addresses. */
type InLanguage<Named extends string> = (event: HttpEvent<Named>) => Language;
const inSwedish = () => 'sv' as const;
const inEnglish = () => 'en' as const;

const mine =
  <Named extends string>(languageFor: InLanguage<Named>) =>
  async (event: HttpEvent<Named | 'remind'>): Promise<HttpResponse> => {
    const session = await sessionIn(event);
    const language = languageFor(event);
    if (!session) return refuseWithoutSession({ event, site, next: withQuery(paths.my[language], event) });
    const { showMine } = await latePages();
    return showMine({ ...site, store: people, clock }, event, { session, language });
  };

/** A page for whoever has a session; where there is none, one signs in and goes on to it. */
const signedIn =
  <Named extends string>(show: (event: HttpEvent<Named>, session: Session) => Promise<HttpResponse>) =>
  async (event: HttpEvent<Named>): Promise<HttpResponse> => {
    const session = await sessionIn(event);
    if (session) return show(event, session);
    return refuseWithoutSession({ event, site, next: withQuery(event.rawPath, event) });
  };

const board = signedIn(async (event: RequestTo<'GET /areas' | 'GET /areas/{id}'>, session) => {
  const { showBoard } = await latePages();
  return showBoard({ ...site, store: people }, event, {
    session,
    language: requestedLanguage(event),
    now: clock(),
  });
});
const register = signedIn(async (event: RequestTo<'GET /needs'>, session) => {
  const { showRegister } = await latePages();
  const asked = { session, language: requestedLanguage(event), now: clock() };
  return showRegister({ ...site, store: people, needs, clock }, event, asked);
});
const exported = signedIn(async (event: RequestTo<'GET /needs/{reference}/export'>, session) => {
  const { showExport } = await latePages();
  return showExport({ ...site, needs }, event, { session, language: requestedLanguage(event), now: clock() });
});
/** A browser without a session has come back to the address of a form that was refused. */
async function searching(event: RequestTo<'GET /needs'>): Promise<HttpResponse> {
  if (queryOf(event).register === 'yes' || wantsCsv(event)) return register(event);
  const session = await sessionIn(event);
  if (!session && formatOf(event) === 'html') return seeOther(`${baseUrl}${paths.form.sv}`);
  if (!session) return refuseWithoutSession({ event, site, next: event.rawPath });
  const { showSearch } = await latePages();
  return showSearch({ ...site, store: people }, event, {
    session,
    language: requestedLanguage(event),
    now: clock(),
  });
}
const newWork = signedIn(async (event: RequestTo<'GET /work'>, session) => {
  const late = await latePages();
  return withFormsKept(
    event,
    late.newWork(site, event, { session, key: ids.secret(), today: dayOf(clock()) }),
  );
});
const work = signedIn(async (event: RequestTo<'GET /work/{id}'>, session) => {
  const { showWork, workForms } = await latePages();
  const deps = { ...site, store: worksIn(table, workForms) };
  return withFormsKept(event, await showWork(deps, event, { session, today: dayOf(clock()) }));
});

/** What meetings are kept in, with all that their pages show. */
async function meetingDeps() {
  const late = await latePages();
  const store = { ...needs, ...people, ...meetingsIn(table, late.meetingForms) };
  return { late, deps: { ...site, store, clock, ids } };
}
const meetings = signedIn(async (event: RequestTo<'GET /meetings'>, session) => {
  const { late, deps } = await meetingDeps();
  return withFormsKept(event, await late.showMeetings(deps, event, session));
});
const meeting = signedIn(async (event: RequestTo<'GET /meetings/{id}'>, session) => {
  const { late, deps } = await meetingDeps();
  return withFormsKept(event, await late.showMeeting(deps, event, session));
});
async function meetingByLink(event: RequestTo<'GET /m/{token}'>): Promise<HttpResponse> {
  const { late, deps } = await meetingDeps();
  return late.showMeetingByLink(deps, event);
}

const figures = signedIn(async (event: RequestTo<'GET /figures'>, session) => {
  const { showFigures } = await latePages();
  const deps = { ...site, store: figuresIn(table) };
  return showFigures(deps, event, { session, language: requestedLanguage(event), now: clock() });
});
const stuck = <Named extends string>(languageFor: InLanguage<Named>) =>
  signedIn(async (event: HttpEvent<Named>, session) => {
    const { showStuck } = await latePages();
    const store = { ...people, ...attentionIn(table), readEvent: (id: EventId) => needs.readEvent(id) };
    return showStuck({ ...site, store }, event, { session, language: languageFor(event), now: clock() });
  });

const files = current.make(({ university }) => new Map([...assets, ...brandOf(university).assets]));

function asset(event: HttpEvent): HttpResponse {
  const found = files().get(event.rawPath);
  return found
    ? { statusCode: 200, headers: { 'content-type': found.type, ...forAYear }, body: found.body }
    : refuse('not-found', { event, site });
}

async function health(): Promise<HttpResponse> {
  await needs.ping();
  return json(200, { status: 'ok' } satisfies HealthAnswer);
}

const answers: Answering<RouteOf<'show'>> = {
  'GET /': form('sv'),
  'GET /en': form('en'),
  'GET /integritet': privacy('sv'),
  'GET /en/privacy': privacy('en'),
  'GET /tillganglighet': accessibility('sv'),
  'GET /en/accessibility': accessibility('en'),
  'GET /needs': searching,
  'GET /organisation': () => json(200, organisationJson(current.organisation), forAMinute),
  'GET /openapi.json': contract,
  'GET /health': health,
  'GET /n/{token}': byLink,
  'GET /needs/{reference}': byReference,
  'GET /needs/{reference}/export': exported,
  'GET /sign-in': signIn,
  'GET /sign-in/{challenge}': enterCode,
  'GET /my': mine(requestedLanguage),
  'GET /min-sida': mine(inSwedish),
  'GET /en/my-page': mine(inEnglish),
  'GET /areas': board,
  'GET /areas/{id}': board,
  'GET /work': newWork,
  'GET /work/{id}': work,
  'GET /meetings': meetings,
  'GET /meetings/{id}': meeting,
  'GET /m/{token}': meetingByLink,
  'GET /figures': figures,
  'GET /stuck': stuck(requestedLanguage),
  'GET /fastnat': stuck(inSwedish),
  'GET /en/stuck': stuck(inEnglish),
  'GET /assets/{file}': asset,
};
/* Its schemas are loaded at the first request for them. */
async function contract(): Promise<HttpResponse> {
  const { openApi } = await import('../web/openapi.ts');
  return json(200, openApi(current.organisation), forAMinute);
}

const isRoute = (route: string): route is RouteOf<'show'> => route in answers;

/** Requests that match no route: the path is unknown, or does not take the method. */
function elsewhere(event: HttpEvent): HttpResponse {
  /* A mail program may have ended the link with a slash. */
  const [, of, token] = /^\/([nm])\/([\w-]+)[^\w-]+$/.exec(event.rawPath) ?? [];
  if (token !== undefined) {
    const { method } = event.requestContext.http;
    const answer = seeOther(of === 'm' ? meetingAt(baseUrl, '', token) : linkTo(baseUrl, token));
    /* What is sent there is to be sent again, and not lost. */
    return method === 'GET' || method === 'HEAD' ? answer : { ...answer, statusCode: 308 };
  }
  const methods = methodsAt(event.rawPath);
  const answer = refuse(methods.length > 0 ? 'no-method' : 'not-found', { event, site });
  return methods.length > 0
    ? { ...answer, headers: { ...answer.headers, allow: methods.join(', ') } }
    : answer;
}

/* They show nothing of anybody, so the deployed organisation will do where the store does not answer. */
const withoutStore: readonly string[] = [
  ...(['GET /', 'GET /en', 'GET /integritet', 'GET /en/privacy', 'GET /sign-in'] as const),
  ...(['GET /tillganglighet', 'GET /en/accessibility', 'GET /openapi.json', 'GET /assets/{file}'] as const),
] satisfies readonly RouteOf<'show'>[];

const renewFor = (route: string): Promise<void> =>
  withoutStore.includes(route) || !isRoute(route)
    ? current.renew().catch((fault: unknown) => {
        if (!(fault instanceof StoreBusy || fault instanceof StoreOutOfReach)) throw fault;
      })
    : current.renew();

/** Answers every GET and HEAD by the route that the HTTP API matched, and every request that matches no route. It never writes. */
export const handler = httpFunction(logFault, site, async (event) => {
  const route = event.routeKey.replace(/^HEAD /, 'GET ');
  if (isRoute(route) && route !== 'GET /health') {
    const led = ledOn(event, baseUrl, FORMER_HOSTS);
    if (led) return led;
  }
  await renewFor(route);
  return isRoute(route) ? answers[route](event) : elsewhere(event);
});
