import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { FunctionFailed, FunctionTimedOut } from '../../local/function-host.ts';
import { openGateway, type Gateway } from '../../local/gateway.ts';

const routes = ['GET /', 'HEAD /', 'POST /needs', 'GET /n/{token}', 'GET /n/help'].map((routeKey) => ({
  routeKey,
  functionId: `behind ${routeKey}`,
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
      'a function that takes too long',
      () => Promise.reject(new FunctionTimedOut()),
      503,
      'Service Unavailable',
    ],
    ['an answer without a status', () => ({ body: 'done' }), 500, 'Internal Server Error'],
    ['a status that is none', () => ({ statusCode: 'soon' }), 500, 'Internal Server Error'],
  ])('of %s reveals nothing', async (_, outcome, status, message) => {
    answer = outcome;
    const response = await request('/');
    expect([response.status, await response.json()]).toEqual([status, { message }]);
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
    gateway.serve({ routes: [...routes, { routeKey: '$default', functionId: 'default' }] }, (functionId) =>
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
