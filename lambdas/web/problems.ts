import { paths } from './routes.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import type { FieldMistake } from '../domain/need/fields.ts';
import type { Language } from '../domain/text.ts';
import type { ActionName } from '../domain/need/workflow.ts';
import { textsFor } from '../i18n/index.ts';
import { languageOf } from './accept-language.ts';
import { formatOf, html, json } from './http.ts';
import type { HttpEvent, HttpResponse } from './http.ts';
import { mistakeMessage } from '../i18n/labels.ts';
import { errorPage } from './pages/error-pages.tsx';
import type { ErrorKind } from './pages/error-pages.tsx';
import { signInPage } from './pages/sign-in-pages.tsx';

type ProblemKind =
  | ErrorKind
  | 'mistaken'
  | 'moved-on'
  | 'meeting-moved-on'
  | 'work-moved-on'
  | 'no-session'
  | 'unproven';

const statusOf: Readonly<Record<ProblemKind, number>> = {
  'bad-request': 400,
  'no-session': 401,
  unproven: 401,
  never: 403,
  'not-yours': 403,
  'other-site': 403,
  'no-link': 404,
  'no-meeting-link': 404,
  'not-found': 404,
  'no-method': 405,
  'key-used': 409,
  'moved-on': 409,
  'meeting-moved-on': 409,
  'work-moved-on': 409,
  'code-gone': 410,
  'too-large': 413,
  unsupported: 415,
  mistaken: 422,
  'too-many': 429,
  'too-many-codes': 429,
  'too-many-comments': 429,
  full: 409,
  fault: 500,
  'out-of-reach': 503,
};

/** Members that a problem may carry beside those of RFC 9457. */
interface Details {
  readonly faultId?: string;
  readonly status?: string;
  readonly version?: number;
  /** What to do, where it is said in words of its own. */
  readonly detail?: string;
  readonly mistakes?: readonly FieldMistake[];
  /** The action whose fields the mistakes are in. */
  readonly action?: ActionName;
  /** Messages that are written already, by field. */
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  /** What a code is entered for, and where it was sent, masked. */
  readonly challenge?: string;
  readonly sentTo?: string;
}

/** A refusal as JSON (RFC 9457), in the reader's language. It says what to do. */
export function problemJson(
  kind: ProblemKind,
  language: Language,
  { faultId, mistakes, action, ...details }: Details = {},
): HttpResponse {
  const t = textsFor(language);
  const status = statusOf[kind];
  return json(
    status,
    {
      type: 'about:blank',
      title: t(`error.${kind}.title`),
      detail: t(`error.${kind}.detail`, { faultId: faultId ?? '', sentTo: details.sentTo ?? '' }),
      ...(faultId !== undefined && { instance: `urn:fault:${faultId}` }),
      ...(mistakes && {
        errors: mistakes.map((mistake) => ({
          field: mistake.field,
          message: mistakeMessage(t, mistake, action),
        })),
      }),
      status,
      ...details,
    },
    {
      'content-type': 'application/problem+json; charset=utf-8',
      ...retryAfter(kind),
      ...(status === 401 && wantsCode),
    },
  );
}

/** The organisation that the pages are of, and their address. */
export interface Site {
  readonly organisation: Organisation;
  readonly baseUrl: string;
}

/** Refuses a request: JSON to a program, a page to a browser. `language` is what the client prefers, unless it is known better. */
export function refuse(
  kind: ErrorKind,
  {
    event,
    site,
    language = languageOf(event),
    faultId,
  }: {
    readonly event: HttpEvent;
    readonly site: Site;
    readonly language?: Language;
    readonly faultId?: string;
  },
): HttpResponse {
  const fault = faultId === undefined ? {} : { faultId };
  return formatOf(event) === 'json'
    ? problemJson(kind, language, fault)
    : html(statusOf[kind], errorPage({ language, kind, ...site, ...fault }), retryAfter(kind));
}

/* Seconds. */
const waits: Readonly<Record<string, string>> = {
  'too-many': '1',
  'out-of-reach': '10',
  'too-many-codes': '3600',
  'too-many-comments': '3600',
};
const retryAfter = (kind: string): Readonly<Record<string, string>> =>
  waits[kind] === undefined ? {} : { 'retry-after': waits[kind] };

/** How a request is authenticated (RFC 9110, 11.6.1): by a code that is mailed. */
export const wantsCode = { 'www-authenticate': 'Code realm="needs"' };

/** What is no reference is answered as a need that one may not see. */
export const refuseNoNeed = (event: HttpEvent, site: Site, hasSession: boolean): HttpResponse =>
  hasSession
    ? refuse('no-link', { event, site })
    : refuseWithoutSession({ event, site, next: paths.my[languageOf(event)] });

/** Refuses a request that wants a session: a browser gets the page to sign in on, and goes on to `next`. */
export function refuseWithoutSession({
  event,
  site,
  next,
}: {
  readonly event: HttpEvent;
  readonly site: Site;
  readonly next: string;
}): HttpResponse {
  const language = languageOf(event);
  return formatOf(event) === 'json'
    ? problemJson('no-session', language)
    : html(401, signInPage({ language, ...site, next }), { ...wantsCode, ...namesSite });
}

/** For pages whose forms must say which site they stand on. */
export const namesSite = { 'referrer-policy': 'same-origin' };
