import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isLocked } from './data-lock.ts';

const schema = z.object({ databaseUrl: z.string(), region: z.string(), tableName: z.string() });

/** Where the data of the system that runs can be reached. */
export type Running = z.infer<typeof schema>;

const fileIn = (dataDir: string) => join(dataDir, 'running.json');

/**
 * Says in the data folder where the data can be reached, for an operator's commands.
 * @returns what takes it back
 */
export function sayRunning(dataDir: string, running: Running): () => void {
  writeFileSync(fileIn(dataDir), JSON.stringify(running));
  return () => rmSync(fileIn(dataDir), { force: true });
}

/** What the system that runs on a data folder has said; nothing where none runs, whatever one that died has left. */
export function readRunning(dataDir: string): Running | undefined {
  try {
    const said = schema.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
    return isLocked(dataDir) ? said : undefined;
  } catch {
    return undefined;
  }
}
