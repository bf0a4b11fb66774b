import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A server on the loopback address, at a free port. */
export interface Loopback {
  readonly url: string;
  readonly server: Server;
  /** Ends also what is being answered. */
  readonly stop: () => void;
}

/**
 * Answers requests as a service would. Where `answer` fails, the connection breaks, so that whoever called does not wait for an answer
 * that never comes, and the fault is reported as an unhandled rejection.
 */
export async function onLoopback(
  answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
): Promise<Loopback> {
  const server = createServer((request, response) => {
    void (async () => {
      try {
        await answer(request, response);
      } catch (fault) {
        response.destroy();
        throw fault;
      }
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    stop: () => {
      server.close().closeAllConnections();
    },
  };
}
