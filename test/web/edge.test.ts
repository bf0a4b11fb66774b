import { describe, expect, test } from 'vitest';
import { StoreBusy, StoreOutOfReach } from '../../lambdas/app/ports/store.ts';
import { BodyError } from '../../lambdas/web/body.ts';
import { httpFunction } from '../../lambdas/web/edge.ts';
import { html, json, seeOther } from '../../lambdas/web/http.ts';
import type { HttpResponse } from '../../lambdas/web/http.ts';
import { toEvent } from '../../local/gateway-event.ts';
import { shipped } from '../domain/fixtures.ts';

const site = { organisation: shipped, baseUrl: 'https://vso.example.org' };
const event = toEvent(
  {
    requestId: 'request-1',
    method: 'GET',
    target: '/',
    headers: { host: 'vso.example.org', accept: 'text/html' },
    body: Buffer.of(),
    sourceIp: '127.0.0.1',
    receivedAt: 0,
  },
  { routeKey: 'GET /', pathParameters: {} },
);
const answerOf = async (handler: () => HttpResponse): Promise<HttpResponse> =>
  await httpFunction(() => undefined, site, handler)(event, {} as never);
const fails = (error: Error) => () => {
  throw error;
};

describe('an answer', () => {
  const answers: readonly [string, () => HttpResponse][] = [
    ['a page', () => html(200, '<!doctype html>')],
    ['JSON', () => json(200, {})],
    ['a file', () => ({ statusCode: 200, headers: { 'content-type': 'text/css' }, body: '' })],
    ['a way on', () => seeOther('https://vso.example.org/')],
    ['a body that cannot be read', fails(new BodyError('bad-request'))],
    ['a store that is busy', fails(new StoreBusy())],
    ['a store out of reach', fails(new StoreOutOfReach('ECONNREFUSED'))],
    ['a fault', fails(new Error('not foreseen'))],
  ];
  test.each(answers)('that is %s shares no window and no bytes with other sites', async (_what, handler) => {
    expect((await answerOf(handler)).headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  test.each(answers)('that is %s may use nothing of the device', async (_what, handler) => {
    const policy = String((await answerOf(handler)).headers?.['permissions-policy']).split(', ');
    expect(policy).toEqual(expect.arrayContaining(['camera=()', 'geolocation=()', 'microphone=()']));
    expect(policy.filter((feature) => !/^[a-z-]+=\(\)$/.test(feature))).toEqual([]);
  });
});

test('a handler whose time is up is answered for: the store is out of reach', async () => {
  const handler = httpFunction(
    () => undefined,
    site,
    () => new Promise(() => undefined),
  );
  const answer = await handler(event, { getRemainingTimeInMillis: () => 0 } as never);
  expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '10' } });
});

test('a store that is busy is told from a fault also where it is said by another copy of the code', async () => {
  /* Files that are loaded later have classes of their own. */
  const answer = await answerOf(fails(Object.assign(new Error(), { name: 'StoreBusy' })));
  expect(answer.statusCode).toBe(429);
});
