import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const project = join(import.meta.dirname, '../..');

/**
 * The version that is deployed when this one is: what an update starts from, and what a rollback leads to. Set at each release, to the
 * commit of the one before (CONTRIBUTING.md, "Release"); `VERSION_BEFORE` names another.
 */
export const versionBefore = process.env['VERSION_BEFORE'] || '8c6867bc';

/** Whether that commit is here: a copy without history has this version alone. */
export const hasVersionBefore = await run('git', ['cat-file', '-e', `${versionBefore}^{commit}`], {
  cwd: project,
}).then(
  () => true,
  () => false,
);

/**
 * What the version before would deploy, from its own sources and the packages that are installed now.
 * @returns the folder of its assembly, and what removes it
 */
export async function assemblyBefore(): Promise<{ readonly assembly: string; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'vso-before-'));
  const assembly = join(folder, 'cdk.out');
  await run('sh', ['-c', 'git archive "$0" | tar --extract --directory "$1"', versionBefore, folder], {
    cwd: project,
  });
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  await run(process.execPath, ['bin/vso.ts'], {
    cwd: folder,
    env: { ...process.env, CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify({ stage: 'local' }) },
  });
  return { assembly, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
