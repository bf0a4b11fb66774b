import { globSync, readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import renovate from '../../renovate.json' with { type: 'json' };

const versions: Readonly<Record<string, string>> = {
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...manifest.optionalDependencies,
};
const packages = Object.keys(versions);
const rules = renovate.packageRules;
const groups = rules.filter(({ groupName }) => groupName !== undefined);
const namesIn = ({ matchPackageNames }: (typeof rules)[number]) =>
  packages.filter((name) => matchPackageNames.some((pattern) => matchesGlob(name, pattern)));

describe('renovate.json', () => {
  test('names packages that there are, each in one group at most', () => {
    const patterns = rules.flatMap(({ matchPackageNames }) => matchPackageNames);
    expect(patterns.filter((pattern) => !packages.some((name) => matchesGlob(name, pattern)))).toEqual([]);
    const grouped = groups.flatMap(namesIn);
    expect(grouped).toEqual([...new Set(grouped)]);
  });

  test('renews by itself what the functions load, but for the SDK, and by groups what does not matter to them', () => {
    const alone = packages.filter((name) => !groups.some((group) => namesIn(group).includes(name)));
    const { dependencies } = manifest;
    const loaded = Object.keys(dependencies).filter((name) => !name.startsWith('@aws-sdk/'));
    expect(alone.sort()).toEqual(
      [...loaded, '@dynoxide/linux-x64', 'esbuild', 'jsonc-parser', 'node'].sort(),
    );
  });

  test('holds no package below the version that it has', () => {
    const numbers = (version: string) => version.split('.').map(Number);
    for (const rule of rules.filter(({ allowedVersions }) => allowedVersions !== undefined)) {
      const [major = 0, minor = 0] = numbers(rule.allowedVersions?.slice(1) ?? '');
      for (const name of namesIn(rule)) {
        const [ownMajor = 0, ownMinor = 0] = numbers(versions[name] ?? '');
        const isHeld = ownMajor < major || (ownMajor === major && ownMinor < minor);
        expect(isHeld, `${name} ${versions[name]} ${rule.allowedVersions}`).toBe(true);
      }
    }
  });
});

describe('Documents and examples', () => {
  const files = ['README.md', 'CONTRIBUTING.md', ...globSync(['docs/*.md', 'docs/examples/*'])];
  test.each(files)('name scripts that there are: %s', (file) => {
    const named = [
      ...readFileSync(file, 'utf8').matchAll(/npm run (?:--silent )?([a-z][\w-]*(?::[\w-]+)*)/g),
    ];
    const missing = named.map(([, name = '']) => name).filter((name) => !(name in manifest.scripts));
    expect(missing).toEqual([]);
  });
});
