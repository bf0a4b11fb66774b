/**
 * How long a client waits, in milliseconds, for a connection and then for its answer: also for the rest of one that has begun.
 * What takes longer ends as a fault; by itself the client would wait until the function's own time is up.
 */
export const timeouts = ({ connecting, answering }: { connecting: number; answering: number }) => ({
  connectionTimeout: connecting,
  requestTimeout: answering,
  socketTimeout: answering,
  throwOnRequestTimeout: true,
});
