import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Language } from '../domain/text.ts';

export type HttpEvent = APIGatewayProxyEventV2;
export type HttpResponse = APIGatewayProxyStructuredResultV2 & { readonly statusCode: number };

/** Pages and JSON are two faces of one resource. */
export type Face = 'json' | 'html';

const header = (event: HttpEvent, name: string): string => event.headers[name] ?? '';

export const mediaTypeOf = (event: HttpEvent): string =>
  (header(event, 'content-type').split(';')[0] ?? '').trim().toLowerCase();

/**
 * Which face the client asked for by `Accept`. A client that names neither gets pages, unless it speaks JSON itself.
 */
export function faceOf(event: HttpEvent): Face {
  const accept = header(event, 'accept').toLowerCase();
  const at = (type: RegExp) => accept.search(type);
  const json = at(/application\/(problem\+)?json/);
  const html = at(/text\/html|application\/xhtml\+xml/);
  if (json >= 0 && (html < 0 || json < html)) return 'json';
  return html < 0 && mediaTypeOf(event) === 'application/json' ? 'json' : 'html';
}

/** The reader's language where no need says it: the page's own, or what `Accept-Language` puts first. */
export function languageOf(event: HttpEvent): Language {
  if (event.rawPath === '/en' || event.rawPath.startsWith('/en/')) return 'en';
  const [first] = /\b(sv|en)\b/i.exec(header(event, 'accept-language')) ?? [];
  return first?.toLowerCase() === 'en' ? 'en' : 'sv';
}

export const json = (
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
  statusCode,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
});

export const html = (
  statusCode: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
  statusCode,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body,
});

export const seeOther = (location: string): HttpResponse => ({
  statusCode: 303,
  headers: { location },
  body: '',
});
