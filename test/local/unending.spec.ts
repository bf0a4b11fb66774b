import { test } from 'vitest';
import { startLocal } from '../../local/system.ts';
import { writeSmallAssembly } from './small-assembly.ts';

/* Run by system.test.ts alone, which ends it from outside. */

test('the system runs for as long as the test run does', { timeout: 0 }, async () => {
  const dataDir = process.env['DATA_DIR'] ?? '';
  const { databaseUrl } = await startLocal({
    port: 0,
    mailPort: 0,
    dataDir,
    assembly: writeSmallAssembly(dataDir),
  });
  process.stdout.write(`database at ${databaseUrl}\n`);
  await new Promise(() => undefined);
});
