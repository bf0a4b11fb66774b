import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { parseOrganisation } from '../../lambdas/domain/organisation-file.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const here = (file: string) => join(import.meta.dirname, file);

/* Parts of the SDK that are loaded by every function that uses it, and do little or nothing in these. */
const instead = {
  '@aws-sdk/credential-provider-node': here('credential-provider-node.ts'),
  '@aws-sdk/endpoint-cache': here('endpoint-cache.ts'),
  '@aws/lambda-invoke-store': here('lambda-invoke-store.ts'),
};

/* Parts that are never run at all: event streams and browsers, SHA-256 without a native one, the retry mode that nobody asks for. */
const neverRun =
  /(\/@smithy\/core\/.*\/(event-streams\/index|Sha256Js|AdaptiveRetryStrategy)|\/bowser\/.*)\.js$/;

/** Leaves those parts out. Of a client's package file only the version is read. */
const lean: Plugin = {
  name: 'lean',
  setup(building) {
    building.onLoad({ filter: neverRun }, () => ({ contents: 'module.exports = {};' }));
    building.onLoad({ filter: /\/@aws-sdk\/.*\/package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** Makes a file of its own of each module of ours that is imported only when it is needed; `found` is told of it. */
const apart = (found: (file: string) => void): Plugin => ({
  name: 'apart',
  setup(building) {
    building.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import' || resolveDir.includes('node_modules')) return undefined;
      found(resolve(resolveDir, path));
      return { path: `./${nameOf(path)}.js`, external: true };
    });
  },
});

const nameOf = (path: string) => basename(path).replace(/\.tsx?$/, '');

/**
 * Writes a function's bundle: `index.js` with all that it starts with, and beside it what it imports only when it needs it, so
 * that a cold start does not load it. CommonJS, since Node starts that faster than ES modules.
 * @param entry the function's file
 */
export async function writeBundle(entry: string, folder: string): Promise<void> {
  const organisation = parseOrganisation(
    JSON.parse(readFileSync(join(root, 'config/organisation.json'), 'utf8')),
  );
  const files = new Map([['index', entry]]);
  /* The map grows as files are found; each is bundled once. */
  for (const [name, file] of files) {
    await build({
      entryPoints: { [name]: file },
      outdir: folder,
      bundle: true,
      format: 'cjs',
      platform: 'node',
      target: 'node24',
      mainFields: ['module', 'main'],
      supported: { 'dynamic-import': false },
      alias: instead,
      plugins: [lean, apart((other) => files.set(nameOf(other), other))],
      define: { ORGANISATION: JSON.stringify(organisation) },
      minify: true,
      sourcemap: 'external',
      absWorkingDir: root,
      tsconfig: join(root, 'tsconfig.json'),
      logLevel: 'warning',
    });
  }
}

const [entry, folder] = process.argv.slice(2);
if (import.meta.main && entry !== undefined && folder !== undefined) await writeBundle(entry, folder);
