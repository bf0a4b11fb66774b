import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { readAssembly } from '../../local/assembly.ts';
import { localCredentials } from '../../local/database.ts';
import { hostFunction } from '../../local/function-host.ts';
import { openGateway } from '../../local/gateway.ts';
import { fetchByContract } from '../support/contract.ts';
import { aNeed } from '../support/people.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** The functions behind the HTTP API, with `connect` in the place of DynamoDB. */
async function startWithout(connect: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const database = createServer((socket) => {
    sockets.add(socket);
    connect(socket);
  }).listen(0, '127.0.0.1');
  await once(database, 'listening');
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    database.close();
  });
  const gateway = await openGateway(0);
  stops.push(() => gateway.stop());
  const { routes, functions, region } = readAssembly(inject('assembly'), gateway.url);
  const behind = functions.filter(({ id }) => routes.some(({ functionId }) => functionId === id));
  const hosts = new Map(
    behind.map((declared) => [
      declared.id,
      hostFunction(declared, {
        ...declared.environment,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
        AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(database.address() as AddressInfo).port}`,
      }),
    ]),
  );
  stops.push(() => Promise.all([...hosts.values()].map((host) => host.stop())));
  gateway.serve({ routes }, async (functionId, event) => hosts.get(functionId)?.invoke(event));
  return gateway.url;
}

const link = `/n/B26-7KQ4M-${'A'.repeat(43)}`;
const requests: readonly (readonly [path: string, body?: object])[] = [
  ['/health'],
  [link],
  ['/needs', aNeed],
  [link, { action: 'take', version: 1, confirm: 'yes' }],
];

describe('While the store', () => {
  test.each([
    ['takes no connection', (socket: Socket) => void socket.destroy()],
    ['is silent', (socket: Socket) => void socket.resume()],
  ])('%s, every request that needs it is told to come again', async (_how, connect) => {
    const url = await startWithout(connect);
    await Promise.all(
      requests.flatMap(([path, body]) =>
        ['application/problem+json', 'text/html'].map(async (accept) => {
          const headers = { 'content-type': 'application/json', accept };
          const answer = await fetchByContract(
            `${url}${path}`,
            body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers },
          );
          expect([answer.status, answer.headers.get('content-type')], `${path} as ${accept}`).toEqual([
            503,
            `${accept}; charset=utf-8`,
          ]);
          expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        }),
      ),
    );
    expect((await fetchByContract(`${url}/`)).status).toBe(200);
  });
});
