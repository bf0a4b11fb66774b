import { readFile } from 'node:fs/promises';
import { defineConfig } from 'vitest/config';
import { scriptFile, scriptOf } from './lib/bundle/client-script.ts';

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
    /* Only what hangs should reach these: a test waits for what it needs, and on a busy machine that may take minutes. */
    testTimeout: 900_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
    globalSetup: ['test/support/assembly.ts'],
  },
});
