import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

type Imports = ReadonlyMap<string, readonly string[]>;

/** The files of this repository that a file imports: also types, and also what it imports late. */
const importsIn = (file: string, text: string): readonly string[] =>
  [...text.matchAll(/\b(?:from|import)[\s(]*'(\.[^']*)'/g)].map(([, name = '']) => join(dirname(file), name));

/** Each chain of imports that leads back to its first file. */
function circlesIn(imports: Imports): readonly string[] {
  const circles: string[] = [];
  const seen = new Set<string>();
  const follow = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (seen.has(file)) return;
    seen.add(file);
    for (const imported of imports.get(file) ?? []) follow(imported, [...path, file]);
  };
  for (const file of imports.keys()) follow(file, []);
  return circles;
}

const filesIn = (files: Readonly<Record<string, string>>): Imports =>
  new Map(Object.entries(files).map(([file, text]) => [file, importsIn(file, text)]));

test('No two files import each other, neither directly nor by way of others', () => {
  const files = globSync('{bin,lib,lambdas,local}/**/*.{ts,tsx}');
  expect(files.length).toBeGreaterThan(100);
  const imports = filesIn(Object.fromEntries(files.map((file) => [file, readFileSync(file, 'utf8')])));
  expect(circlesIn(imports)).toEqual([]);
});

test('A circle is found by way of a type, a late import and a re-export', () => {
  const imports = filesIn({
    'a/one.ts': "import type { Two } from './two.ts';",
    'a/two.ts': "const three = () => import('../b/three.ts');",
    'b/three.ts': "export { one } from '../a/one.ts';",
    'b/four.ts': "import { three } from './three.ts'; import ts from 'typescript'; import './five.ts';",
  });
  expect(circlesIn(imports)).toEqual(['a/one.ts → a/two.ts → b/three.ts → a/one.ts']);
});

/** The lines in which files say something. */
const linesWith = (files: readonly string[], said: RegExp): readonly string[] =>
  files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => (said.test(line) ? [`${file}: ${line.trim()}`] : [])),
  );
/* In a browser nobody hands in a clock. */
const belowFunctions = globSync('lambdas/{domain,app,adapters,web,mail}/**/*.{ts,tsx}', {
  exclude: ['lambdas/web/client/**'],
});

test('Nothing below the functions asks for the time: the clock is handed in', () => {
  expect(linesWith(belowFunctions, /new Date\(\)|\bDate\.now\b/)).toEqual([]);
  expect(linesWith(globSync('lambdas/functions/*.ts'), /new Date\(\)/)).not.toEqual([]);
});

test('What the store throws is asked for by isBusy and its like, since a file that is loaded late has classes of its own', () => {
  const failures = /instanceof (StoreBusy|StoreOutOfReach|UnreadableRecord)\b/;
  expect(linesWith(belowFunctions, failures)).toEqual([]);
  expect('fault instanceof StoreBusy').toMatch(failures);
});
