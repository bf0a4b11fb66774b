import { readFile } from 'node:fs/promises';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { scriptFile, scriptOf } from './lib/bundle/client-script.ts';

/* The files that take longest, the longest first. */
const longest = [
  'browser/pages',
  'docs/runbook',
  'local/bad-luck',
  'browser/scanner',
  'end-to-end/contract',
  'local/system',
  'app/year',
];

/** Begins with the files that take longest, so that no core waits for another at the end, also where no earlier run has been timed. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = longest.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`));
      return found < 0 ? longest.length : found;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  plugins: [
    {
      /*
       * The functions' bundles hold style sheets and browsers' scripts as text. Tests read them the same way, under a name that does
       * not look like a style sheet, since the runner empties those.
       */
      name: 'assets-as-text',
      enforce: 'pre',
      async resolveId(source, importer) {
        const script = importer === undefined ? undefined : scriptFile(source, importer);
        if (script !== undefined) return `\0script:${script}`;
        if (!source.endsWith('.css')) return undefined;
        const asset = await this.resolve(source, importer, { skipSelf: true });
        return asset && `\0text:${asset.id}.text`;
      },
      async load(id) {
        const [, script] = /^\0script:(.+)$/.exec(id) ?? [];
        const [, asset] = /^\0text:(.+)\.text$/.exec(id) ?? [];
        const text = script ? await scriptOf(script) : asset && (await readFile(asset, 'utf8'));
        return text && `export default ${JSON.stringify(text)}`;
      },
    },
  ],
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    /* By itself the runner would leave one of two cores idle. */
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    /* Only what hangs should reach these: a test waits for what it needs, and on a busy machine that may take minutes. */
    testTimeout: 900_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
    globalSetup: ['test/support/assembly.ts'],
  },
});
