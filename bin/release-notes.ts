import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import manifest from '../package.json' with { type: 'json' };
import { fail, Mistake, runCommand } from './command.ts';

const usage = `npm run --silent release-notes -- [VERSION]    what has changed, and which packages the functions have, with their licences, as Markdown

VERSION is a heading of CHANGELOG.md; without it, what is not released yet.

--sbom FILE    also writes the list of all packages, those to build and test with too, as CycloneDX in JSON

It ends with exit code 1 where the licence of a package is unknown.`;

const root = resolve(import.meta.dirname, '..');

/** What `npm sbom` says, as far as it is used here: https://cyclonedx.org/docs/1.5/json/ */
const Inventory = z.object({
  components: z.array(
    z.object({
      'bom-ref': z.string(),
      name: z.string(),
      version: z.string(),
      licenses: z
        .array(
          z.union([
            z.object({ license: z.object({ id: z.string() }) }),
            z.object({ license: z.object({ name: z.string() }) }),
            z.object({ expression: z.string() }),
          ]),
        )
        .optional(),
    }),
  ),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
});
type Inventory = z.infer<typeof Inventory>;
type Package = Inventory['components'][number];

/** The section of a version. @throws Mistake when the changelog has none */
function sectionOf(version: string): string {
  const changelog = readFileSync(resolve(root, 'CHANGELOG.md'), 'utf8');
  const sections = changelog.split(/^(?=## )/m);
  const section = sections.find(
    (one) =>
      one
        .slice('## '.length)
        .split(/[\s\]]/)[0]
        ?.replace('[', '') === version,
  );
  if (section === undefined) throw new Mistake(`CHANGELOG.md has no heading for ${version}`);
  return section.trimEnd();
}

const licenceOf = ({ licenses = [] }: Package): string =>
  licenses
    .map((one) =>
      'expression' in one ? one.expression : 'id' in one.license ? one.license.id : one.license.name,
    )
    .join(', ');

/*
 * What the functions depend on, by way of others too. `npm sbom --omit dev` leaves out what tools use as well, such as zod.
 */
function inFunctions({ components, dependencies }: Inventory): readonly Package[] {
  const direct = Object.entries(manifest.dependencies).map(([name, version]) => `${name}@${version}`);
  const found = new Set<string>();
  const follow = (ref: string): void => {
    if (found.has(ref)) return;
    found.add(ref);
    for (const next of dependencies.find((one) => one.ref === ref)?.dependsOn ?? []) follow(next);
  };
  direct.forEach(follow);
  return components.filter((one) => found.has(one['bom-ref']));
}

/** Packages by their licence, the most used first. */
const byLicence = (packages: readonly Package[]) =>
  [...Map.groupBy(packages, (one) => licenceOf(one) || 'unknown')].sort(
    ([, one], [, other]) => other.length - one.length,
  );

/** @throws Mistake when the words are no command */
function parseWords(words: readonly string[]): {
  readonly version: string;
  readonly sbom: string | undefined;
} {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { sbom: { type: 'string' } },
      allowPositionals: true,
    });
    const [version = 'Unreleased', ...more] = positionals;
    if (more.length === 0) return { version, sbom: values.sbom };
  } catch {
    // Its message speaks of how the words are parsed.
  }
  throw new Mistake(usage);
}

await runCommand(usage, (words) => {
  const { version, sbom } = parseWords(words);
  const section = sectionOf(version);
  const listed = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  const inventory = Inventory.parse(JSON.parse(listed));
  if (sbom !== undefined) writeFileSync(sbom, listed);
  console.log(
    [
      section,
      '\n### Packages in the functions, with those that they depend on\n',
      ...byLicence(inFunctions(inventory)).map(
        ([licence, found]) => `- ${licence}: ${found.map((one) => `${one.name} ${one.version}`).join(', ')}`,
      ),
      `\nAll packages, with those to build and test: ${byLicence(inventory.components)
        .map(([licence, { length }]) => `${length} ${licence}`)
        .join(', ')}.`,
    ].join('\n'),
  );
  for (const one of inventory.components.filter((each) => licenceOf(each) === ''))
    fail(`The licence of ${one.name} ${one.version} is unknown`);
  return Promise.resolve();
});
