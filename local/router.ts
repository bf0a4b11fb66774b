import type { RouteMatch } from './gateway-event.ts';
import type { RouteDeclaration } from './resources.ts';

interface Route {
  readonly declared: RouteDeclaration;
  readonly method: string;
  readonly segments: readonly string[];
}

/**
 * Finds the route of a request: text goes before a placeholder, and `$default` comes last.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function router(
  declared: readonly RouteDeclaration[],
): (method: string, path: string) => (RouteMatch & RouteDeclaration) | undefined {
  const fallback = declared.find(({ routeKey }) => routeKey === '$default');
  const routes = declared
    .filter((route) => route !== fallback)
    .map((route): Route => {
      const [method = '', path = ''] = route.routeKey.split(' ');
      return { declared: route, method, segments: path.split('/') };
    })
    .sort((one, other) => (placeholders(one) < placeholders(other) ? -1 : 1));

  return (method, path) => {
    const segments = path.split('/');
    for (const route of routes) {
      const pathParameters = route.method === method ? match(route.segments, segments) : undefined;
      if (pathParameters) return { ...route.declared, pathParameters };
    }
    return fallback && { ...fallback, pathParameters: {} };
  };
}

const nameIn = (segment: string): string | undefined => /^\{(\w+)\}$/.exec(segment)?.[1];

const placeholders = ({ segments }: Route): string =>
  segments.map((segment) => (nameIn(segment) === undefined ? 0 : 1)).join('');

/** What the placeholders of a route stand for in a path; nothing where the path is another one. */
function match(route: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  if (route.length !== path.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of route.entries()) {
    const actual = path[index] ?? '';
    const name = nameIn(segment);
    if (name !== undefined && actual !== '') parameters[name] = actual;
    else if (segment !== actual) return undefined;
  }
  return parameters;
}
