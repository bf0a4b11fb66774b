import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cors, RouteDeclaration, Throttle } from './assembly.ts';
import { portInUse } from './cannot-start.ts';
import { FunctionTimedOut } from './function-host.ts';
import {
  gatewayMessage,
  splitTarget,
  toEvent,
  toResponse,
  type GatewayResponse,
  type RouteMatch,
} from './gateway-event.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const maximumBodyBytes = 10 * 1024 * 1024;
/** How long the requests under way may take once the gateway is told to stop. */
const patienceMilliseconds = 5_000;

type Invoke = (functionId: string, event: unknown) => Promise<unknown>;

/** What the template says of the HTTP API. */
interface Api {
  readonly routes: readonly RouteDeclaration[];
  readonly throttle?: Throttle | undefined;
  readonly cors?: Cors | undefined;
}

/** The HTTP server in the place of API Gateway. */
export interface Gateway {
  readonly url: string;
  /** Begins to answer: before it, everything is 503. */
  serve(api: Api, invoke: Invoke): void;
  /** Takes no more requests, and waits for those under way. */
  stop(): Promise<void>;
}

/**
 * Listens on this machine only. It listens before there is anything to serve, so that a port in use is found at
 * once and the functions can be told the address.
 * @param port 0 picks a free one
 * @throws CannotStart when the port is in use
 */
export async function openGateway(port: number): Promise<Gateway> {
  let respond: (request: IncomingMessage) => Promise<GatewayResponse> = () =>
    Promise.resolve(gatewayMessage(503, 'Service Unavailable', { 'retry-after': '1' }));
  const server = createServer((request, response) => {
    void respond(request)
      .catch((error: unknown) => {
        console.error('gateway', error);
        return gatewayMessage(500, 'Internal Server Error');
      })
      .then((answer) => {
        // Else a client that keeps its connection would keep us as well.
        if (!server.listening) response.setHeader('connection', 'close');
        write(answer, response);
      });
  });
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? portInUse(port, 'PORT') : error;
  }

  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    serve: (api, invoke) => {
      respond = responder(api, invoke);
    },
    stop: async () => {
      const impatience = setTimeout(() => server.closeAllConnections(), patienceMilliseconds);
      await new Promise((settle) => server.close(settle));
      clearTimeout(impatience);
    },
  };
}

function responder({ routes, throttle, cors }: Api, invoke: Invoke) {
  const match = router(routes);
  const admit = tokenBucket(throttle);

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
    if (!body) return gatewayMessage(413, 'Request Entity Too Large', { connection: 'close' });
    const path = splitTarget(target)?.path;
    if (path === undefined) return gatewayMessage(400, 'Bad Request');
    const found = match(method, path);
    if (!found) return gatewayMessage(404, 'Not Found');
    if (!admit()) return gatewayMessage(429, 'Too Many Requests', { 'retry-after': '1' });

    const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
    const event = toEvent(
      { requestId: randomUUID(), method, target, headers, body, sourceIp, receivedAt },
      found,
    );
    try {
      return (
        toResponse(await invoke(found.functionId, event)) ?? gatewayMessage(500, 'Internal Server Error')
      );
    } catch (error) {
      return error instanceof FunctionTimedOut
        ? gatewayMessage(503, 'Service Unavailable')
        : gatewayMessage(500, 'Internal Server Error');
    }
  }
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

/** The whole body, or undefined when it is larger than the gateway takes. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read on, or the answer would not reach a client that is still sending.
    if (size <= maximumBodyBytes) chunks.push(chunk);
  }
  return size <= maximumBodyBytes ? Buffer.concat(chunks) : undefined;
}

function write({ statusCode, headers, body }: GatewayResponse, response: ServerResponse): void {
  response.writeHead(statusCode, { ...headers, 'content-length': body.length });
  response.end(body);
}

interface Route extends RouteDeclaration {
  readonly method: string;
  readonly segments: readonly string[];
}

/**
 * Finds a request's route. The most specific one wins: text before a placeholder before a greedy one, and a named
 * method before ANY.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
function router(
  declared: readonly RouteDeclaration[],
): (method: string, path: string) => (RouteMatch & RouteDeclaration) | undefined {
  const routes = declared
    .map((route): Route => {
      const [method = '', path = ''] =
        route.routeKey === '$default' ? ['ANY', '/{proxy+}'] : route.routeKey.split(' ');
      return { ...route, method, segments: path.split('/') };
    })
    .sort((left, right) => (rank(left) < rank(right) ? -1 : 1));

  return (method, path) => {
    const segments = path.split('/');
    for (const route of routes) {
      if (route.method !== 'ANY' && route.method !== method) continue;
      const pathParameters = parametersOf(route.segments, segments);
      if (pathParameters) return { routeKey: route.routeKey, functionId: route.functionId, pathParameters };
    }
    return undefined;
  };
}

function rank({ routeKey, method, segments }: Route): string {
  if (routeKey === '$default') return '9';
  const places = segments.map((segment) => (segment.endsWith('+}') ? 3 : segment.startsWith('{') ? 2 : 1));
  return `${places.join('')}${method === 'ANY' ? 1 : 0}`;
}

function parametersOf(
  pattern: readonly string[],
  path: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const actual = path[index];
    const name = /^\{(\w+)(\+?)\}$/.exec(segment);
    if (name?.[1] !== undefined && name[2] === '+' && actual !== undefined) {
      return { ...parameters, [name[1]]: path.slice(index).join('/') };
    }
    if (name?.[1] !== undefined && actual) parameters[name[1]] = actual;
    else if (segment !== actual) return undefined;
  }
  return pattern.length === path.length ? parameters : undefined;
}

/** Lets through `burst` requests at once, refilled at the steady rate. */
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
