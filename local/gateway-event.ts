import type { IncomingHttpHeaders } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { z } from 'zod';

/** An HTTP request as the gateway received it. */
export interface GatewayRequest {
  readonly requestId: string;
  readonly method: string;
  /** Path and query as they came, still percent-encoded. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly sourceIp: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
}

/** The route of a request, and the values of its placeholders. */
export interface RouteMatch {
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** An answer to be written. */
export interface GatewayResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** An answer of API Gateway's own. */
export const gatewayMessage = (
  statusCode: number,
  message: string,
  headers: Record<string, string> = {},
): GatewayResponse => ({
  statusCode,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify({ message })),
});

/** Splits a request target into its query and its path, decoded as HTTP APIs do; undefined when it cannot be decoded. */
export function splitTarget(target: string): { path: string; query: string } | undefined {
  const mark = target.indexOf('?');
  const [path, query] = mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
  try {
    return { path: decodeURIComponent(path), query };
  } catch {
    return undefined;
  }
}

// As measured on AWS: forms, and bodies without a content type, are base64-encoded too.
const isText = (contentType: string | undefined): boolean =>
  /^(text\/|application\/(json|xml|javascript)\s*(;|$))/i.test(contentType ?? '');

/**
 * Builds the event a function gets, in payload format 2.0.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toEvent(request: GatewayRequest, match: RouteMatch): APIGatewayProxyEventV2 {
  const { path, query } = splitTarget(request.target) ?? { path: request.target, query: '' };
  const { cookie, ...otherHeaders } = request.headers;
  const host = request.headers.host ?? 'localhost';
  const headers = Object.fromEntries(
    Object.entries({
      ...otherHeaders,
      'x-forwarded-for': request.sourceIp,
      'x-forwarded-port': new URL(`http://${host}`).port || '80',
      'x-forwarded-proto': 'http',
    }).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
  const queryStringParameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = queryStringParameters[name];
    queryStringParameters[name] = before === undefined ? value : `${before},${value}`;
  }
  const asText = isText(request.headers['content-type']);
  const domainName = host.replace(/:\d+$/, '');

  return {
    version: '2.0',
    routeKey: match.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(query !== '' && { queryStringParameters }),
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: { ...match.pathParameters } }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName,
      domainPrefix: domainName.split('.')[0] ?? domainName,
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: request.requestId,
      routeKey: match.routeKey,
      stage: '$default',
      time: commonLogTime(new Date(request.receivedAt)),
      timeEpoch: request.receivedAt,
    },
    ...(request.body.length > 0 && { body: request.body.toString(asText ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !asText,
  };
}

/** `12/Mar/2026:19:03:58 +0000` */
function commonLogTime(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}

const answerSchema = z.object({
  statusCode: z.int().min(200).max(599),
  headers: z.record(z.string().toLowerCase(), z.string()).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(''),
});
const setByServer = new Set(['connection', 'content-length', 'transfer-encoding']);

/**
 * Turns a function's answer into HTTP.
 * @returns undefined for an answer of another form, which makes it a 500
 */
export function toResponse(result: unknown): GatewayResponse | undefined {
  const { success, data } = answerSchema.safeParse(result);
  if (!success) return undefined;
  const headers = Object.entries(data.headers).filter(([name]) => !setByServer.has(name));
  return {
    statusCode: data.statusCode,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...Object.fromEntries(headers),
      ...(data.cookies.length > 0 && { 'set-cookie': data.cookies }),
    },
    body: Buffer.from(data.body),
  };
}
