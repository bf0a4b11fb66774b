import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { InvocationResult, WorkerSettings } from '../../local/function-host.ts';
import type { TimedInvocation } from './function-process.ts';

/** How long a function may take by its own clock, in milliseconds. */
const timeout = 60_000;

/** A process with the functions' bundles in it. It starts with the first call, and with the first one after it was killed. */
export class Machine {
  readonly #functions: readonly WorkerSettings[];
  readonly #environment: Readonly<Record<string, string>>;
  #process: ChildProcess | undefined;

  constructor(functions: readonly WorkerSettings[], environment: Readonly<Record<string, string>>) {
    this.#functions = functions;
    this.#environment = environment;
  }

  /**
   * Calls a function at a moment, in epoch milliseconds.
   * @returns what it answered; nothing when it threw, or when the process was killed meanwhile
   */
  async invoke(name: string, event: unknown, now: number): Promise<unknown> {
    const child = (this.#process ??= await this.#start());
    const payload = JSON.stringify(event);
    child.send({
      name,
      now,
      requestId: randomUUID(),
      payload,
      deadline: now + timeout,
    } satisfies TimedInvocation);
    const result = (await nextOf(child)) as InvocationResult | undefined;
    return result?.payload === undefined ? undefined : JSON.parse(result.payload);
  }

  /** Ends the process at once, whatever it is doing; it has ended when this resolves. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(new URL('./function-process.ts', import.meta.url), [JSON.stringify(this.#functions)], {
      env: this.#environment,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.once('exit', () => (this.#process = undefined));
    if ((await nextOf(child)) !== 'ready') throw new Error('the functions do not load');
    return child;
  }
}

/** The next message from a process; nothing once it has ended. */
async function nextOf(child: ChildProcess): Promise<unknown> {
  const over = new AbortController();
  const { signal } = over;
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([message]) => message as unknown),
      once(child, 'exit', { signal }).then(() => undefined),
    ]);
  } finally {
    over.abort();
  }
}
