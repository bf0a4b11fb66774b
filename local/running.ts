import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isLocked } from './data-lock.ts';

const schema = z.object({
  databaseUrl: z.string(),
  region: z.string(),
  tableName: z.string(),
  /** The form, and the inbox. */
  url: z.string(),
  mailUrl: z.string(),
});

/** Where to find the running system and its table. */
export type RunningSystem = z.infer<typeof schema>;

const fileIn = (dataDir: string) => join(dataDir, 'running.json');

/**
 * Writes to the data folder where the system and its table are, for an operator's commands.
 * @returns what removes it
 */
export function publishRunning(dataDir: string, running: RunningSystem): () => void {
  writeFileSync(fileIn(dataDir), JSON.stringify(running));
  return () => rmSync(fileIn(dataDir), { force: true });
}

/** The system that runs on a data folder; undefined when none runs, even if one that died has left its file. */
export function readRunning(dataDir: string): RunningSystem | undefined {
  try {
    const published = schema.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
    return isLocked(dataDir) ? published : undefined;
  } catch {
    return undefined;
  }
}
