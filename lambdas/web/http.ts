import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Language } from '../domain/text.ts';

export type HttpEvent = APIGatewayProxyEventV2;
export type HttpResponse = APIGatewayProxyStructuredResultV2 & { readonly statusCode: number };

/** Pages and JSON are two faces of one resource. */
export type Format = 'json' | 'html';

const header = (event: HttpEvent, name: string): string => event.headers[name] ?? '';

export const mediaTypeOf = (event: HttpEvent): string =>
  (header(event, 'content-type').split(';')[0] ?? '').trim().toLowerCase();

/**
 * Which face the client asked for by `Accept`. A client that names neither gets pages, unless it speaks JSON itself.
 */
export function formatOf(event: HttpEvent): Format {
  const accept = header(event, 'accept').toLowerCase();
  const at = (type: RegExp) => accept.search(type);
  const json = at(/application\/(problem\+)?json/);
  const html = at(/text\/html|application\/xhtml\+xml/);
  if (json >= 0 && (html < 0 || json < html)) return 'json';
  return html < 0 && mediaTypeOf(event) === 'application/json' ? 'json' : 'html';
}

/** The language to refuse in where no need says it: what `Accept-Language` likes best of Swedish and English (RFC 9110, 12.5.4). */
export function languageOf(event: HttpEvent): Language {
  const liked = header(event, 'accept-language')
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)/.exec(parameter)?.[1]).find(Boolean);
      return { language: tag.split('-')[0], weight: Number(weight ?? 1) };
    })
    .filter(({ language, weight }) => (language === 'sv' || language === 'en') && weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return liked[0]?.language === 'en' ? 'en' : 'sv';
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
