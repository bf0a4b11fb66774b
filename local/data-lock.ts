import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CannotRun } from './cannot-run.ts';
import { damaged, isBusy, isDamaged } from './data-folder.ts';

/**
 * Locks the data folder for this process. SQLite holds the lock on a file, so that the operating system releases it when the
 * process ends, however it ends.
 * @returns what releases it
 * @throws CannotRun when another process holds it
 */
export function lockDataFolder(dataDir: string): () => void {
  const release = tryLock(dataDir);
  if (!release)
    throw new CannotRun(
      `The data in ${dataDir} is in use by a system that is running: stop that one, or choose another folder with DATA_DIR`,
    );
  return release;
}

/** Whether a process holds the lock. */
export function isLocked(dataDir: string): boolean {
  const release = tryLock(dataDir);
  release?.();
  return !release;
}

function tryLock(dataDir: string): (() => void) | undefined {
  const file = join(dataDir, 'lock.sqlite');
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return () => lock.close();
  } catch (error) {
    lock.close();
    if (isBusy(error)) return undefined;
    throw isDamaged(error) ? damaged(file) : error;
  }
}
