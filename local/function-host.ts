import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { FunctionDeclaration } from './assembly.ts';

/** What a function's thread is started with. */
export interface WorkerSettings {
  readonly name: string;
  readonly file: string;
  readonly handler: string;
}

/** One call as it travels to the thread: the event as JSON, and when it must be over (epoch milliseconds). */
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

/** The function threw, or its thread died. */
export class FunctionFailed extends Error {
  override name = 'FunctionFailed';
}

/** The function took longer than its timeout. */
export class FunctionTimedOut extends Error {
  override name = 'FunctionTimedOut';
}

/** A function of the template, ready to be called. */
export interface FunctionHost {
  /** Loads the bundle ahead of the first call; a bundle that does not load shows in the calls. */
  warm(): Promise<void>;
  /**
   * Calls the handler; several calls may be under way at once.
   * @returns what the handler answered, as it looks after its way through JSON
   * @throws FunctionFailed, FunctionTimedOut
   */
  invoke(event: unknown): Promise<unknown>;
  /** Ends the thread; calls under way fail. */
  stop(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  readonly ready: Promise<void>;
  readonly pending: Map<string, (outcome: InvocationResult | Error) => void>;
}

/**
 * Runs one function's bundle in a thread of its own, with the function's environment and nothing of ours.
 * The thread is started again after it died or was given up because of a timeout.
 */
export function hostFunction(
  declaration: FunctionDeclaration,
  environment: Readonly<Record<string, string>>,
): FunctionHost {
  const { id: name, file, handler, timeoutSeconds } = declaration;
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
        settle();
        threads.delete(thread);
        if (current === thread) current = undefined;
        for (const finish of [...pending.values()]) finish(new FunctionFailed(`${name} died`));
      });
    });
    worker.on('error', (error) => console.error(name, error));
    const thread: Thread = { worker, ready, pending };
    threads.add(thread);
    return thread;
  }

  // A handler that hangs may block its thread for good: later calls get another one, those under way may finish.
  function giveUp(thread: Thread): void {
    if (current === thread) current = undefined;
    if (thread.pending.size === 0) void thread.worker.terminate();
  }

  async function invoke(event: unknown): Promise<unknown> {
    const thread = (current ??= start());
    // As in Lambda, loading the bundle does not count towards the function's time.
    await thread.ready;
    if (!threads.has(thread)) throw new FunctionFailed(`${name} does not load`);
    const requestId = randomUUID();
    const outcome = await new Promise<InvocationResult | Error>((settle) => {
      const finish = (result: InvocationResult | Error): void => {
        clearTimeout(timer);
        thread.pending.delete(requestId);
        if (result instanceof FunctionTimedOut || (current !== thread && threads.has(thread))) giveUp(thread);
        settle(result);
      };
      const timer = setTimeout(() => {
        const timedOut = new FunctionTimedOut(`${name} took longer than ${timeoutSeconds} s`);
        console.error(requestId, timedOut.message);
        finish(timedOut);
      }, timeoutSeconds * 1_000);
      thread.pending.set(requestId, finish);
      const invocation: Invocation = {
        requestId,
        payload: JSON.stringify(event),
        deadline: Date.now() + timeoutSeconds * 1_000,
      };
      thread.worker.postMessage(invocation);
    });
    if (outcome instanceof Error) throw outcome;
    if (outcome.payload === undefined) throw new FunctionFailed(`${name} threw`);
    return JSON.parse(outcome.payload);
  }

  return {
    warm: () => (current ??= start()).ready,
    invoke,
    stop: async () => {
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}
