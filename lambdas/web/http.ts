import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import preferredMediaTypes from 'negotiator/lib/mediaType.js';

/** A request. Of the query of its address it shows the names that the contract has for its route, `Named`, and no others. */
export interface HttpEvent<Named extends string = never> extends Omit<
  APIGatewayProxyEventV2,
  'queryStringParameters'
> {
  readonly queryStringParameters?: Query<Named>;
}
export type Query<Named extends string> = Readonly<Record<Named, string | undefined>>;
export type HttpResponse = APIGatewayProxyStructuredResultV2 & { readonly statusCode: number };

/** Every resource has both. */
export type Format = 'json' | 'html';

const header = (event: HttpEvent, name: string): string => event.headers[name] ?? '';

export const mediaTypeOf = (event: HttpEvent): string =>
  (header(event, 'content-type').split(';')[0] ?? '').trim().toLowerCase();

/** What the query of an address asks for. */
export const queryOf = <Named extends string>({ queryStringParameters }: HttpEvent<Named>): Query<Named> =>
  queryStringParameters ?? ({} as Query<Named>);

/** An id in a path; ids are in upper case, however they are written. */
export const idIn = ({ pathParameters }: HttpEvent, name: 'reference' | 'id'): string | undefined =>
  pathParameters?.[name]?.toUpperCase();

/* With the character set, since a client that asks for it accepts no type without it. */
const types = {
  html: 'text/html;charset=utf-8',
  json: 'application/json;charset=utf-8',
  problem: 'application/problem+json;charset=utf-8',
  csv: 'text/csv;charset=utf-8',
};
/* A client that gets what it did not name is better off than with nothing. */
const acceptOf = (event: HttpEvent): string => `*/*;q=0.001,${header(event, 'accept')}`;

function preferredType(event: HttpEvent): string | undefined {
  const { html, json, problem, csv } = types;
  const offered = mediaTypeOf(event) === 'application/json' ? [json, html, problem] : [html, json, problem];
  return preferredMediaTypes(acceptOf(event), [...offered, csv])[0];
}

/**
 * The format that the client prefers by `Accept` (RFC 9110, 12.5.1). A client that prefers neither gets a page, or JSON if it
 * sends JSON; one that prefers CSV is a program, and gets JSON too. It gets what it refuses by `q=0` only if it refuses both.
 */
export const formatOf = (event: HttpEvent): Format =>
  (preferredType(event) ?? types.html) === types.html ? 'html' : 'json';

/** Whether a client prefers CSV to both. */
export const prefersCsv = (event: HttpEvent): boolean => preferredType(event) === types.csv;

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
