import type { dynamoDbOptions } from '../../lambdas/functions/clients.ts';

/** A module of the AWS SDK that no bundle holds, since it can never run. */
export interface LeftOut {
  /** Its file in `node_modules`. */
  readonly module: string;
  /** What it is for, and so why it is dead here. */
  readonly because: string;
  /** The client options by which it is dead: without one of them the SDK would run it. */
  readonly options: readonly (keyof ReturnType<typeof dynamoDbOptions>)[];
  /** Of a JSON file, the one property that is read and stays. */
  readonly keeps?: string;
}

const core = '@smithy/core/dist-es/submodules';

/**
 * What bundles leave out of the SDK and of what it imports. A module may stand here only if, with the
 * options that `lambdas/functions/clients.ts` sets, it can never run. An import of it gets `unreachable` instead, which fails with
 * the module's name.
 */
export const leftOut: readonly LeftOut[] = [
  {
    module: '@aws-sdk/credential-provider-node/dist-es/index.js',
    because: 'searches files, profiles and other services for credentials',
    options: ['credentials'],
  },
  {
    module: `${core}/endpoints/middleware-endpoint/adaptors/getEndpointFromConfig.js`,
    because: 'looks for an endpoint in the environment and in shared configuration files',
    options: ['endpoint'],
  },
  {
    module: '@aws-sdk/client-dynamodb/dist-es/endpoint/endpointResolver.js',
    because: 'works out an endpoint by rules',
    options: ['endpointProvider'],
  },
  {
    module: '@aws-sdk/client-ses/dist-es/endpoint/endpointResolver.js',
    because: 'works out an endpoint by rules',
    options: ['endpointProvider'],
  },
  {
    module: '@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js',
    because: 'lists partitions and regions for the endpoint rules',
    options: ['endpointProvider'],
  },
  {
    module: `${core}/config/shared-ini-file-loader/loadSharedConfigFiles.js`,
    because: 'reads shared configuration files for each option that is not set',
    options: [
      'region',
      'useDualstackEndpoint',
      'useFipsEndpoint',
      'accountIdEndpointMode',
      'authSchemePreference',
      'disableClockSkewCorrection',
      'userAgentAppId',
      'maxAttempts',
      'retryMode',
    ],
  },
  {
    module: `${core}/config/config-resolver/regionConfig/getInstanceMetadataRegion.js`,
    because: 'asks the metadata service of a virtual machine for the region',
    options: ['region'],
  },
  {
    module: `${core}/retry/util-retry/AdaptiveRetryStrategy.js`,
    because: 'retries in the adaptive mode',
    options: ['retryMode'],
  },
  {
    module: 'obliterator/iterator.js',
    because: 'goes through the cache of discovered endpoints, which is made and stays empty',
    options: [],
  },
  {
    module: 'obliterator/foreach.js',
    because: 'goes through what would fill that cache',
    options: [],
  },
  {
    module: 'mnemonist/utils/iterables.js',
    because: 'goes through what would fill that cache',
    options: [],
  },
  {
    module: `${core}/endpoints/middleware-endpoint/service-customizations/s3.js`,
    because: 'adapts the endpoints of S3, which is not called',
    options: [],
  },
  {
    module: `${core}/checksum/sha256/Sha256Js.js`,
    because: 'computes SHA-256 where Node does not',
    options: [],
  },
  {
    module: `${core}/serde/date-utils.js`,
    because: 'reads and writes dates, which no command of ours has',
    options: [],
  },
  {
    module: `${core}/event-streams/index.js`,
    because: 'reads and writes event streams, which no command of ours has',
    options: [],
  },
  {
    module: '@aws-sdk/client-dynamodb/package.json',
    because: 'describes the package, of which a client reads the version',
    options: [],
    keeps: 'version',
  },
  {
    module: '@aws-sdk/client-ses/package.json',
    because: 'describes the package, of which a client reads the version',
    options: [],
    keeps: 'version',
  },
];
