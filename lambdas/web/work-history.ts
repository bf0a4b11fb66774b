import type { WorkFile } from '../app/ports/works.ts';

/** The names of the fields that a change of work has changed; of the first that is known, all that it has. */
export function changedIn(history: WorkFile['history'], index: number): readonly string[] {
  const now: Readonly<Record<string, unknown>> = history[index]?.event.content ?? {};
  const before: Readonly<Record<string, unknown>> = history[index - 1]?.event.content ?? {};
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]));
}
