import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * In Lambda credentials come by the environment and stay for as long as the process: the SDK's search through files, profiles and
 * other services finds nothing there, and once is enough to read them.
 */
export const defaultProvider = () => {
  const read = fromEnv();
  let credentials: ReturnType<typeof read> | undefined;
  return () => (credentials ??= read());
};
