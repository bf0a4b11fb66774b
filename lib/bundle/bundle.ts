import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { AssetCode } from 'aws-cdk-lib/aws-lambda';
import { AssetHashType, DockerImage } from 'aws-cdk-lib/core';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A function's code, bundled where the stack is synthesized; `entry` is the function's file. */
export const bundled = (entry: string): AssetCode =>
  Code.fromAsset(root, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('none: esbuild runs on this machine'),
      /* Never run; it tells one function's bundle from another's. */
      command: [entry],
      local: {
        /* In a process of its own, since the CDK does not wait for what is asynchronous. */
        tryBundle: (folder) => {
          execFileSync(process.execPath, [join(import.meta.dirname, 'write-bundle.ts'), entry, folder], {
            stdio: ['ignore', 'inherit', 'inherit'],
          });
          return true;
        },
      },
    },
  });
