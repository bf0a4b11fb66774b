import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { CannotRun } from './cannot-run.ts';

/**
 * Synthesizes the CDK app for the stage `local` with its bundles.
 * @param folder is emptied first
 * @param signal aborts the synthesis
 * @throws CannotRun with the app's output when it does not synthesize
 */
export async function synthesize(folder: string, signal?: AbortSignal): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const app = spawn(process.execPath, ['bin/vso.ts'], {
    cwd: dirname(import.meta.dirname),
    env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify({ stage: 'local' }) },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  });
  const ended = new Promise<number | null>((settle, fail) => app.once('error', fail).once('close', settle));
  const [exitCode, output, complaints] = await Promise.all([ended, text(app.stdout), text(app.stderr)]);
  if (exitCode !== 0) throw new CannotRun(`The CDK app does not synthesize:\n${output}${complaints}`);
}
