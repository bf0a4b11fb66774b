import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import preferredMediaTypes from 'negotiator/lib/mediaType.js';

export type HttpEvent = APIGatewayProxyEventV2;
export type HttpResponse = APIGatewayProxyStructuredResultV2 & { readonly statusCode: number };

/** Every resource is a page and JSON. */
export type Format = 'json' | 'html';

const header = (event: HttpEvent, name: string): string => event.headers[name] ?? '';

export const mediaTypeOf = (event: HttpEvent): string =>
  (header(event, 'content-type').split(';')[0] ?? '').trim().toLowerCase();

/* As they are sent: a client may ask for the character set, and then accepts no type without it. */
const types = {
  html: 'text/html;charset=utf-8',
  json: 'application/json;charset=utf-8',
  problem: 'application/problem+json;charset=utf-8',
};

/**
 * The format that the client prefers by `Accept` (RFC 9110, 12.5.1). Where it prefers neither, it gets a page, or JSON if it
 * sends JSON. It gets what it refuses by `q=0` only if it refuses everything.
 */
export function formatOf(event: HttpEvent): Format {
  /* What a client does not name, it accepts rather than nothing. */
  const accept = `*/*;q=0.001,${header(event, 'accept')}`;
  const { html, json, problem } = types;
  const offered = mediaTypeOf(event) === 'application/json' ? [json, html, problem] : [html, json, problem];
  const [type] = preferredMediaTypes(accept, offered);
  return type === json || type === problem ? 'json' : 'html';
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
