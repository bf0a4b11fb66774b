import { parentPort, workerData } from 'node:worker_threads';
import { loadFunction } from './function-bundle.ts';
import type { Invocation, WorkerSettings } from './function-host.ts';

/* One line for each thing logged, as on AWS; Node would spread an object over several. */
for (const level of ['info', 'warn', 'error'] as const) {
  const write = console[level].bind(console);
  console[level] = (...logged: unknown[]) =>
    write(
      ...logged.map((one) =>
        typeof one === 'object' && !(one instanceof Error) ? JSON.stringify(one) : one,
      ),
    );
}
const run = loadFunction(workerData as WorkerSettings);

parentPort?.on('message', (invocation: Invocation) => {
  void run(invocation).then((result) => parentPort?.postMessage(result));
});
parentPort?.postMessage('ready');
