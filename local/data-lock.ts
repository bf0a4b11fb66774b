import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CannotStart } from './cannot-start.ts';

/**
 * Takes the data folder for this run. The lock is one that SQLite holds on a file: the operating system lifts it
 * when the process ends, however it ends, so none is ever left behind.
 * @returns what gives the folder back
 * @throws CannotStart when another run has it
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

/** Whether a run has the data folder. */
export function isLocked(dataDir: string): boolean {
  try {
    lockDataFolder(dataDir)();
    return false;
  } catch (error) {
    if (error instanceof CannotStart) return true;
    throw error;
  }
}
