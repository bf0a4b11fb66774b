import { createRequire, registerHooks } from 'node:module';
import type { Context } from 'aws-lambda';
import type { Invocation, InvocationResult, WorkerSettings } from './function-host.ts';

// A bundle is CommonJS. In Lambda no package.json lies above it; here this project's would make it a module.
registerHooks({
  load: (url, context, nextLoad) =>
    nextLoad(url, url.endsWith('.js') ? { ...context, format: 'commonjs' } : context),
});

/** The context without its callbacks, which the Node 24 runtime does not have. */
type CurrentContext = Omit<Context, 'done' | 'fail' | 'succeed'>;
type Handler = (event: unknown, context: CurrentContext) => Promise<unknown>;

/**
 * Loads a function's bundle into this process or thread, as Lambda's runtime does.
 * @returns what makes one call; when the handler throws, it logs the error and answers without a payload
 * @throws when the bundle does not load or has no such export
 */
export function loadFunction({
  name,
  file,
  handler: exportName,
}: WorkerSettings): (invocation: Invocation) => Promise<InvocationResult> {
  const bundle = createRequire(import.meta.url)(file) as Record<string, Handler | undefined>;
  const handler = bundle[exportName];
  if (!handler) throw new Error(`${name}: no export ${exportName} in ${file}`);

  const contextOf = ({ requestId, deadline }: Invocation): CurrentContext => ({
    awsRequestId: requestId,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${process.env['AWS_REGION']}:000000000000:function:${name}`,
    memoryLimitInMB: '1024',
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  });

  return async (invocation) => {
    const { requestId } = invocation;
    try {
      const result = await handler(JSON.parse(invocation.payload), contextOf(invocation));
      return { requestId, payload: JSON.stringify(result ?? null) };
    } catch (error) {
      console.error(name, requestId, error);
      return { requestId, payload: undefined };
    }
  };
}
