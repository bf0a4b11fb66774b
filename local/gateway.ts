import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventTooLarge } from './function-host.ts';
import { gatewayMessage, splitTarget, toEvent, toResponse, type GatewayResponse } from './gateway-event.ts';
import { cannotListen } from './ports.ts';
import type { Cors, RouteDeclaration, Throttle } from './resources.ts';
import { router } from './router.ts';

/* https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const maximumBodyBytes = 10 * 1024 * 1024;
const shutdownTimeoutMilliseconds = 5_000;

type Invoke = (functionId: string, event: unknown) => Promise<unknown>;

/** The template's HTTP API. */
interface Api {
  readonly routes: readonly RouteDeclaration[];
  readonly throttle?: Throttle | undefined;
  readonly cors?: Cors | undefined;
}

/** An HTTP server that stands in for API Gateway. */
export interface Gateway {
  readonly url: string;
  /** Starts to answer requests; until then it answers each with 503. */
  serve(api: Api, invoke: Invoke): void;
  /** Refuses new requests, and resolves once those in progress are answered, after five seconds at most. */
  stop(): Promise<void>;
}

/**
 * Listens on the loopback address. It listens before there is anything to serve, so that a port in use is found at once and the
 * functions can be given the address.
 * @param port 0 picks a free one
 * @throws CannotRun when the port cannot be opened
 */
export async function openGateway(port: number): Promise<Gateway> {
  let respond: (request: IncomingMessage) => Promise<GatewayResponse> = () =>
    Promise.resolve(gatewayMessage(503, 'Service Unavailable', { 'retry-after': '1' }));
  const server = createServer((request, response) => {
    void respond(request)
      .catch((error: unknown) => {
        console.error('gateway', error);
        return internalError();
      })
      .then((answer) => {
        // A kept connection would keep the server from closing.
        if (!server.listening) response.setHeader('connection', 'close');
        write(answer, response);
      });
  });
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw cannotListen(error, port, 'PORT');
  }

  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    serve: (api, invoke) => {
      respond = responder(api, invoke);
    },
    stop: async () => {
      const timer = setTimeout(() => server.closeAllConnections(), shutdownTimeoutMilliseconds);
      await new Promise((settle) => server.close(settle));
      clearTimeout(timer);
    },
  };
}

function responder({ routes, throttle, cors }: Api, invoke: Invoke) {
  const findRoute = router(routes);
  const takeToken = tokenBucket(throttle);

  return async (request: IncomingMessage): Promise<GatewayResponse> => {
    const allowed = corsHeaders(cors, request.headers.origin);
    if (cors && request.method === 'OPTIONS' && request.headers.origin !== undefined) {
      return {
        statusCode: 204,
        headers: { ...allowed, ...(allowed && preflightHeaders(cors)) },
        body: Buffer.of(),
      };
    }
    const answer = await answerTo(request);
    return { ...answer, headers: { ...answer.headers, ...allowed } };
  };

  async function answerTo(request: IncomingMessage): Promise<GatewayResponse> {
    const { method = 'GET', url: target = '/', headers } = request;
    const receivedAt = Date.now();
    const body = await readBody(request);
    if (!body) return tooLarge({ connection: 'close' });
    const path = splitTarget(target)?.path;
    if (path === undefined) return gatewayMessage(400, 'Bad Request');
    const route = findRoute(method, path);
    if (!route) return gatewayMessage(404, 'Not Found');
    if (!takeToken()) return gatewayMessage(429, 'Too Many Requests', { 'retry-after': '1' });

    const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
    const event = toEvent(
      { requestId: randomUUID(), method, target, headers, body, sourceIp, receivedAt },
      route,
    );
    return answerWithin(route.timeoutMilliseconds, () => invoke(route.functionId, event));
  }
}

const tooLarge = (headers?: Record<string, string>) =>
  gatewayMessage(413, 'Request Entity Too Large', headers);
const internalError = () => gatewayMessage(500, 'Internal Server Error');

/**
 * The function's answer. Like AWS, it does not wait for one that takes too long, and hides why there is none: a function that has
 * used up its own time, or answered too much, is to the API a function that failed.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
 */
async function answerWithin(milliseconds: number, invoke: () => Promise<unknown>): Promise<GatewayResponse> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<GatewayResponse>((settle) => {
    timer = setTimeout(() => settle(gatewayMessage(503, 'Service Unavailable')), milliseconds);
  });
  const answered = invoke().then(
    (result) => toResponse(result) ?? internalError(),
    (error: unknown) => (error instanceof EventTooLarge ? tooLarge() : internalError()),
  );
  const answer = await Promise.race([answered, late]);
  clearTimeout(timer);
  return answer;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
const corsHeaders = (cors: Cors | undefined, origin: string | undefined) =>
  cors && origin !== undefined && cors.AllowOrigins.includes(origin)
    ? {
        'access-control-allow-origin': origin,
        'access-control-expose-headers': cors.ExposeHeaders.join(','),
        vary: 'origin',
      }
    : undefined;

const preflightHeaders = (cors: Cors) => ({
  'access-control-allow-methods': cors.AllowMethods.join(','),
  'access-control-allow-headers': cors.AllowHeaders.join(','),
  'access-control-max-age': String(cors.MaxAge),
});

/** The whole body; undefined when it is larger than API Gateway allows. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Reads to the end, since a client that is still sending would not see the answer.
    if (size <= maximumBodyBytes) chunks.push(chunk);
  }
  return size <= maximumBodyBytes ? Buffer.concat(chunks) : undefined;
}

function write({ statusCode, headers, body }: GatewayResponse, response: ServerResponse): void {
  try {
    response.writeHead(statusCode, { ...headers, 'content-length': body.length });
    response.end(body);
  } catch (fault) {
    /* A header that HTTP does not allow: API Gateway answers so too, and goes on. */
    console.error('The answer cannot be sent:', fault);
    response.writeHead(500).end();
  }
}

/** A bucket of `burst` tokens, refilled at the steady rate. @returns what takes one, and says whether there was one */
function tokenBucket(throttle: Throttle | undefined): () => boolean {
  if (!throttle) return () => true;
  const { burst, requestsPerSecond } = throttle;
  let tokens = burst;
  let filledAt = performance.now();
  return () => {
    const now = performance.now();
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1_000) * requestsPerSecond);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
