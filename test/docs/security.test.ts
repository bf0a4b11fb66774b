import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const page = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8');

test('docs/security.md names for each threat at least one test, and each of them exists', () => {
  const tests = globSync('test/**/*.test.ts').map((file) => readFileSync(file, 'utf8'));
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (threat|---)/.test(line))
    .map((line) => line.split('|').at(-2) ?? '');
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) {
    const named = [...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
    expect(named, row).not.toEqual([]);
    for (const name of named)
      expect(
        tests.some((text) => text.includes(`'${name}'`) || text.includes(`\`${name}\``)),
        `the test “${name}”`,
      ).toBe(true);
  }
});
