import { needsIn } from '../adapters/dynamodb/needs.ts';
import { followLink } from '../app/need/links.ts';
import { verifyingStore } from '../app/need/verify.ts';
import { eventsOnPage, viewFor } from '../app/need/view.ts';
import type { Language } from '../domain/text.ts';
import { assets, brandOf } from '../web/assets/index.ts';
import { httpFunction } from '../web/edge.ts';
import { formatOf, html, json, seeOther } from '../web/http.ts';
import type { HttpEvent, HttpResponse } from '../web/http.ts';
import { needJson } from '../web/need-json.ts';
import { organisationJson } from '../web/organisation-json.ts';
import { accessibilityPage, privacyPage } from '../web/pages/about-pages.tsx';
import { formPage } from '../web/pages/form-page.tsx';
import { needPage } from '../web/pages/need-page.tsx';
import { refuse } from '../web/problems.ts';
import { localeOf } from '../web/locale.ts';
import { localeFor } from '../i18n/locale.ts';
import type { HealthAnswer } from '../web/contract.ts';
import { linkTo, methodsAt, paths } from '../web/routes.ts';
import type { RouteOf } from '../web/routes.ts';
import { environment } from './environment.ts';
import { log, logFault } from './log.ts';
import { clock, ids, organisation, tableOf } from './runtime.ts';

const { TABLE_NAME, BASE_URL: baseUrl } = environment('TABLE_NAME', 'BASE_URL');
const site = { organisation, baseUrl };
const needs = verifyingStore(needsIn(tableOf(TABLE_NAME)), log);

const forAnHour = { 'cache-control': 'public, max-age=3600' };
const forAYear = { 'cache-control': 'public, max-age=31536000, immutable' };

const form = (language: Language) => () =>
  html(
    200,
    formPage({ language, organisation, baseUrl, submissionKey: ids.secret(), values: {}, mistakes: [] }),
  );
const privacy = (language: Language) => () => html(200, privacyPage({ language, organisation, baseUrl }));
const accessibility = (language: Language) => () =>
  html(200, accessibilityPage({ language, organisation, baseUrl }));

async function need(event: HttpEvent): Promise<HttpResponse> {
  const token = event.pathParameters?.['token'] ?? '';
  const now = clock();
  const opened = await followLink(organisation, needs, token, now);
  if (!opened) return refuse('no-link', { event, site });
  const before = Number(event.queryStringParameters?.['before']);
  const { reference, version } = opened.file.need;
  const older =
    before > 1 && before <= version
      ? await needs.readBefore({ reference, version: before }, eventsOnPage)
      : undefined;
  const view = viewFor(organisation, { ...opened.file, older }, opened.holder, now);
  const locale = localeOf(event, organisation, opened, linkTo(baseUrl, token));
  if (formatOf(event) === 'json')
    return json(200, needJson(localeFor(locale.language, organisation), view, locale.address));
  const chosen = event.queryStringParameters?.['action'];
  return html(
    200,
    needPage({
      ...locale,
      organisation,
      view,
      token,
      baseUrl,
      now,
      ...(chosen !== undefined && { chosen }),
    }),
  );
}

const files = new Map([...assets, ...brandOf(organisation.university).assets]);

function asset(event: HttpEvent): HttpResponse {
  const found = files.get(event.rawPath);
  return found
    ? { statusCode: 200, headers: { 'content-type': found.type, ...forAYear }, body: found.body }
    : refuse('not-found', { event, site });
}

async function health(): Promise<HttpResponse> {
  await needs.ping();
  return json(200, { status: 'ok' } satisfies HealthAnswer);
}

const answers: Readonly<Record<RouteOf<'show'>, (event: HttpEvent) => HttpResponse | Promise<HttpResponse>>> =
  {
    'GET /': form('sv'),
    'GET /en': form('en'),
    'GET /integritet': privacy('sv'),
    'GET /en/privacy': privacy('en'),
    'GET /tillganglighet': accessibility('sv'),
    'GET /en/accessibility': accessibility('en'),
    /* The address in the browser after a refused form. */
    'GET /needs': () => seeOther(`${baseUrl}${paths.form.sv}`),
    'GET /organisation': () => json(200, organisationJson(organisation), forAnHour),
    'GET /openapi.json': contract,
    'GET /health': health,
    'GET /n/{token}': need,
    'GET /assets/{file}': asset,
  };
/* Its schemas are loaded at the first request for them. */
async function contract(): Promise<HttpResponse> {
  const { openApi } = await import('../web/openapi.ts');
  return json(200, openApi(organisation), forAnHour);
}

const isRoute = (route: string): route is RouteOf<'show'> => route in answers;

/** Requests that match no route: the path is unknown, or does not take the method. */
function elsewhere(event: HttpEvent): HttpResponse {
  /* A mail program may have ended the link with a slash. */
  const [, link] = /^(\/n\/[^/]+)\/+$/.exec(event.rawPath) ?? [];
  if (link !== undefined) return seeOther(baseUrl + link);
  const methods = methodsAt(event.rawPath);
  const answer = refuse(methods.length > 0 ? 'no-method' : 'not-found', { event, site });
  return methods.length > 0
    ? { ...answer, headers: { ...answer.headers, allow: methods.join(', ') } }
    : answer;
}

/** Answers every GET and HEAD by the route that the HTTP API matched, and every request that matches no route. It never writes. */
export const handler = httpFunction(logFault, site, (event) => {
  const route = event.routeKey.replace(/^HEAD /, 'GET ');
  return isRoute(route) ? answers[route](event) : elsewhere(event);
});
