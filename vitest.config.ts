import { readFile } from 'node:fs/promises';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    {
      /*
       * The functions' bundles carry assets as text; tests read them the same way, under a name that no longer looks like a
       * style sheet, since the runner empties those.
       */
      name: 'assets-as-text',
      enforce: 'pre',
      async resolveId(source, importer) {
        if (!/\.(css|client\.js)$/.test(source)) return undefined;
        const asset = await this.resolve(source, importer, { skipSelf: true });
        return asset && `\0text:${asset.id}.text`;
      },
      async load(id) {
        const [, asset] = /^\0text:(.+)\.text$/.exec(id) ?? [];
        return asset && `export default ${JSON.stringify(await readFile(asset, 'utf8'))}`;
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
