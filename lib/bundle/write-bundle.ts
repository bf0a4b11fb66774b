import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import { leftOut } from './left-out.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Leaves modules of the SDK out.
 * @throws when a module is not where it is said to be
 */
function leaveOut(modules: readonly { readonly module: string }[]): Plugin {
  const files = new Map(modules.map(({ module }) => [join(root, 'node_modules', module), module]));
  const missing = [...files].flatMap(([file, module]) => (existsSync(file) ? [] : [module]));
  if (missing.length > 0)
    throw new Error(`lib/bundle/left-out.ts: not in node_modules: ${missing.join(', ')}`);
  return {
    name: 'leave-out',
    setup(building) {
      building.onLoad({ filter: /node_modules/ }, async ({ path }) => {
        const module = files.get(path);
        if (module === undefined) return undefined;
        const names = await exportsOf(path);
        return {
          contents: `
            import { unreachable } from './unreachable.ts';
            const leftOut = /* @__PURE__ */ unreachable(${JSON.stringify(module)});
            export { ${names.map((name) => `leftOut as ${name}`).join(', ')} };`,
          resolveDir: import.meta.dirname,
        };
      });
    },
  };
}

/** The names that a module exports. */
async function exportsOf(file: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [file],
    outdir: root,
    format: 'esm',
    write: false,
    metafile: true,
  });
  return Object.values(metafile.outputs).flatMap((output) => output.exports);
}

/** The organisation as functions read it: checked, with its defaults filled in, so that no function has to. */
export const organisation: Plugin = {
  name: 'organisation',
  setup(building) {
    building.onLoad({ filter: /[\\/]config[\\/]organisation\.json$/ }, ({ path }) => ({
      contents: JSON.stringify(parseOrganisation(JSON.parse(readFileSync(path, 'utf8')))),
      loader: 'json',
    }));
  },
};

/** Makes a file of its own of each module of ours that is imported only when it is needed; `found` is told of it. */
const lateImports = (found: (file: string) => void): Plugin => ({
  name: 'late-imports',
  setup(building) {
    building.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import' || resolveDir.includes('node_modules')) return undefined;
      found(resolve(resolveDir, path));
      return { path: `./${nameOf(path)}.js`, external: true };
    });
  },
});

const nameOf = (file: string) => basename(file).replace(/\.tsx?$/, '');

/**
 * Writes a function's bundle: `index.js` with all that it starts with, and beside it what it imports only when it needs it, so
 * that a cold start does not load it. CommonJS, since Node starts that faster than ES modules.
 * @param entry the function's file
 * @param modules those left out of it
 * @throws when the bundle cannot be built, or a module that is to be left out is not in `node_modules`
 */
export async function writeBundle(
  entry: string,
  folder: string,
  modules: readonly { readonly module: string }[] = leftOut,
): Promise<void> {
  const leave = leaveOut(modules);
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
      plugins: [leave, organisation, lateImports((late) => files.set(nameOf(late), late))],
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
