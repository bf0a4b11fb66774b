import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { shuffled } from '../test/support/shuffled.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { answeringLate } from './late.ts';
import { subjects } from './subjects.ts';
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

/* In milliseconds; with the way there and back it comes to some 1.3. For a transaction the engine takes some 0.8 more than for one PutItem. */
const later = 1;

/**
 * Runs one process after the other, `rounds` for each subject and as many empty ones, in an order that the seed settles. Each
 * round has an engine of its own, since a transaction takes one with nearly a million items three times as long.
 */
export async function runProcesses(
  lab: Lab,
  { rounds, seed }: { readonly rounds: number; readonly seed: number },
): Promise<{ readonly runs: ReadonlyMap<Subject, readonly Run[]>; readonly empty: readonly number[] }> {
  const runs = new Map<Subject, Run[]>((await subjects(lab, lab.database)).map((subject) => [subject, []]));
  const empty: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const own = await openLab(lab.assembly);
    const late = await answeringLate(own.database, later);
    try {
      for (const subject of shuffled([undefined, ...(await subjects(own, late.url))], seed + round)) {
        if (!subject) {
          empty.push((await start('empty', undefined, {})).loaded);
          continue;
        }
        const [, before] = [...runs].find(([{ name }]) => name === subject.name) ?? [];
        before?.push(await runOne(subject, own.folder));
      }
    } finally {
      late.stop();
      await own.stop();
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
