import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { AssetCode } from 'aws-cdk-lib/aws-lambda';
import { AssetHashType, DockerImage } from 'aws-cdk-lib/core';
import { buildSync, transformSync } from 'esbuild';
import organisationFile from '../../config/organisation.json' with { type: 'json' };
import { parseOrganisation } from '../../lambdas/domain/organisation-file.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/* Parts of the SDK that never run in a function, but would be loaded with every one (docs/performance.md has what they cost). */
const instead = {
  '@aws-sdk/credential-provider-node': here('credential-provider-node.ts'),
  '@aws-sdk/endpoint-cache': here('endpoint-cache.ts'),
};

/**
 * Writes a function's bundle: `index.js` with all that it starts with, and beside it what it imports only when it needs it, so
 * that a cold start does not load it. CommonJS, since Node starts that faster; esbuild splits ES modules only, so each file is
 * turned into CommonJS afterwards.
 * @param entry the function's file
 */
export function writeBundle(entry: string, folder: string): void {
  const { outputFiles } = buildSync({
    entryPoints: { index: entry },
    outdir: folder,
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    alias: instead,
    define: { ORGANISATION: JSON.stringify(parseOrganisation(organisationFile)) },
    minify: true,
    sourcemap: 'inline',
    absWorkingDir: root,
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'warning',
  });
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of outputFiles) {
    const { code, map } = transformSync(text, {
      sourcefile: basename(path),
      format: 'cjs',
      platform: 'node',
      target: 'node24',
      minify: true,
      sourcemap: 'external',
      supported: { 'dynamic-import': false },
    });
    writeFileSync(path, code);
    writeFileSync(`${path}.map`, map);
  }
}

/** A function's code, bundled where the stack is synthesized. */
export const bundled = (entry: string): AssetCode =>
  Code.fromAsset(root, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('none: esbuild runs on this machine'),
      /* Never run; it tells one function's bundle from another's. */
      command: [entry],
      local: {
        tryBundle: (folder) => {
          writeBundle(entry, folder);
          return true;
        },
      },
    },
  });
