import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { shuffled } from '../test/support/shuffled.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { delayAnswers } from './delayed-answers.ts';
import { subjects } from './subjects.ts';
import type { Subject } from './subjects.ts';

/** What one process took, in milliseconds. */
export interface Run {
  /** From its start until the function was loaded. */
  readonly loaded: number;
  /** That and its first call. */
  readonly first: number;
  /** Each warm call that counts. */
  readonly took: readonly number[];
  /** Processor time of a warm call. */
  readonly cpu: number;
}

/* In milliseconds. With the way there and back it is 1.3; for a transaction the engine takes 0.8 longer than for one PutItem. */
const delay = 1;

/**
 * Runs one process at a time: `rounds` for each subject, and as many with an empty module, in an order shuffled by the seed. Each
 * round has a new database, because a transaction takes three times as long in one that holds nearly a million items.
 */
export async function runProcesses(
  lab: Lab,
  { rounds, seed }: { readonly rounds: number; readonly seed: number },
): Promise<{ readonly runs: ReadonlyMap<Subject, readonly Run[]>; readonly empty: readonly number[] }> {
  const runs = new Map<Subject, Run[]>((await subjects(lab, lab.database)).map((subject) => [subject, []]));
  const empty: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const own = await openLab(lab.assembly);
    const delayed = await delayAnswers(own.database, delay);
    try {
      for (const subject of shuffled([undefined, ...(await subjects(own, delayed.url))], seed + round)) {
        if (!subject) {
          empty.push((await start('empty', undefined, {})).loaded);
          continue;
        }
        const [, before] = [...runs].find(([{ name }]) => name === subject.name) ?? [];
        before?.push(await runOne(subject, own.folder));
      }
    } finally {
      delayed.stop();
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
