import { readFileSync } from 'node:fs';

/** What docs/operations.md has one type under a heading, by a pattern of the whole line: each line as its words. */
export function documented(heading: string, line: RegExp): readonly (readonly string[])[] {
  const operations = readFileSync('docs/operations.md', 'utf8');
  const section = operations.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const found = section
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => line.test(text))
    .map((text) => text.split(' '));
  if (found.length === 0) throw new Error(`docs/operations.md has no such line under ${heading}`);
  return found;
}
