import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const here = (file: string) => join(import.meta.dirname, file);

/* Paths as they are on any system. */
const path = (pattern: string) => new RegExp(`${pattern.replaceAll('/', '[\\\\/]')}$`);

/* Parts of the SDK that every function would load and that find out, elaborately, what is known here: in place of each, what is known. */
const known: readonly (readonly [RegExp, string])[] = [
  [path('/@aws-sdk/credential-provider-node/dist-es/index.js'), 'credential-provider-node.ts'],
  [path('/@aws-sdk/endpoint-cache/dist-es/index.js'), 'endpoint-cache.ts'],
  [path('/@smithy/core/.+/getEndpointFromInstructions.js'), 'endpoint-from-instructions.ts'],
  [path('/@aws/lambda-invoke-store/dist-es/invoke-store.js'), 'lambda-invoke-store.ts'],
  [path('/@smithy/core/.+/loadSharedConfigFiles.js'), 'shared-config-files.ts'],
  [path('/@smithy/core/.+/Sha256Node.js'), 'sha256-node.ts'],
  [path('/@aws-sdk/core/.+/user-agent-middleware.js'), 'user-agent-middleware.ts'],
  [path('/@aws-sdk/core/.+/loggerMiddleware.js'), 'logger-middleware.ts'],
];

/* Parts that are never run at all: the rules for endpoints, event streams and browsers, a virtual machine's region, the
   retry mode that nobody asks for. */
const neverRun = path(
  '/(@aws-sdk/client-.+/dist-es/endpoint/endpointResolver|@smithy/core/.+/(event-streams/index|getInstanceMetadataRegion|AdaptiveRetryStrategy)|bowser/.+).js',
);

/** Leaves those parts out; of a client's package file, which is only asked for its version, the rest as well. */
const lean: Plugin = {
  name: 'lean',
  setup(building) {
    for (const [filter, file] of known) {
      building.onLoad({ filter }, () => ({
        contents: readFileSync(here(file), 'utf8'),
        loader: 'ts',
        resolveDir: import.meta.dirname,
      }));
    }
    /* Its constructor is the SDK's but for the one line, since each client has one of its own. */
    building.onLoad({ filter: path('/@aws-sdk/client-.+/dist-es/\\w+Client.js') }, ({ path: file }) => {
      const source = readFileSync(file, 'utf8');
      const contents = source.replace(/this\.config = (\w+);/, 'this.config = completed($1);');
      if (contents === source) throw new Error(`a client completes its settings in another way: ${file}`);
      return {
        contents: `import { completed } from ${JSON.stringify(here('client-settings.ts'))};\n${contents}`,
      };
    });
    building.onLoad({ filter: neverRun }, () => ({ contents: 'module.exports = {};' }));
    building.onLoad({ filter: path('/@aws-sdk/.+/package.json') }, ({ path: file }) => {
      const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** The organisation as functions read it: checked, with its defaults filled in, so that no function has to. */
export const organisation: Plugin = {
  name: 'organisation',
  setup(building) {
    building.onLoad({ filter: path('/config/organisation.json') }, ({ path: file }) => ({
      contents: JSON.stringify(parseOrganisation(JSON.parse(readFileSync(file, 'utf8')))),
      loader: 'json',
    }));
  },
};

/** Makes a file of its own of each module of ours that is imported only when it is needed; `found` is told of it. */
const apart = (found: (file: string) => void): Plugin => ({
  name: 'apart',
  setup(building) {
    building.onResolve({ filter: /^\./ }, ({ kind, path: asked, resolveDir }) => {
      if (kind !== 'dynamic-import' || resolveDir.includes('node_modules')) return undefined;
      found(resolve(resolveDir, asked));
      return { path: `./${nameOf(asked)}.js`, external: true };
    });
  },
});

const nameOf = (file: string) => basename(file).replace(/\.tsx?$/, '');

/**
 * Writes a function's bundle: `index.js` with all that it starts with, and beside it what it imports only when it needs it, so
 * that a cold start does not load it. CommonJS, since Node starts that faster than ES modules.
 * @param entry the function's file
 */
export async function writeBundle(entry: string, folder: string): Promise<void> {
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
      plugins: [lean, organisation, apart((other) => files.set(nameOf(other), other))],
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
