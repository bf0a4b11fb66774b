import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

type Imports = ReadonlyMap<string, readonly string[]>;

/** The files of this repository that a file imports: also types, and also what it imports late. */
const importsIn = (file: string, text: string): readonly string[] =>
  ts
    .preProcessFile(text)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => join(dirname(file), fileName));

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
    'b/four.ts': "import { three } from './three.ts'; import ts from 'typescript';",
  });
  expect(circlesIn(imports)).toEqual(['a/one.ts → a/two.ts → b/three.ts → a/one.ts']);
});
