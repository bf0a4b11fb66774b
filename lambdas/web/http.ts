import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import preferredMediaTypes from 'negotiator/lib/mediaType.js';

export type HttpEvent = APIGatewayProxyEventV2;
export type HttpResponse = APIGatewayProxyStructuredResultV2 & { readonly statusCode: number };

/** Every resource has both. */
export type Format = 'json' | 'html';

const header = (event: HttpEvent, name: string): string => event.headers[name] ?? '';

export const mediaTypeOf = (event: HttpEvent): string =>
  (header(event, 'content-type').split(';')[0] ?? '').trim().toLowerCase();

/* With the character set, since a client that asks for it accepts no type without it. */
const types = {
  html: 'text/html;charset=utf-8',
  json: 'application/json;charset=utf-8',
  problem: 'application/problem+json;charset=utf-8',
  csv: 'text/csv;charset=utf-8',
};
/* A client that gets what it did not name is better off than with nothing. */
const acceptOf = (event: HttpEvent): string => `*/*;q=0.001,${header(event, 'accept')}`;

/**
 * The format that the client prefers by `Accept` (RFC 9110, 12.5.1). A client that prefers neither gets a page, or JSON if it
 * sends JSON. It gets what it refuses by `q=0` only if it refuses both.
 */
export function formatOf(event: HttpEvent): Format {
  const { html, json, problem } = types;
  const offered = mediaTypeOf(event) === 'application/json' ? [json, html, problem] : [html, json, problem];
  const [type] = preferredMediaTypes(acceptOf(event), offered);
  return type === json || type === problem ? 'json' : 'html';
}

/** Whether a client prefers CSV to both, where there is that too. */
export function prefersCsv(event: HttpEvent): boolean {
  const { html, json, problem, csv } = types;
  return preferredMediaTypes(acceptOf(event), [html, json, problem, csv])[0] === csv;
}

/* A function answers with at most 6 MB: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const mostBytes = 5_500_000;

/** Whether an answer is small enough to be given. */
export const fitsAnswer = (answer: HttpResponse): boolean =>
  Buffer.byteLength(JSON.stringify(answer)) <= mostBytes;

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
