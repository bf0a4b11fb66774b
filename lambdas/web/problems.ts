import type { Organisation } from '../domain/organisation/organisation.ts';
import type { FieldMistake } from '../domain/need/fields.ts';
import type { Language } from '../domain/text.ts';
import type { ActionName } from '../domain/need/workflow.ts';
import { textsFor } from '../i18n/index.ts';
import { html, json } from './http.ts';
import type { Format, HttpResponse } from './http.ts';
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

/** A refusal for programs (RFC 9457), in the reader's language, saying what to do. */
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

/** Whose pages these are, and where they stand. */
export interface Site {
  readonly organisation: Organisation;
  readonly baseUrl: string;
}

/** A refusal with a face for whoever asked. */
export const refuse = (
  kind: ErrorKind,
  face: Format,
  language: Language,
  site: Site,
  faultId?: string,
): HttpResponse =>
  face === 'json'
    ? problemJson(kind, language, { ...(faultId !== undefined && { faultId }) })
    : html(
        statusOf[kind],
        errorPage({ language, kind, ...site, ...(faultId !== undefined && { faultId }) }),
        retryAfter(kind),
      );

const retryAfter = (kind: string): Readonly<Record<string, string>> =>
  kind === 'too-many' ? { 'retry-after': '1' } : {};
