import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { FunctionFailed, FunctionTimedOut, hostFunction } from '../../local/function-host.ts';
import { openGateway, type Gateway } from '../../local/gateway.ts';
import { dataFolder } from './data-folder.ts';

const routes = ['GET /', 'HEAD /', 'POST /needs', 'GET /n/{token}', 'GET /n/help'].map((routeKey) => ({
  routeKey,
  functionId: `behind ${routeKey}`,
  timeoutMilliseconds: 30_000,
}));

let gateway: Gateway;
let calls: { functionId: string; event: APIGatewayProxyEventV2 }[];
let answer: () => unknown;

beforeEach(async () => {
  calls = [];
  answer = () => ({ statusCode: 200, body: 'done' });
  gateway = await openGateway(0);
  gateway.serve({ routes }, (functionId, event) => {
    calls.push({ functionId, event: event as APIGatewayProxyEventV2 });
    return new Promise((settle) => settle(answer()));
  });
});

afterEach(() => gateway.stop());

const request = (path: string, init?: RequestInit) =>
  fetch(gateway.url + path, { redirect: 'manual', ...init });

async function eventOf(path: string, init?: RequestInit): Promise<APIGatewayProxyEventV2> {
  await request(path, init);
  const call = calls.at(-1);
  if (!call) throw new Error('no function was called');
  return call.event;
}

describe('The event a function gets', () => {
  test('holds a GET as API Gateway writes it', async () => {
    const event = await eventOf('/n/abc%20d?a=1&a=2&b=%C3%A5', {
      headers: { Cookie: 'one=1; two=2', 'X-Thing': 'yes', Accept: 'application/json' },
    });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /n/{token}',
      rawPath: '/n/abc d',
      rawQueryString: 'a=1&a=2&b=%C3%A5',
      cookies: ['one=1', 'two=2'],
      queryStringParameters: { a: '1,2', b: 'å' },
      pathParameters: { token: 'abc d' },
      headers: { 'x-thing': 'yes', accept: 'application/json', 'x-forwarded-for': '127.0.0.1' },
      requestContext: {
        domainName: 'localhost',
        stage: '$default',
        routeKey: 'GET /n/{token}',
        http: { method: 'GET', path: '/n/abc d', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
      },
      isBase64Encoded: false,
    });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event).not.toHaveProperty('body');
    expect(event.requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  });

  test('holds a JSON body as text', async () => {
    const event = await eventOf('/needs', {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"title":"å"}',
    });
    expect(event).toMatchObject({ body: '{"title":"å"}', isBase64Encoded: false });
  });

  test.each([
    ['a form', new URLSearchParams({ title: 'å' }), 'title=%C3%A5'],
    ['a body of no stated type', new TextEncoder().encode('å'), 'å'],
  ])('holds %s base64-encoded', async (_, body, text) => {
    const event = await eventOf('/needs', { method: 'POST', body });
    expect(event.isBase64Encoded).toBe(true);
    expect(Buffer.from(event.body ?? '', 'base64').toString()).toBe(text);
  });

  test.each([
    ['GET', '/n/help', 'GET /n/help', {}],
    ['GET', '/n/other', 'GET /n/{token}', { token: 'other' }],
  ])('names the most specific route for %s %s', async (method, path, routeKey, parameters) => {
    const event = await eventOf(path, { method });
    expect(event).toMatchObject({ routeKey });
    expect(event.pathParameters ?? {}).toEqual(parameters);
    expect(calls.at(-1)?.functionId).toBe(`behind ${routeKey}`);
  });
});

describe('The answer to a request', () => {
  test('is the function’s, with a header for each cookie', async () => {
    answer = () => ({ statusCode: 303, headers: { Location: '/there' }, cookies: ['a=1', 'b=2'] });
    const response = await request('/');
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/there');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  test('has no body for HEAD', async () => {
    const response = await request('/', { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(response.headers.get('content-length')).toBe('4');
  });

  test.each([
    ['GET', '/unknown'],
    ['PUT', '/needs'],
    ['GET', '/n/'],
    ['GET', '/n/a/b'],
  ])('is 404 for %s %s, and no function is called', async (method, path) => {
    const response = await request(path, { method });
    expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
    expect(calls).toHaveLength(0);
  });

  test.each<[string, () => unknown, number, string]>([
    ['a function that throws', () => Promise.reject(new FunctionFailed()), 500, 'Internal Server Error'],
    [
      'a function that has used up its time',
      () => Promise.reject(new FunctionTimedOut()),
      500,
      'Internal Server Error',
    ],
    ['an answer without a status', () => ({ body: 'done' }), 500, 'Internal Server Error'],
    ['a status that is none', () => ({ statusCode: 'soon' }), 500, 'Internal Server Error'],
  ])('of %s reveals nothing', async (_, outcome, status, message) => {
    answer = outcome;
    const response = await request('/');
    expect([response.status, await response.json()]).toEqual([status, { message }]);
  });

  test('is 503 when the function is not done when the API’s time is up', async () => {
    const hasty = routes.map((route) => ({ ...route, timeoutMilliseconds: 20 }));
    gateway.serve({ routes: hasty }, () => new Promise(() => undefined));
    const response = await request('/');
    expect([response.status, await response.json()]).toEqual([503, { message: 'Service Unavailable' }]);
  });

  test('is 413 for more than 10 MB', async () => {
    const response = await request('/needs', { method: 'POST', body: new Uint8Array(10 * 1024 * 1024 + 1) });
    expect(response.status).toBe(413);
    expect(calls).toHaveLength(0);
  });

  test('is 429 with Retry-After once the burst is used up, until the bucket fills again', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    onTestFinished(() => clock.mockRestore());
    gateway.serve({ routes, throttle: { requestsPerSecond: 1, burst: 3 } }, () =>
      Promise.resolve({ statusCode: 200 }),
    );
    const statuses = [];
    for (let sent = 0; sent < 4; sent += 1) statuses.push((await request('/')).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const refused = await request('/');
    expect(refused.headers.get('retry-after')).toBe('1');
    clock.mockReturnValue(1_000);
    expect((await request('/')).status).toBe(200);
    expect((await request('/')).status).toBe(429);
  });

  test('comes from the default route where no other matches', async () => {
    const defaultRoute = { routeKey: '$default', timeoutMilliseconds: 30_000 };
    gateway.serve({ routes: [...routes, { ...defaultRoute, functionId: 'default' }] }, (functionId) =>
      Promise.resolve({ statusCode: 200, body: functionId }),
    );
    const bodyOf = async (path: string) => (await request(path)).text();
    expect([await bodyOf('/'), await bodyOf('/n/'), await bodyOf('/a/b')]).toEqual([
      ...['behind GET /', 'default', 'default'],
    ]);
  });

  test('is awaited by a gateway that is told to stop', async () => {
    let finish: (answer: unknown) => void = () => undefined;
    answer = () => new Promise((settle) => (finish = settle));
    const underWay = request('/');
    await expect.poll(() => calls.length).toBe(1);
    const stopped = gateway.stop();
    finish({ statusCode: 200, body: 'still here' });
    expect(await (await underWay).text()).toBe('still here');
    await stopped;
  });
});

describe('Lambda’s limit', () => {
  const mebibyte = 1024 * 1024;

  /** Serves a function that answers with the length of its body, or with as much as its body asks for. */
  function serveFunction() {
    const file = join(dataFolder(), 'echo.cjs');
    writeFileSync(
      file,
      `exports.handler = async ({ body, headers }) => ({
        statusCode: 200,
        body: headers['x-much'] ? 'x'.repeat(Number(headers['x-much'])) : String(body.length),
      });`,
    );
    const host = hostFunction(
      { id: 'Echo', file, handler: 'handler', timeoutSeconds: 60, environment: {} },
      {},
    );
    onTestFinished(() => host.stop());
    gateway.serve({ routes }, (_functionId, event) => host.invoke(event));
  }

  test.each([
    ['JSON of almost 6 MB', 'application/json', 6 * mebibyte - 10_000, 200],
    ['JSON of 6 MB', 'application/json', 6 * mebibyte, 413],
    ['quotation marks of 3 MB, two bytes each in the event', 'application/json', 3 * mebibyte, 413],
    ['a form of 4.4 MB, a third more in base64', 'application/x-www-form-urlencoded', 4.4 * mebibyte, 200],
    ['a form of 4.5 MB', 'application/x-www-form-urlencoded', 4.5 * mebibyte, 413],
  ])('of an event: %s', async (what, type, size, status) => {
    serveFunction();
    const body = (what.startsWith('quotation') ? '"' : 'x').repeat(size);
    const response = await request('/needs', { method: 'POST', headers: { 'content-type': type }, body });
    expect(response.status).toBe(status);
    if (status === 413) expect(await response.json()).toEqual({ message: 'Request Entity Too Large' });
  });

  test('of an answer is to the byte, and a larger one is a 500', async () => {
    serveFunction();
    const around = JSON.stringify({ statusCode: 200, body: '' }).length;
    const most = 6_291_556 - around;
    const answered = async (size: number) => {
      const response = await request('/', { headers: { 'x-much': String(size) } });
      return [response.status, await response.text()] as const;
    };
    const [status, body] = await answered(most);
    expect([status, body.length]).toEqual([200, most]);
    expect(await answered(most + 1)).toEqual([500, '{"message":"Internal Server Error"}']);
  });
});
