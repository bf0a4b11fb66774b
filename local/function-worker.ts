import { parentPort, workerData } from 'node:worker_threads';
import { loadFunction } from './function-bundle.ts';
import type { Invocation, WorkerSettings } from './function-host.ts';

const run = loadFunction(workerData as WorkerSettings);

parentPort?.on('message', (invocation: Invocation) => {
  void run(invocation).then((result) => parentPort?.postMessage(result));
});
parentPort?.postMessage('ready');
