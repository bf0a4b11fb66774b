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

const statusOf: Readonly<Record<ErrorKind | 'mistaken' | 'moved-on', number>> = {
  'bad-request': 400,
  never: 403,
  'no-link': 404,
  'not-found': 404,
  'no-method': 405,
  'key-used': 409,
  'moved-on': 409,
  'too-large': 413,
  unsupported: 415,
  mistaken: 422,
  'too-many': 429,
  fault: 500,
  'out-of-reach': 503,
};

/** Members that a problem may carry beside those of RFC 9457. */
interface Details {
  readonly faultId?: string;
  readonly status?: string;
  readonly version?: number;
  readonly mistakes?: readonly FieldMistake[];
  /** The action whose fields the mistakes are in. */
  readonly action?: ActionName;
}

/** A refusal as JSON (RFC 9457), in the reader's language. It says what to do. */
export function problemJson(
  kind: keyof typeof statusOf,
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
      detail: t(`error.${kind}.detail`, { faultId: faultId ?? '' }),
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
    { 'content-type': 'application/problem+json; charset=utf-8', ...retryAfter(kind) },
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
const retryAfter = (kind: string): Readonly<Record<string, string>> =>
  kind === 'too-many' ? { 'retry-after': '1' } : kind === 'out-of-reach' ? { 'retry-after': '10' } : {};
