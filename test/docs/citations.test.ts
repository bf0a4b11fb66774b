import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const pages = globSync(['*.md', 'docs/**/*.md']);
const sources = globSync(['{bin,lib,lambdas,local,test,bench}/**/*.{ts,tsx,js,css}', '*.{ts,js}']);
const read = (file: string): string => readFileSync(file, 'utf8');

/** What GitHub calls a heading in an address. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
const headingsIn = (page: string): readonly string[] =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);

describe('The documents', () => {
  test.each(pages)('link to files and headings that exist: %s', (page) => {
    const broken = [...read(page).matchAll(/\]\((?!\w+:)([^)\s#]*)(?:#([^)\s]+))?\)/g)].filter(
      ([, path = '', anchor]) => {
        const target = path === '' ? page : join(dirname(page), path);
        if (!existsSync(target)) return true;
        return anchor !== undefined && !headingsIn(target).map(anchorOf).includes(anchor);
      },
    );
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  /* The changelog also names what is no longer there. */
  test.each(pages.filter((page) => page !== 'CHANGELOG.md'))('name files that exist: %s', (page) => {
    const named = [...read(page).matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.(?:tsx?|js|cjs|json|css|md))`/g)];
    const missing = named
      .map(([, path = '']) => path)
      .filter((path) => !['', 'lambdas'].some((folder) => existsSync(join(folder, path))));
    expect(missing).toEqual([]);
  });
});

describe('The code', () => {
  test('cites documents of the repository, and headings that they have', () => {
    const cited = sources.flatMap((file) =>
      [...read(file).matchAll(/(docs\/[\w/-]+\.md)(?:, "([^"]+)")?/g)].map(([, page = '', heading]) => ({
        file,
        page,
        heading,
      })),
    );
    const missing = cited.filter(
      ({ page, heading }) =>
        !existsSync(page) || (heading !== undefined && !headingsIn(page).includes(heading)),
    );
    expect(missing).toEqual([]);
    expect(cited.length).toBeGreaterThan(5);
  });
});
