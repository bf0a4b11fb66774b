import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/**
 * How a call can fail.
 * - `refused`: before anything is applied
 * - `lost`: applied, and the answer never arrives
 * - `silent`: nothing is applied and nothing answered, until the caller gives up
 * - `killed`: the process that calls dies, every other time after the call has been applied
 */
export const faults = ['refused', 'lost', 'silent', 'killed'] as const;
export type Fault = (typeof faults)[number];

export interface Target {
  readonly name: 'database' | 'mail';
  readonly endpoint: string;
}

/** What a process reaches the services through; when the process dies, nothing more of it gets through. */
export interface FaultyProxy {
  readonly urls: Readonly<Record<Target['name'], string>>;
  /** The calls so far, by the service they went to. */
  readonly calls: Target['name'][];
  /** Resolves when the process is killed. */
  readonly killed: Promise<'killed'>;
  stop(): void;
}

/** Stands between a process and its services, and fails the call number `at` (from 0). */
export async function faultyProxy(
  targets: readonly Target[],
  at: number,
  fault: Fault,
): Promise<FaultyProxy> {
  const calls: Target['name'][] = [];
  let isDead = false;
  let die: (how: 'killed') => void = () => undefined;
  const killed = new Promise<'killed'>((settle) => (die = settle));

  async function forward(target: Target, request: IncomingMessage, body: Buffer) {
    const onward = httpRequest(new URL(request.url ?? '/', target.endpoint), {
      method: request.method,
      headers: request.headers,
    });
    onward.end(body);
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
    return { status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(chunks) };
  }

  const servers = await Promise.all(
    targets.map(async (target) => {
      const server = createServer((request, response) => {
        void (async () => {
          const chunks: Buffer[] = [];
          for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
          if (isDead) return;
          const index = calls.push(target.name) - 1;
          const failing = index === at ? fault : undefined;
          if (failing === 'killed') isDead = true;
          const isApplied =
            failing === undefined || failing === 'lost' || (failing === 'killed' && at % 2 === 1);
          const answer = isApplied ? await forward(target, request, Buffer.concat(chunks)) : undefined;
          if (failing === 'killed') die('killed');
          else if (failing === 'refused' || failing === 'lost') response.socket?.destroy();
          else if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
        })();
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      return { name: target.name, server };
    }),
  );
  const urlOf = (name: Target['name']) => {
    const { server } = servers.find((one) => one.name === name) ?? {};
    return `http://127.0.0.1:${(server?.address() as AddressInfo).port}`;
  };
  return {
    urls: { database: urlOf('database'), mail: urlOf('mail') },
    calls,
    killed,
    stop: () => {
      isDead = true;
      for (const { server } of servers) server.close().closeAllConnections();
    },
  };
}
