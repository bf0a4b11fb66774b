import { readFile } from 'node:fs/promises';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    {
      /* The functions' bundles carry assets as text; tests read them the same way. */
      name: 'assets-as-text',
      enforce: 'pre',
      async load(id) {
        return /\/web\/assets\/[^/]+\.(css|js)$/.test(id)
          ? `export default ${JSON.stringify(await readFile(id, 'utf8'))}`
          : undefined;
      },
    },
  ],
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    globalSetup: ['test/support/assembly.ts'],
  },
});
