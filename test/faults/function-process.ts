import { flushCompileCache } from 'node:module';
import { loadFunction } from '../../local/function-bundle.ts';
import type { Invocation, WorkerSettings } from '../../local/function-host.ts';

/** One call as it travels to the process: of which function, and when it is (epoch milliseconds). */
export interface TimedInvocation extends Invocation {
  readonly name: string;
  readonly now: number;
}

/* The clock stands where the last call has set it; only waiting is real. */
let now = Date.now();
globalThis.Date = new Proxy(Date, {
  construct: (date, given) => Reflect.construct(date, given.length > 0 ? given : [now]) as Date,
  get: (date, name) => (name === 'now' ? () => now : (Reflect.get(date, name) as unknown)),
});

/* All functions in one process, as when one machine runs them: whatever ends it ends them all. */
const settings = JSON.parse(process.argv[2] ?? '[]') as readonly WorkerSettings[];
const loaded = new Map<string, ReturnType<typeof loadFunction>>();

function load(name: string): ReturnType<typeof loadFunction> {
  const found = settings.find((one) => one.name === name);
  if (!found) throw new Error(`No function ${name}`);
  const run = loadFunction(found);
  loaded.set(name, run);
  /* Kept at once, since a process that is killed keeps nothing at its end: the next one loads in two thirds of the time. */
  flushCompileCache();
  return run;
}

/* What the functions say of the faults is expected. */
console.info = console.warn = console.error = () => undefined;

process.on('message', (invocation: TimedInvocation) => {
  ({ now } = invocation);
  const run = loaded.get(invocation.name) ?? load(invocation.name);
  void run(invocation).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
