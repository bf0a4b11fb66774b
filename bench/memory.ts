import { execFileSync } from 'node:child_process';
import { quantile } from './statistics.ts';

/** What `ps` says of all processes: wherever there is a shell there is `ps`, and `/proc` on Linux alone. */
const processes = () =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = 0, parent = 0, kilobytes = 0] = line.trim().split(/\s+/).map(Number);
      return { pid, parent, kilobytes };
    });

/** The memory that a process holds, in megabytes. */
export const residentMegabytes = (pid: number): number =>
  (processes().find((one) => one.pid === pid)?.kilobytes ?? Number.NaN) / 1024;

/** The memory that a process holds together with those that it has started and that still run, in megabytes. */
export function residentMegabytesOfAll(pid: number): number {
  const all = processes();
  const kilobytesOf = (root: number): number =>
    all
      .filter(({ parent }) => parent === root)
      .reduce(
        (sum, child) => sum + kilobytesOf(child.pid),
        all.find((one) => one.pid === root)?.kilobytes ?? 0,
      );
  return kilobytesOf(pid) / 1024;
}

/** The median of each tenth of the time. */
export const overTenths = (values: readonly number[]): readonly number[] =>
  Array.from({ length: 10 }, (_, tenth) => quantile(slice(values, tenth), 0.5));

/** The values of a tenth of the time; of few values, the nearest one. */
const slice = (values: readonly number[], tenth: number) => {
  const from = Math.floor((values.length * tenth) / 10);
  return values.slice(from, Math.max(Math.floor((values.length * (tenth + 1)) / 10), from + 1));
};
