import { readFileSync, writeSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/*
 * Calls a function once within Lambda's own runtime client, in a process of its own. Its arguments are the file that exports
 * `handler`, and the event as JSON. Its output is what Lambda writes to the log; the answer goes to file descriptor 3.
 */

interface Client {
  nextInvocation(): Promise<{ bodyJson: string; headers: Readonly<Record<string, string>> }>;
  postInvocationResponse(answer: unknown): void;
  postInvocationError(fault: unknown): void;
}
interface RuntimeClient {
  readonly LogPatch: { patchConsole(): Promise<void> };
  readonly Runtime: {
    create(parts: { readonly rapidClient: Client; readonly handler: unknown }): { start(): Promise<void> };
  };
}

/* Its own start needs a native client of Lambda's API, which only its installation on Lambda builds. */
const ownStart = /\nignition\(\);\s*$/;
registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('/aws-lambda-ric/index.mjs')) return nextLoad(url, context);
    const source = readFileSync(fileURLToPath(url), 'utf8');
    if (!ownStart.test(source)) throw new Error('aws-lambda-ric starts in another way than it did');
    return {
      format: 'module',
      shortCircuit: true,
      source: source.replace(ownStart, '\nexport { LogPatch, Runtime };'),
    };
  },
});

const [file = '', event = ''] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { LogPatch, Runtime } = (await import(
  pathToFileURL(require.resolve('aws-lambda-ric')).href
)) as RuntimeClient;
await LogPatch.patchConsole();
const { handler } = (file.endsWith('.ts') ? await import(file) : require(file)) as { handler: unknown };

let calls = 0;
const rapidClient: Client = {
  nextInvocation: () => {
    calls += 1;
    if (calls > 1) process.exit();
    return Promise.resolve({
      bodyJson: event,
      headers: {
        'lambda-runtime-aws-request-id': 'the-request',
        'lambda-runtime-deadline-ms': String(Date.now() + 60_000),
        'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-north-1:000000000000:function:tested',
      },
    });
  },
  postInvocationResponse: (answer) => void writeSync(3, JSON.stringify(answer ?? null)),
  postInvocationError: () => undefined,
};
await Runtime.create({ rapidClient, handler }).start();
