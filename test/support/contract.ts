import { expect } from 'vitest';
import * as z from 'zod/mini';
import { contractFor, elsewhere, GatewayAnswer } from '../../lambdas/web/contract.ts';
import type { AnswerShape, Operation } from '../../lambdas/web/contract.ts';
import { partField } from '../../lambdas/web/parts.ts';
import { leadsTo, routes } from '../../lambdas/web/routes.ts';
import type { Route } from '../../lambdas/web/routes.ts';
import { fetchedAt, traps } from '../../lambdas/web/trap-names.ts';
import { shipped } from '../domain/fixtures.ts';

const contract = contractFor(shipped);

/** What the contract says of a request; nothing where no route takes it. HEAD is answered as GET is, without a body. */
function operationAt(method: string, pathname: string): Operation | undefined {
  const asked = method === 'HEAD' ? 'GET' : method;
  const found = (Object.keys(routes) as Route[]).find((route) => {
    const [known = '', pattern = ''] = route.split(' ');
    return known === asked && leadsTo(pattern, pathname);
  });
  return found && contract[found];
}

/**
 * Fetches, and expects that the contract describes what is asked, if it is done, and what is answered: of the address each name in its
 * query and of a JSON body every member, of the answer its status, its headers and every member of its body.
 */
export async function fetchByContract(url: string | URL, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const { method = 'GET' } = init;
  const { pathname, searchParams } = new URL(url);
  const what = `${method} ${pathname} answered with ${response.status}`;
  const operation = operationAt(method, pathname);
  if (operation && response.status < 400) {
    for (const name of searchParams.keys())
      expect(Object.keys(operation.query ?? {}), `the query of ${what}`).toContain(name);
    expectTaken(operation, init, what);
  }
  const answer = (operation?.answers ?? elsewhere)[response.status];
  if (!answer) throw new Error(`the contract does not describe ${what}`);
  await expectDescribed(answer, response.clone(), method, what);
  return response;
}

/** Asks, as a browser does before a script of another page may send something, which API Gateway answers by itself. */
export const askLeave = (url: string, headers: Readonly<Record<string, string>>): Promise<Response> =>
  fetch(url, { method: 'OPTIONS', headers });

/** Expects of a JSON body that was taken that its schema takes it, and knows each of its members. */
function expectTaken({ body: bodies }: Operation, { body }: RequestInit, what: string) {
  const schema = bodies?.['application/json'];
  if (!schema || typeof body !== 'string' || !body.startsWith('{')) return;
  const sent = JSON.parse(body) as Readonly<Record<string, unknown>>;
  const { data, error } = schema.safeParse(sent);
  expect(error, `${what}, to ${body}`).toBeUndefined();
  expect(Object.keys(data as object), `${what}, to ${body}`).toEqual(
    expect.arrayContaining(Object.keys(sent)),
  );
}

async function expectDescribed(answer: AnswerShape, response: Response, method: string, what: string) {
  const body = await response.text();
  if (!answer.content || method === 'HEAD') {
    expect(body, what).toBe('');
    expectHeaders(answer, response, what);
    return;
  }
  const type = response.headers.get('content-type')?.replace(/;.*/, '') ?? '';
  const schema = answer.content[type];
  if (!schema) throw new Error(`the contract does not describe ${what} as ${type}`);
  if (schema !== GatewayAnswer) expectHeaders(answer, response, what);
  if (type === 'text/html') expectWaysDescribed(body, response.url);
  const { error } = schema.safeParse(type.endsWith('json') ? JSON.parse(body) : body);
  expect(error, `${what}: ${body}`).toBeUndefined();
}

/** Expects of a page that the contract knows where its links lead and its forms are sent, and each name that they ask by. */
function expectWaysDescribed(page: string, url: string) {
  for (const [, href = ''] of page.matchAll(/<a\b[^>]* href="([^"#][^"]*)"/g)) {
    const { origin, pathname, searchParams } = new URL(href.replaceAll('&amp;', '&'), url);
    if (origin !== new URL(url).origin) continue;
    const what = `${href} on ${url}`;
    const operation = operationAt('GET', pathname);
    expect(operation, what).toBeDefined();
    expectKnown(Object.keys(operation?.query ?? {}), [...searchParams.keys()], what);
  }
  for (const [, head = '', body = ''] of page.matchAll(/<form\b([^>]*)>([^]*?)<\/form>/g)) {
    const [, method = ''] = /method="(\w+)"/.exec(head) ?? [];
    const [, action = ''] = /action="([^"]*)"/.exec(head) ?? [];
    const { pathname } = new URL(action.replaceAll('&amp;', '&'), url);
    const what = `the form on ${url} to ${method} ${pathname}`;
    const operation = operationAt(method.toUpperCase(), pathname);
    expect(operation, what).toBeDefined();
    const names = [...body.matchAll(/ name="([^"]*)"/g)].map(([, name = '']) => name);
    const known =
      method === 'get'
        ? Object.keys(operation?.query ?? {})
        : namesIn(operation?.body?.['application/x-www-form-urlencoded'], body);
    expectKnown(
      [...known, ...apart],
      names.filter((name) => !name.startsWith(partField(''))),
      what,
    );
  }
}

/* What tells machines apart from people is not told to anybody. */
const apart = [...Object.values(traps), fetchedAt];

const expectKnown = (known: readonly string[], names: readonly string[], what: string) =>
  expect(
    names.filter((name) => !known.includes(name)),
    what,
  ).toEqual([]);

/** The names that a schema has; of several, the one that a form says it is sent by. */
function namesIn(schema: z.ZodMiniType | undefined, form: string): readonly string[] {
  if (schema instanceof z.ZodMiniUnion)
    return (schema.def.options as z.ZodMiniType[]).flatMap((option) => namesIn(option, form));
  if (!(schema instanceof z.ZodMiniObject)) return [];
  const shape = schema.shape as Readonly<Record<string, z.ZodMiniType>>;
  const isOf = ([name, member]: [string, z.ZodMiniType]) =>
    !['do', 'action'].includes(name) ||
    (member as z.ZodMiniLiteral).def.values.some((value) =>
      form.includes(`name="${name}" value="${String(value)}"`),
    );
  return Object.entries(shape).every(isOf) ? Object.keys(shape) : [];
}

function expectHeaders({ headers = {} }: AnswerShape, response: Response, what: string) {
  for (const [name, schema] of Object.entries(headers)) {
    expect(schema.safeParse(response.headers.get(name)).success, `${name} of ${what}`).toBe(true);
  }
}
