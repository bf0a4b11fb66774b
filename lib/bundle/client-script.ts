import { dirname, resolve } from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';

const suffix = '?script';

/** The file that `…?script` names, imported from another; nothing for any other import. */
export const scriptFile = (imported: string, importer: string): string | undefined =>
  imported.endsWith(suffix) ? resolve(dirname(importer), imported.slice(0, -suffix.length)) : undefined;

/** A script for browsers as text: a file with all that it imports. */
export async function scriptOf(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    logLevel: 'warning',
  });
  return outputFiles.map(({ text }) => text).join('');
}

/** Lets functions import a browser's script as text: `import script from './form.ts?script'`. */
export const clientScripts: Plugin = {
  name: 'client-scripts',
  setup(building) {
    building.onResolve({ filter: /\?script$/ }, ({ path, importer }) => ({
      path: scriptFile(path, importer) ?? path,
      namespace: 'client-script',
    }));
    building.onLoad({ filter: /./, namespace: 'client-script' }, async ({ path }) => ({
      contents: await scriptOf(path),
      loader: 'text',
    }));
  },
};
