import { expect } from 'vitest';
import { contractFor, elsewhere, GatewayAnswer } from '../../lambdas/web/contract.ts';
import type { AnswerShape, Answers } from '../../lambdas/web/contract.ts';
import { leadsTo, routes } from '../../lambdas/web/routes.ts';
import type { Route } from '../../lambdas/web/routes.ts';
import { shipped } from '../domain/fixtures.ts';

const contract = contractFor(shipped);

/** How the contract says that a request is answered. HEAD is answered as GET is, without a body. */
function answersTo(method: string, pathname: string): Answers {
  const asked = method === 'HEAD' ? 'GET' : method;
  const found = (Object.keys(routes) as Route[]).find((route) => {
    const [known = '', pattern = ''] = route.split(' ');
    return known === asked && leadsTo(pattern, pathname);
  });
  return found ? contract[found].answers : elsewhere;
}

/** Fetches, and expects of the answer that the contract describes it: its status, its headers and every member of its body. */
export async function fetchByContract(url: string | URL, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const { method = 'GET' } = init;
  const { pathname } = new URL(url);
  const what = `${method} ${pathname} answered with ${response.status}`;
  const answer = answersTo(method, pathname)[response.status];
  if (!answer) throw new Error(`the contract does not describe ${what}`);
  await expectDescribed(answer, response.clone(), method, what);
  return response;
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
  const { error } = schema.safeParse(type.endsWith('json') ? JSON.parse(body) : body);
  expect(error, `${what}: ${body}`).toBeUndefined();
}

function expectHeaders({ headers = {} }: AnswerShape, response: Response, what: string) {
  for (const [name, schema] of Object.entries(headers)) {
    expect(schema.safeParse(response.headers.get(name)).success, `${name} of ${what}`).toBe(true);
  }
}
