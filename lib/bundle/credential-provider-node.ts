import { fromEnv } from '@aws-sdk/credential-provider-env';

/** In Lambda credentials come by the environment: the SDK's search through files, profiles and other services finds nothing there. */
export const defaultProvider = () => fromEnv();
