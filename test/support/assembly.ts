import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { requireDatabase } from '../../local/database.ts';
import { synthesize } from '../../local/synthesize.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of the synthesized app, bundles included: what would be deployed. */
    assembly: string;
  }
}

/** Synthesizes the app once for all suites that run what would be deployed. */
export default async function setup(project: TestProject): Promise<() => void> {
  requireDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'vso-assembly-'));
  await synthesize(folder);
  project.provide('assembly', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
