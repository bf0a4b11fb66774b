import type { RequestTo } from '../../lambdas/web/contract.ts';
import type { Route } from '../../lambdas/web/routes.ts';
import { toEvent } from '../../local/gateway-event.ts';

/** A GET of a target, path and query, as a function gets it. */
export const getting = <Each extends Route & `GET ${string}`>(
  routeKey: Each,
  target: string,
  accept: string,
  pathParameters: Readonly<Record<string, string>> = {},
): RequestTo<Each> =>
  toEvent(
    {
      ...{ requestId: 'request-1', method: 'GET', target, headers: { accept } },
      ...{ body: Buffer.of(), sourceIp: '127.0.0.1', receivedAt: 0 },
    },
    { routeKey, pathParameters },
  ) as RequestTo<Each>;
