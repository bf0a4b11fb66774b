import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { scriptFile, scriptOf } from './lib/bundle/client-script.ts';

/* The files that take longest, the longest first. */
const longest = [
  'faults/faults',
  'browser/pages',
  'docs/runbook',
  'local/bad-luck',
  'browser/scanner',
  'end-to-end/contract',
  'local/system',
  'app/year',
];

/*
 * What only `npm run test:all` runs, with what stands for it in `npm test`: a browser on every page (browser/pages, browser/need-page);
 * every command and every word of the documents (docs/upkeep, bin/needs, bin/doctor); faults, a loss and an update (faults/meetings,
 * faults/letters, adapters/format-2); many at once (app/race, app/interleavings); a store that is silent, damaged or holds much
 * (adapters/store-contract, bin/check); a machine that has no room, a process that is killed, and the demo (local/start, local/inbox).
 */
const long = [
  ...['browser/deputy', 'browser/first-time', 'browser/mails', 'browser/meeting', 'browser/oversight'],
  ...['browser/scanner', 'docs/runbook', 'bin/bootstrap', 'bin/family', 'bin/notices', 'bin/organisation'],
  ...['bin/release-notes', 'bin/restore', 'end-to-end/at-once', 'end-to-end/damage'],
  ...['end-to-end/out-of-reach', 'end-to-end/restore', 'faults/faults', 'faults/update'],
  ...['functions/long-need', 'local/bad-luck', 'local/demo', 'local/mail-events', 'local/system'],
].map((name) => `test/${name}.test.ts`);

/* Modules without effects of their own: their tests share one copy of each, which saves loading them for every file. */
const parts = 'domain,app,adapters,i18n,mail,web';
/* What puts something else in a module's place needs a copy of its own. */
const apart = ['test/app/links.test.ts'];

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
    /* By itself the runner would leave one of two cores idle. */
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    /* Of the processes that tests start, each but the first is spared compiling. */
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/node') },
    /* Only what hangs should reach these: a test waits for what it needs, and on a busy machine that may take minutes. */
    testTimeout: 900_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
    globalSetup: ['test/support/assembly.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: [`test/{${parts}}/**/*.test.{ts,tsx}`],
          exclude: apart,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: [`test/!(${parts.replaceAll(',', '|')})/**/*.test.ts`, 'test/*.test.ts', ...apart],
          exclude: long,
        },
      },
      { extends: true, test: { name: 'long', include: long } },
    ],
  },
});
