import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { FunctionDeclaration } from './resources.ts';

/* Lambda's "invocation payload", in bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const largestEvent = 6 * 1024 * 1024;
/* Lambda's own message about a larger answer names this number: `Function.ResponseSizeTooLarge`. */
const largestAnswer = 6_291_556;

/** What a function's thread is started with. */
export interface WorkerSettings {
  readonly name: string;
  readonly file: string;
  readonly handler: string;
}

/** One call, as it is sent to the thread: the event as JSON, and when the function's time is up (epoch milliseconds). */
export interface Invocation {
  readonly requestId: string;
  readonly payload: string;
  readonly deadline: number;
}

/** The answer as JSON; without it the function threw, and has logged what. */
export interface InvocationResult {
  readonly requestId: string;
  readonly payload: string | undefined;
}

/** The event is larger than Lambda takes; the function was not called. */
export class EventTooLarge extends Error {
  override name = 'EventTooLarge';
}

/** The function threw, its thread died, or its answer is larger than Lambda takes. */
export class FunctionFailed extends Error {
  override name = 'FunctionFailed';
}

/** The function took longer than its timeout. */
export class FunctionTimedOut extends Error {
  override name = 'FunctionTimedOut';
}

/** A function of the template that can be called. */
export interface FunctionHost {
  /** Loads the bundle ahead of the first call. A bundle that does not load makes the calls fail. */
  warm(): Promise<void>;
  /**
   * Calls the handler; several calls may be in progress at once.
   * @returns what the handler answered, converted to JSON and back
   * @throws EventTooLarge, FunctionFailed, FunctionTimedOut
   */
  invoke(event: unknown): Promise<unknown>;
  /** Ends the thread; calls in progress fail. */
  stop(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  /** Resolves when the bundle is loaded, or when the thread has died. */
  readonly ready: Promise<void>;
  readonly pending: Map<string, (outcome: InvocationResult | Error) => void>;
}

/**
 * Runs a function's bundle in a thread of its own, with the function's environment alone. A thread that died or timed out is
 * replaced at the next call.
 */
export function hostFunction(
  { id: name, file, handler, timeoutSeconds }: FunctionDeclaration,
  environment: Readonly<Record<string, string>>,
): FunctionHost {
  const settings: WorkerSettings = { name, file, handler };
  const threads = new Set<Thread>();
  let current: Thread | undefined;

  function start(): Thread {
    const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
      workerData: settings,
      execArgv: [],
      env: { ...environment, AWS_LAMBDA_FUNCTION_NAME: name },
    });
    const pending: Thread['pending'] = new Map();
    const ready = new Promise<void>((settle) => {
      worker.on('message', (message: InvocationResult | 'ready') => {
        if (message === 'ready') settle();
        else pending.get(message.requestId)?.(message);
      });
      worker.once('exit', () => {
        threads.delete(thread);
        if (current === thread) current = undefined;
        for (const finish of [...pending.values()]) finish(new FunctionFailed(`${name} died`));
        settle();
      });
    });
    worker.on('error', (error) => console.error(name, error));
    const thread: Thread = { worker, ready, pending };
    threads.add(thread);
    return thread;
  }

  async function invoke(event: unknown): Promise<unknown> {
    const payload = JSON.stringify(event);
    if (Buffer.byteLength(payload) > largestEvent) throw new EventTooLarge(`${name} was not called`);
    const thread = (current ??= start());
    // As in Lambda, loading the bundle does not count towards the function's time.
    await thread.ready;
    if (!threads.has(thread)) throw new FunctionFailed(`${name} does not load`);
    const outcome = await call(thread, payload);
    // A handler that hangs may block its thread: it gets no more calls, and ends after those in progress.
    if (outcome instanceof FunctionTimedOut && thread === current) current = undefined;
    if (thread !== current && thread.pending.size === 0) void thread.worker.terminate();
    if (outcome instanceof Error) throw outcome;
    if (outcome.payload === undefined) throw new FunctionFailed(`${name} threw`);
    const size = Buffer.byteLength(outcome.payload);
    if (size > largestAnswer) {
      const tooLarge = new FunctionFailed(`${name} answered ${size} bytes, more than ${largestAnswer}`);
      console.error(outcome.requestId, tooLarge.message);
      throw tooLarge;
    }
    return JSON.parse(outcome.payload);
  }

  function call({ worker, pending }: Thread, payload: string): Promise<InvocationResult | Error> {
    const requestId = randomUUID();
    return new Promise((settle) => {
      const finish = (outcome: InvocationResult | Error): void => {
        clearTimeout(timer);
        pending.delete(requestId);
        settle(outcome);
      };
      const timer = setTimeout(() => {
        const timedOut = new FunctionTimedOut(`${name} took longer than ${timeoutSeconds} s`);
        console.error(requestId, timedOut.message);
        finish(timedOut);
      }, timeoutSeconds * 1_000);
      pending.set(requestId, finish);
      const deadline = Date.now() + timeoutSeconds * 1_000;
      worker.postMessage({ requestId, payload, deadline } satisfies Invocation);
    });
  }

  return {
    warm: () => (current ??= start()).ready,
    invoke,
    stop: async () => {
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}
