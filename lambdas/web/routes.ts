import type { Language } from '../domain/text.ts';

/*
 * Every route of the HTTP API. The stack, `show`, the pages' links, the contract and the tests read it here. The schemas are in
 * `contract.ts`, so that no function loads them to know a path.
 */

/** Which function answers each route, by its file in `lambdas/functions/`. GET answers HEAD as well. */
export const routes = {
  'GET /': 'show',
  'GET /en': 'show',
  'GET /integritet': 'show',
  'GET /en/privacy': 'show',
  'GET /tillganglighet': 'show',
  'GET /en/accessibility': 'show',
  'GET /organisation': 'show',
  'GET /needs': 'show',
  'POST /needs': 'submit-need',
  'GET /n/{token}': 'show',
  'POST /n/{token}': 'act',
  'GET /needs/{reference}': 'show',
  'POST /needs/{reference}': 'act',
  'GET /needs/{reference}/export': 'show',
  'GET /sign-in': 'show',
  'POST /sign-in': 'act',
  'GET /sign-in/{challenge}': 'show',
  'POST /sign-in/{challenge}': 'act',
  'GET /my': 'show',
  'GET /min-sida': 'show',
  'GET /en/my-page': 'show',
  'POST /my': 'act',
  'GET /areas': 'show',
  'GET /areas/{id}': 'show',
  'GET /work': 'show',
  'POST /work': 'act',
  'GET /work/{id}': 'show',
  'POST /work/{id}': 'act',
  'GET /meetings': 'show',
  'POST /meetings': 'act',
  'GET /meetings/{id}': 'show',
  'POST /meetings/{id}': 'act',
  'GET /m/{token}': 'show',
  'POST /m/{token}': 'act',
  'GET /figures': 'show',
  'GET /stuck': 'show',
  'GET /fastnat': 'show',
  'GET /en/stuck': 'show',
  'GET /assets/{file}': 'show',
  'GET /openapi.json': 'show',
  'GET /health': 'show',
} as const;

export type Route = keyof typeof routes;

/** The routes that a function answers. */
export type RouteOf<Name extends (typeof routes)[Route]> = {
  [Each in Route]: (typeof routes)[Each] extends Name ? Each : never;
}[Route];

export const routesOf = <Name extends (typeof routes)[Route]>(name: Name): readonly RouteOf<Name>[] =>
  (Object.keys(routes) as Route[]).filter((route): route is RouteOf<Name> => routes[route] === name);

/** Whether a route's path leads to an address. */
export const leadsTo = (pattern: string, path: string): boolean => {
  const [places, segments] = [pattern.split('/'), path.split('/')];
  return (
    places.length === segments.length &&
    places.every((place, index) =>
      place.startsWith('{') ? segments[index] !== '' : segments[index] === place,
    )
  );
};

/** The methods that an address knows, as `Allow` lists them (RFC 9110, 10.2.1). None where no route leads there. */
export const methodsAt = (path: string): readonly string[] =>
  Object.keys(routes)
    .map((route) => route.split(' ') as [method: string, pattern: string])
    .filter(([, pattern]) => leadsTo(pattern, path))
    .flatMap(([method]) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));

export type Path = Route extends infer Each
  ? Each extends `${string} ${infer Found}`
    ? Found
    : never
  : never;

/** Where each page that belongs to no need is found, by language. */
export const paths = {
  form: { sv: '/', en: '/en' },
  privacy: { sv: '/integritet', en: '/en/privacy' },
  accessibility: { sv: '/tillganglighet', en: '/en/accessibility' },
  my: { sv: '/min-sida', en: '/en/my-page' },
  stuck: { sv: '/fastnat', en: '/en/stuck' },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, Path>>>>;

type Placeholder<Pattern extends string> = Pattern extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

/** A path with its placeholders filled in. */
export const pathTo = <Pattern extends Path>(
  pattern: Pattern,
  values: Readonly<Record<Placeholder<Pattern>, string>>,
): string =>
  Object.entries<string>(values).reduce<string>(
    (path, [name, value]) => path.replace(`{${name}}`, () => value),
    pattern,
  );

/** The address of a need's page, by the token of a link to it, without what a mail program has glued to its end. */
export const linkTo = (baseUrl: string, token: string): string =>
  `${baseUrl}${pathTo('/n/{token}', { token: /^[\w-]*/.exec(token)?.[0] ?? '' })}`;

/** The address of a need's page for whoever is signed in. */
export const addressOf = (baseUrl: string, reference: string): string =>
  `${baseUrl}${pathTo('/needs/{reference}', { reference })}`;

/** The address of a meeting's page, for whoever is signed in; by a link for whoever a school sends. */
export const meetingAt = (baseUrl: string, id: string, token?: string): string =>
  baseUrl + (token === undefined ? pathTo('/meetings/{id}', { id }) : pathTo('/m/{token}', { token }));

/** Where a whole need is exported. */
export const addressOfExport = (baseUrl: string, reference: string): string =>
  `${baseUrl}${pathTo('/needs/{reference}/export', { reference })}`;

/** The address of the page where a code is entered. */
export const codePageAt = (baseUrl: string, challenge: string): string =>
  `${baseUrl}${pathTo('/sign-in/{challenge}', { challenge })}`;

/** The address of the figures of a year, this one where none is named; as CSV where that is asked for. */
export const figuresAt = (
  baseUrl: string,
  { year, language, format }: { year?: number; language: Language; format?: 'csv' },
): string => {
  const asked = { ...(year !== undefined && { year: String(year) }), language, ...(format && { format }) };
  return `${baseUrl}${pathTo('/figures', {})}?${new URLSearchParams(asked).toString()}`;
};

const asking = (address: string, question: string): string =>
  `${address}${address.includes('?') ? '&' : '?'}${question}`;

/** An address in a language, with what else its query asks for; nothing where that is undefined. */
export function inLanguage(
  address: string,
  language: Language,
  asked: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(asked).filter((one): one is [string, string] => one[1] !== undefined);
  return asking(address, new URLSearchParams([['language', language], ...given]).toString());
}

/** Where a need's page shows the events before one of them. */
export const addressBefore = (address: string, version: number): string =>
  asking(address, `before=${version}`);

/** Where the decision on a need is shown alone, to be printed. */
export const addressToPrint = (address: string): string => asking(address, 'print=decision');

/** Where a need's page also lists the needs most like it. */
export const addressWithSimilar = (address: string): string => `${asking(address, 'similar=yes')}#similar`;
