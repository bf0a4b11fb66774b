import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CannotStart } from './cannot-start.ts';

/**
 * Locks the data folder for this process. SQLite holds the lock on a file, so that the operating system releases it when the
 * process ends, however it ends.
 * @returns what releases it
 * @throws CannotStart when another process holds it
 */
export function lockDataFolder(dataDir: string): () => void {
  const lock = new DatabaseSync(join(dataDir, 'lock.sqlite'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new CannotStart(
      `The data in ${dataDir} is in use by a system that is running: stop that one, or choose another folder with DATA_DIR`,
    );
  }
  return () => lock.close();
}

/** Whether a process holds the lock. */
export function isLocked(dataDir: string): boolean {
  try {
    lockDataFolder(dataDir)();
    return false;
  } catch (error) {
    if (error instanceof CannotStart) return true;
    throw error;
  }
}
