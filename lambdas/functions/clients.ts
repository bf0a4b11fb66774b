import { Agent } from 'node:https';
import { fromEnv } from '@aws-sdk/credential-provider-env';
import { timeouts } from '../adapters/timeouts.ts';
import { environment } from './environment.ts';

/*
 * The options of the AWS clients. All that the SDK would otherwise look up is set here, so that its modules for looking things
 * up never run: `lib/bundle/left-out.ts` names them, and relies on these options.
 */

/** The part of a client by which middleware is taken out. */
interface Client {
  readonly middlewareStack: { remove(name: string): boolean };
}

/** @returns the client without its logger, which at each call copies the request and the answer and then throws the copies away */
export function withoutLogger<C extends Client>(client: C): C {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

function optionsFor(endpoint: string) {
  const url = new URL(endpoint);
  return {
    region: environment('AWS_REGION').AWS_REGION,
    credentials: fromEnv(),
    endpoint,
    endpointProvider: () => ({ url }),
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    defaultsMode: 'standard' as const,
    retryMode: 'standard',
    authSchemePreference: ['sigv4'],
    disableClockSkewCorrection: false,
    userAgentAppId: () => Promise.resolve(undefined),
    /* Each command's middleware is put together once, not at every call. */
    cacheMiddleware: true,
  };
}

export const dynamoDbOptions = () => ({
  ...optionsFor(environment('AWS_ENDPOINT_URL_DYNAMODB').AWS_ENDPOINT_URL_DYNAMODB),
  accountIdEndpointMode: 'disabled' as const,
  maxAttempts: 4,
  requestHandler: timeouts({ connecting: 1_000, answering: 3_000 }),
});

export const sesOptions = () => ({
  ...optionsFor(environment('AWS_ENDPOINT_URL_SES').AWS_ENDPOINT_URL_SES),
  /* The client sends no mail twice by itself. */
  maxAttempts: 1,
  requestHandler: {
    ...timeouts({ connecting: 3_000, answering: 10_000 }),
    /* A connection kept from an earlier mail may be dead without a sign, which would look as if an answer had been lost. */
    httpsAgent: new Agent({ keepAlive: false }),
  },
});
