import { existsSync, mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CannotRun } from './cannot-run.ts';

const megabyte = 2 ** 20;
/** Every start writes the bundles anew, and then there must be room for needs. */
const neededToStart = 32 * megabyte;
const neededToGoOn = megabyte;
const watchMilliseconds = 1_000;

/** https://www.sqlite.org/rescode.html */
const sqlite = { busy: 5, readOnly: 8, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 };

/**
 * Makes the data folder, unless it exists.
 * @throws CannotRun when it cannot be made or written to, or has too little room
 */
export function openDataFolder(dataDir: string): void {
  try {
    makeFolder(dataDir);
  } catch (error) {
    throw new CannotRun(
      `DATA_DIR ${dataDir} cannot be made (${String(error)}): choose another folder with DATA_DIR`,
    );
  }
  if (!statSync(dataDir).isDirectory())
    throw new CannotRun(`DATA_DIR ${dataDir} is a file: choose another folder with DATA_DIR`);
  const free = freeBytes(dataDir);
  const probe = join(dataDir, 'probe');
  try {
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw cannotBeWritten(dataDir, error);
  }
  if (free < neededToStart)
    throw new CannotRun(
      `DATA_DIR ${dataDir} has only ${Math.floor(free / megabyte)} MB left: free ${neededToStart / megabyte} MB, or choose another folder with DATA_DIR`,
    );
}

/* One by one: Node's own way to make folders never ends under /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

/** Watches the room that is left; `failure` resolves once there is none. */
export function watchDataFolder(dataDir: string): { readonly failure: Promise<CannotRun>; stop(): void } {
  const { promise: failure, resolve: fail } = Promise.withResolvers<CannotRun>();
  const timer = setInterval(() => {
    if (freeBytes(dataDir) < neededToGoOn) fail(isFull(dataDir));
  }, watchMilliseconds);
  return { failure, stop: () => clearInterval(timer) };
}

function freeBytes(dataDir: string): number {
  const { bavail, bsize } = statfsSync(dataDir);
  return bavail * bsize;
}

/** What a failed read or write in the data folder means; any other error as it is. */
export function explain(error: unknown, dataDir: string): unknown {
  const { code = '', path = '' } = error as NodeJS.ErrnoException;
  const result = resultCodeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || result === sqlite.full) return isFull(dataDir);
  const isRefused = ['EACCES', 'EPERM', 'EROFS'].includes(code) && path.startsWith(dataDir);
  return isRefused || result === sqlite.readOnly || result === sqlite.cannotOpen
    ? cannotBeWritten(dataDir, error)
    : error;
}

/** Whether SQLite found a file locked. */
export const isBusy = (error: unknown): boolean => resultCodeOf(error) === sqlite.busy;

/** Whether SQLite takes a file for something else than a whole database. */
export const isDamaged = (error: unknown): boolean =>
  [sqlite.corrupt, sqlite.notADatabase].includes(resultCodeOf(error));

/** Of an error of SQLite; an extended code has the general one in its lowest byte. */
const resultCodeOf = (error: unknown): number => ((error as { errcode?: number }).errcode ?? 0) & 0xff;

export const damaged = (file: string): CannotRun =>
  new CannotRun(
    `The file ${file} is damaged: put a copy of it back, move it away, or choose another folder with DATA_DIR`,
  );

const isFull = (dataDir: string): CannotRun =>
  new CannotRun(`DATA_DIR ${dataDir} is full: free some space, and run npm start again`);

const cannotBeWritten = (dataDir: string, error: unknown): CannotRun =>
  new CannotRun(
    `DATA_DIR ${dataDir} cannot be written to (${String(error)}): choose another folder with DATA_DIR`,
  );
