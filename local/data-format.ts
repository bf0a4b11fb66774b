import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from '../lambdas/adapters/dynamodb/schema.ts';
import { CannotRun } from './cannot-run.ts';
import { databaseFileIn } from './database.ts';

/**
 * Notes in the data folder the format of what will be stored there. Format 1 was never noted.
 * @throws CannotRun when the folder holds data of a format that is not read
 */
export function noteDataFormat(dataDir: string): void {
  const file = join(dataDir, 'format');
  const noted = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  const kept = noted ?? (existsSync(databaseFileIn(dataDir)) ? '1' : String(format));
  if (kept !== String(format))
    throw new CannotRun(
      `The data in ${dataDir} is of format ${kept}, and this version reads format ${format}: move the folder away, or choose another one with DATA_DIR`,
    );
  if (noted === undefined) writeFileSync(file, `${format}\n`);
}
