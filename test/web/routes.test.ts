import { describe, expect, test } from 'vitest';
import { methodsAt } from '../../lambdas/web/routes.ts';

describe('an address', () => {
  test.each([
    ['/', ['GET', 'HEAD']],
    ['/en/privacy', ['GET', 'HEAD']],
    ['/needs', ['GET', 'HEAD', 'POST']],
    ['/n/B26-7KQ4M-made-up', ['GET', 'HEAD', 'POST']],
    ['/assets/site.css', ['GET', 'HEAD']],
    ['/openapi.json', ['GET', 'HEAD']],
  ])('%s knows %j', (path, methods) => {
    expect(methodsAt(path)).toEqual(methods);
  });

  test.each(['', '/nowhere', '/n', '/n/', '/n/a/b', '/needs/', '/openapi-json', '//'])(
    'that leads nowhere knows no method: %j',
    (path) => {
      expect(methodsAt(path)).toEqual([]);
    },
  );
});
