import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { shuffled } from '../support/shuffled.ts';
import type { Subject } from './subjects.ts';

/** What one process took, in milliseconds from its start: until the function was loaded, and with its first call, but for reading what to call it with. */
export interface Run {
  readonly loaded: number;
  readonly first: number;
  /** Each warm call that counts. */
  readonly took: readonly number[];
  /** Processor time of a warm call. */
  readonly cpu: number;
}

/** Runs one process after the other, `rounds` for each subject and as many empty ones, in an order that the seed settles. */
export async function runProcesses(
  list: readonly Subject[],
  { rounds, seed, folder }: { readonly rounds: number; readonly seed: number; readonly folder: string },
): Promise<{ readonly runs: ReadonlyMap<Subject, readonly Run[]>; readonly empty: readonly number[] }> {
  const runs = new Map<Subject, Run[]>(list.map((subject) => [subject, []]));
  const empty: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const subject of shuffled([undefined, ...list], seed + round)) {
      if (subject) runs.get(subject)?.push(await runOne(subject, folder));
      else empty.push((await start('empty', undefined, {})).loaded);
    }
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
  return { runs, empty };
}

async function runOne(subject: Subject, folder: string): Promise<Run> {
  const { warm, warmUp, status } = subject;
  const plan = join(folder, 'plan.json');
  writeFileSync(plan, JSON.stringify({ calls: await subject.calls(1 + warm), warmUp, status }));
  return start(subject.bundle, plan, subject.environment);
}

async function start(
  bundle: string,
  plan: string | undefined,
  environment: Readonly<Record<string, string>>,
) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'process.cjs'), bundle, ...(plan === undefined ? [] : [plan])],
    /* What the functions log is written, as in Lambda, and read by nobody. */
    { env: { ...environment, TZ: 'UTC' }, stdio: ['ignore', 'ignore', 'inherit', 'pipe'] },
  );
  const result = await text(child.stdio[3] as Readable);
  if (result === '') throw new Error(`${bundle} has failed`);
  return JSON.parse(result) as Run;
}
