import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { onLoopback } from '../support/loopback.ts';

/**
 * How a call can fail.
 * - `refused`: before anything is applied
 * - `lost`: applied, and the answer never arrives
 * - `silent`: nothing is applied and nothing answered, until the caller gives up
 * - `killed before`: the process that calls is killed before anything is applied
 * - `killed after`: it is killed once the call has been applied, and the answer reaches nobody
 */
export const ways = ['refused', 'lost', 'silent', 'killed before', 'killed after'] as const;
export type Way = (typeof ways)[number];

/** Which call fails, from 0, and how. */
export interface Fault {
  readonly at: number;
  readonly way: Way;
}

type Service = 'database' | 'mail';

/** What a process reaches its services through. */
export interface FaultyProxy {
  readonly urls: Readonly<Record<Service, string>>;
  /**
   * Counts the calls anew, and fails the one that is meant.
   * @returns the calls as they come, by the service they go to
   */
  arm(fault: Fault | undefined): readonly Service[];
  stop(): void;
}

/**
 * Stands between a process and its services.
 * @param kill ends the process that calls, and resolves when it has ended
 */
export async function faultyProxy(
  endpoints: Readonly<Record<Service, string>>,
  kill: () => Promise<void>,
): Promise<FaultyProxy> {
  let armed: Fault | undefined;
  let calls: Service[] = [];

  async function forward(endpoint: string, request: IncomingMessage, body: Buffer) {
    const { method, headers, url = '/' } = request;
    const onward = httpRequest(new URL(url, endpoint), { method, headers }).end(body);
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 500, headers: answer.headers, body: await buffer(answer) };
  }

  async function serve(service: Service) {
    const { server, url, stop } = await onLoopback(async (request, response) => {
      const body = await buffer(request);
      const way = calls.push(service) - 1 === armed?.at ? armed.way : undefined;
      const isApplied = way === undefined || way === 'lost' || way === 'killed after';
      const answer = isApplied ? await forward(endpoints[service], request, body) : undefined;
      if (way === 'refused' || way === 'lost') response.socket?.destroy();
      else if (way === 'killed before' || way === 'killed after') await kill();
      else if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    /* Connections end only as a fault, or with the process. */
    server.keepAliveTimeout = 0;
    return { url, stop };
  }

  const services = { database: await serve('database'), mail: await serve('mail') };
  return {
    urls: { database: services.database.url, mail: services.mail.url },
    arm(fault) {
      armed = fault;
      calls = [];
      return calls;
    },
    stop: () => Object.values(services).forEach(({ stop }) => stop()),
  };
}
