import type { ScheduleDeclaration } from './assembly.ts';

export interface Schedule {
  /** Calls the function at once, since the machine may have been off, and then as often as its schedule says. */
  start(): void;
  /** Calls the function now, after the call under way if there is one; rejects when the call fails. */
  run(): Promise<void>;
  /** Waits for the call under way, and makes no more. */
  stop(): Promise<void>;
}

/** Calls a function on a schedule, one call at a time. */
export function runSchedule(
  { id, everyMilliseconds }: ScheduleDeclaration,
  invoke: () => Promise<unknown>,
): Schedule {
  let underWay: Promise<unknown> = Promise.resolve();
  const run = async (): Promise<void> => {
    const before = underWay;
    const call = before.catch(() => undefined).then(invoke);
    underWay = call;
    await call;
  };
  const tick = (): void => {
    run().catch((error: unknown) => console.error(id, error));
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    start: () => {
      timer = setInterval(tick, everyMilliseconds);
      tick();
    },
    run,
    stop: async () => {
      clearInterval(timer);
      await underWay.catch(() => undefined);
    },
  };
}
