import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const page = readFileSync(new URL('../../docs/dependencies.md', import.meta.url), 'utf8');

describe('docs/dependencies.md', () => {
  test('gives a reason for every package', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const packages = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
    const named = new Set([...page.matchAll(/`([@\w/*.-]+)`/g)].map(([, name]) => name));
    const missing = packages.filter((name) => !named.has(name) && !named.has(name.replace(/\/.*/, '/*')));
    expect(missing).toEqual([]);
  });
});
