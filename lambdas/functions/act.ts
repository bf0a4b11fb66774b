import { setTimeout as pause } from 'node:timers/promises';
import { cardsIn } from '../adapters/dynamodb/cards.ts';
import { codesIn } from '../adapters/dynamodb/codes.ts';
import { meetingsIn } from '../adapters/dynamodb/meetings.ts';
import { needsIn } from '../adapters/dynamodb/needs.ts';
import { deputiesAt } from '../adapters/dynamodb/organisations.ts';
import { sessionsIn } from '../adapters/dynamodb/sessions.ts';
import { settingsIn } from '../adapters/dynamodb/settings.ts';
import { submittersIn } from '../adapters/dynamodb/submitters.ts';
import { worksIn } from '../adapters/dynamodb/works.ts';
import type { Door, FoundNeed } from '../app/need/access.ts';
import { act } from '../app/need/act.ts';
import type { Acted, Caller } from '../app/need/act.ts';
import { besideOf } from '../app/need/beside.ts';
import { verifyingStore } from '../app/need/verify.ts';
import { renew, sessionOf } from '../app/session/session.ts';
import { Reference } from '../domain/need/reference.ts';
import type { Session } from '../domain/session/session.ts';
import type { Instant } from '../domain/time/time.ts';
import { readBody } from '../web/body.ts';
import type { Values } from '../web/body.ts';
import { browserName } from '../web/browser-name.ts';
import { httpFunction } from '../web/edge.ts';
import { formatOf, json, seeOther } from '../web/http.ts';
import type { HttpEvent, HttpResponse } from '../web/http.ts';
import { addressIn } from '../web/page-language.ts';
import type { ActionAnswer } from '../web/contract.ts';
import { isFromOtherSite } from '../web/other-sites.ts';
import { withParts } from '../web/parts.ts';
import { addressOf, linkTo } from '../web/routes.ts';
import type { RouteOf } from '../web/routes.ts';
import { sessionCookie, sessionTokenIn } from '../web/session-cookie.ts';
import { isTrapped } from '../web/traps.ts';
import { environment } from './environment.ts';
import { log, logFault } from './log.ts';
import { organisationOf, siteOf } from './organisation.ts';
import { clock, ids, limitsOf, tableOf } from './runtime.ts';

const { TABLE_NAME, BASE_URL: baseUrl } = environment('TABLE_NAME', 'BASE_URL');
const limits = limitsOf();
const table = tableOf(TABLE_NAME);
const current = organisationOf(table);
const site = siteOf(current, baseUrl);
const store = {
  ...verifyingStore(needsIn(table), log),
  ...codesIn(table),
  ...sessionsIn(table),
  ...submittersIn(table),
};
const cards = async () => {
  const { ListedCard } = await import('../web/late-changes.ts');
  return cardsIn(table, (stored) => ListedCard.parse(stored));
};
const openCards = async () => (await cards()).openCards();
const readBeside = (found: FoundNeed, now: Instant) =>
  besideOf({ organisation: current.organisation, store: { openCards } }, found, now);
const actOn = current.make((organisation) =>
  act({
    organisation,
    store: { ...store, openCards },
    ids,
    limits,
    clock,
    random: Math.random,
    pause,
  }),
);

const refuse = async (...refused: Parameters<typeof import('../web/problems.ts').refuse>) =>
  (await import('../web/problems.ts')).refuse(...refused);

const browserOf = ({ requestContext }: HttpEvent): string => browserName(requestContext.http.userAgent);

/** POST /n/{token} and POST /needs/{reference}: one action. `path` is the address of the need's page. */
async function takeAction(event: HttpEvent, door: Door, path: string): Promise<HttpResponse> {
  if (isFromOtherSite(event, baseUrl, { asksNoReferrer: true })) return refuse('other-site', { event, site });
  const values = withParts(readBody(event));
  const session = sessionOf(store, sessionTokenIn(event, baseUrl), clock());
  return carryOut(event, { door, path, values }, { session, isTrapped: isTrapped(values) });
}

interface Asked {
  readonly door: Door;
  readonly path: string;
  readonly values: Values;
}

async function carryOut(
  event: HttpEvent,
  { door, path, values }: Asked,
  caller: Omit<Caller, 'browser'>,
): Promise<HttpResponse> {
  const acted = await actOn()(door, values, { ...caller, browser: browserOf(event) });
  return withSession(event, acted, await answered());

  async function answered(): Promise<HttpResponse> {
    const { outcome } = acted;
    if (outcome.kind === 'done') {
      const { reference, status, version } = outcome;
      log('action done', { reference, version, status });
      return formatOf(event) === 'json'
        ? json(200, { status, version } satisfies ActionAnswer)
        : seeOther(addressIn(event, path));
    }
    if ('file' in outcome) {
      const { reference, status, version } = outcome.file.need;
      log('action refused', { reference, version, status, refusal: outcome.kind });
    }
    const { refuseAction } = await import('../web/refusals.ts');
    return refuseAction({ event, outcome, values, path, site, besideOf: readBeside, now: clock() });
  }
}

/** Gives the browser the session that was opened, or its own for as long again where its end has been put off. */
function withSession(
  event: HttpEvent,
  { opened, isRenewed }: Pick<Acted, 'opened' | 'isRenewed'>,
  answer: HttpResponse,
): HttpResponse {
  const token = opened?.token ?? (isRenewed ? sessionTokenIn(event, baseUrl) : undefined);
  return token === undefined ? answer : { ...answer, cookies: [sessionCookie(baseUrl, token)] };
}

async function atReference(event: HttpEvent): Promise<HttpResponse> {
  const reference = Reference.safeParse(event.pathParameters?.['reference']?.toUpperCase());
  if (reference.success)
    return takeAction(event, { reference: reference.data }, addressOf(baseUrl, reference.data));
  const session = await sessionOf(store, sessionTokenIn(event, baseUrl), clock());
  return (await import('../web/problems.ts')).refuseNoNeed(event, site, session !== undefined);
}

/** Only from our own pages, or by a script. */
async function signIn(event: HttpEvent): Promise<HttpResponse> {
  if (isFromOtherSite(event, baseUrl)) return refuse('other-site', { event, site });
  const values = readBody(event);
  const { signInWith } = await import('../web/sign-in.ts');
  return signInWith({ ...site, store, ids, limits, clock, log, carryOut, browserOf })(event, values);
}

/**
 * Answers what is asked in a session, only from our own pages or by a script. What is done puts off the session's end, as an action does
 * (docs/design.md, "Proof of person").
 */
const inSession =
  (answer: (event: HttpEvent, session: Session) => Promise<HttpResponse>) =>
  async (event: HttpEvent): Promise<HttpResponse> => {
    if (isFromOtherSite(event, baseUrl)) return refuse('other-site', { event, site });
    const session = await sessionOf(store, sessionTokenIn(event, baseUrl), clock());
    if (!session) {
      const { refuseWithoutSession } = await import('../web/problems.ts');
      return refuseWithoutSession({ event, site, next: event.rawPath });
    }
    const answered = await answer(event, session);
    /* It may have ended its own session. */
    const isLasting = answered.statusCode < 400 && answered.cookies === undefined;
    return isLasting
      ? withSession(event, { isRenewed: await renew(store, session, clock()) }, answered)
      : answered;
  };

const changeMine = inSession(async (event, session) => {
  const late = await import('../web/late-changes.ts');
  return late.changeMine({
    ...{ ...site, clock },
    store: { ...store, ...settingsIn(table), ...deputiesAt(table), ...(await cards()) },
  })(event, readBody(event), session);
});

const saveWork = inSession(async (event, session) => {
  const late = await import('../web/late-changes.ts');
  const saved = late.saveWork({ ...site, store: worksIn(table, late.workForms), ids, clock });
  return saved(event, readBody(event), session);
});

/** What meetings are kept in, with all that their pages show and their changes need. */
async function meetings(event: HttpEvent) {
  const late = await import('../web/late-changes.ts');
  const stores = { ...store, ...(await cards()), ...meetingsIn(table, late.meetingForms) };
  return { late, deps: { ...site, store: stores, ids, clock, actOn: actOn(), browser: browserOf(event) } };
}

/** POST /meetings and POST /meetings/{id} */
const saveMeeting = inSession(async (event, session) => {
  const { late, deps } = await meetings(event);
  return event.pathParameters?.['id'] === undefined
    ? late.makeMeeting(deps, event, { values: readBody(event), session })
    : late.saveMeeting(deps, event, { readValues: () => readBody(event), session });
});

/** POST /m/{token} */
async function saveMeetingByLink(event: HttpEvent): Promise<HttpResponse> {
  if (isFromOtherSite(event, baseUrl)) return refuse('other-site', { event, site });
  const { late, deps } = await meetings(event);
  return late.saveMeetingByLink(deps, event, () => readBody(event));
}

const answers: Readonly<Record<RouteOf<'act'>, (event: HttpEvent) => Promise<HttpResponse>>> = {
  'POST /n/{token}': (event) => {
    const token = event.pathParameters?.['token'] ?? '';
    return takeAction(event, { token }, linkTo(baseUrl, token));
  },
  'POST /needs/{reference}': atReference,
  'POST /sign-in': signIn,
  'POST /sign-in/{challenge}': signIn,
  'POST /my': changeMine,
  'POST /work': saveWork,
  'POST /work/{id}': saveWork,
  'POST /meetings': saveMeeting,
  'POST /meetings/{id}': saveMeeting,
  'POST /m/{token}': saveMeetingByLink,
};

/** Answers every POST but that of a submission. */
export const handler = httpFunction(logFault, site, async (event) => {
  await current.renew();
  return answers[event.routeKey as RouteOf<'act'>](event);
});
