import type { ScheduleDeclaration } from './resources.ts';

export interface Schedule {
  /** Calls the function now, since the machine may have been off, and then at the schedule's rate. */
  start(): void;
  /** Calls the function now, or after the call in progress; rejects when the call fails. */
  run(): Promise<void>;
  /** Makes no more calls, and resolves after the one in progress. */
  stop(): Promise<void>;
}

/** Calls a function at a fixed rate, one call at a time. */
export function schedule(
  { id, everyMilliseconds }: ScheduleDeclaration,
  invoke: () => Promise<unknown>,
): Schedule {
  let lastCall: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const run = async (): Promise<void> => {
    lastCall = lastCall.catch(() => undefined).then(invoke);
    await lastCall;
  };
  const runAndLog = (): void => {
    run().catch((error: unknown) => console.error(id, error));
  };
  return {
    start: () => {
      timer = setInterval(runAndLog, everyMilliseconds);
      runAndLog();
    },
    run,
    stop: async () => {
      clearInterval(timer);
      await lastCall.catch(() => undefined);
    },
  };
}
