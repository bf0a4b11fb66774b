import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { typed } from './typed.ts';

describe('npm run release-notes', () => {
  test('gives the section of a version, and no other, and the licences of what the functions have', async () => {
    const { code, out, err } = await typed('release-notes', {}, '1.0.0');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^## 1\.0\.0 /);
    expect(out.match(/^## /gm)).toHaveLength(1);
    const [, packages = ''] = out.split('### Packages in the functions');
    const { dependencies, devDependencies } = manifest;
    for (const [name, version] of Object.entries(dependencies))
      expect(packages).toContain(`${name} ${version}`);
    expect(packages).toMatch(/^- Apache-2\.0: .*@smithy\/core /m);
    expect(packages).toMatch(/^- MIT: .*zod /m);
    expect(packages).not.toContain(`typescript ${devDependencies.typescript}`);
    expect(packages).not.toContain('unknown');
  });

  test('without a version gives what is not released yet', async () => {
    expect((await typed('release-notes', {})).out).toMatch(/^## Unreleased\n/);
  });

  test('writes the list of all packages for whoever audits them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vso-sbom-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'sbom.json');
    expect((await typed('release-notes', {}, '--sbom', file)).code).toBe(0);
    const { bomFormat, components } = JSON.parse(readFileSync(file, 'utf8')) as {
      bomFormat: string;
      components: { name: string }[];
    };
    expect(bomFormat).toBe('CycloneDX');
    expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(['zod', 'typescript']));
  });

  test.each([
    ['9.9.9', 'CHANGELOG.md has no heading for 9.9.9'],
    ['--licences', 'npm run --silent release-notes -- [VERSION]'],
  ])('refuses %s, and says why', async (word, why) => {
    const { code, out, err } = await typed('release-notes', {}, word);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(why);
  });
});
