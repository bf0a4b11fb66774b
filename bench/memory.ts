import { readFileSync, readdirSync } from 'node:fs';
import { quantile } from './statistics.ts';

/** The memory that a process holds, in megabytes. */
export function residentMegabytes(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

/** A process, and those that it has started and that still run. */
export function processesOf(pid: number): readonly number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
      .split(' ')
      .filter((child) => child !== ''),
  );
  return [pid, ...children.flatMap((child) => processesOf(Number(child)))];
}

/** The median of each tenth of the time. */
export const overTenths = (values: readonly number[]): readonly number[] =>
  Array.from({ length: 10 }, (_, tenth) => quantile(slice(values, tenth), 0.5));

/** The values of a tenth of the time; of few values, the nearest one. */
const slice = (values: readonly number[], tenth: number) => {
  const from = Math.floor((values.length * tenth) / 10);
  return values.slice(from, Math.max(Math.floor((values.length * (tenth + 1)) / 10), from + 1));
};
