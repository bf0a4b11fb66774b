import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import type { Plugin } from 'esbuild';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import { clientScripts } from './client-script.ts';
import { leftOut } from './left-out.ts';
import type { LeftOut } from './left-out.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Leaves modules of the SDK out.
 * @throws when a module is not where it is said to be
 */
function leaveOut(modules: readonly LeftOut[]): Plugin {
  const files = new Map(modules.map((one) => [join(root, 'node_modules', one.module), one]));
  const missing = [...files].flatMap(([file, { module }]) => (existsSync(file) ? [] : [module]));
  if (missing.length > 0)
    throw new Error(`lib/bundle/left-out.ts: not in node_modules: ${missing.join(', ')}`);
  return {
    name: 'leave-out',
    setup(building) {
      building.onLoad({ filter: /node_modules/ }, async ({ path }) => {
        const found = files.get(path);
        if (!found) return undefined;
        return { contents: await standIn(path, found), loader: 'js', resolveDir: import.meta.dirname };
      });
    },
  };
}

/** What stands in place of a module: under each name that the module exports, a value that cannot be used. */
async function standIn(file: string, { module, keeps }: LeftOut): Promise<string> {
  const unreachable = `
    import { unreachable } from './unreachable.ts';
    const leftOut = /* @__PURE__ */ unreachable(${JSON.stringify(module)});`;
  if (keeps !== undefined) {
    const kept = (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>)[keeps];
    return `${unreachable} export default { __proto__: leftOut, ${keeps}: ${JSON.stringify(kept)} };`;
  }
  const names = await exportsOf(file);
  if (names === 'CommonJS') return `${unreachable} module.exports = leftOut;`;
  return `${unreachable} export { ${names.map((name) => `leftOut as ${name}`).join(', ')} };`;
}

/** The names that an ES module exports. */
async function exportsOf(file: string): Promise<readonly string[] | 'CommonJS'> {
  const { metafile } = await build({
    entryPoints: [file],
    outdir: root,
    format: 'esm',
    /* Of CommonJS only that it is so is asked. */
    logOverride: { 'unsupported-require-call': 'silent' },
    write: false,
    metafile: true,
  });
  const [entry] = Object.values(metafile.outputs).flatMap(({ entryPoint }) => entryPoint ?? []);
  if (entry !== undefined && metafile.inputs[entry]?.format === 'cjs') return 'CommonJS';
  return Object.values(metafile.outputs).flatMap((output) => output.exports);
}

/** The organisation as functions read it: checked, with its defaults filled in, so that no function has to. */
export const organisation: Plugin = {
  name: 'organisation',
  setup(building) {
    building.onLoad({ filter: /[\\/]config[\\/]organisation\.json$/ }, ({ path }) => {
      const { $schema: _forEditors, ...file } = parseOrganisation(JSON.parse(readFileSync(path, 'utf8')));
      return { contents: JSON.stringify(file), loader: 'json' };
    });
  },
};

/** Style sheets without the spaces and comments that are for us. */
const styleSheets: Plugin = {
  name: 'style-sheets',
  setup(building) {
    building.onLoad({ filter: /[\\/]lambdas[\\/].*\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), { loader: 'css', minify: true });
      return { contents: code, loader: 'text' };
    });
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
  modules: readonly LeftOut[] = leftOut,
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
      /* Of those properties esbuild knows not all, and would have them compiled at each call. */
      supported: { 'dynamic-import': false, 'regexp-unicode-property-escapes': true },
      plugins: [
        ...[leave, organisation, styleSheets, clientScripts],
        lateImports((late) => files.set(nameOf(late), late)),
      ],
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
