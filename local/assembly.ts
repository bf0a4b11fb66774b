import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { referenceTo, templateSchema, valueResolver } from './template-values.ts';

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      properties: z.object({ templateFile: z.string().optional(), file: z.string().optional() }).default({}),
    }),
  ),
});

const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const indexSchema = z.object({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.object({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

const tableSchema = z.object({
  TableName: z.string(),
  KeySchema: keySchema,
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  GlobalSecondaryIndexes: z.array(indexSchema).optional(),
  LocalSecondaryIndexes: z.array(indexSchema).optional(),
  StreamSpecification: z
    .object({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) })
    .optional(),
});

const functionSchema = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Timeout: z.number().default(3),
  Environment: z
    .object({ Variables: z.record(z.string(), z.unknown()).default({}) })
    .default({ Variables: {} }),
});

const routeSchema = z.object({ RouteKey: z.string(), Target: z.unknown() });

const stageSchema = z.object({
  DefaultRouteSettings: z
    .object({ ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() })
    .transform((limits): Throttle => ({
      requestsPerSecond: limits.ThrottlingRateLimit,
      burst: limits.ThrottlingBurstLimit,
    }))
    .optional(),
});

const corsSchema = z.object({
  AllowOrigins: z.array(z.string()),
  AllowMethods: z.array(z.string()),
  AllowHeaders: z.array(z.string()).default([]),
  ExposeHeaders: z.array(z.string()).default([]),
  MaxAge: z.number().default(0),
});

const mappingSchema = z.object({
  BatchSize: z.number().default(100),
  BisectBatchOnFunctionError: z.boolean().default(false),
  DestinationConfig: z.object({ OnFailure: z.unknown() }).optional(),
  EventSourceArn: z.unknown(),
  FilterCriteria: z
    .object({ Filters: z.array(z.object({ Pattern: z.string() })).default([]) })
    .default({ Filters: [] }),
  FunctionName: z.unknown(),
  FunctionResponseTypes: z.array(z.string()).default([]),
  MaximumRetryAttempts: z.number().default(-1),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']),
});

/** A table as the template declares it, named as it will be called here. */
export type TableDeclaration = z.infer<typeof tableSchema>;

/** A function as the template declares it. */
export interface FunctionDeclaration {
  /** Its logical id in the template, which is also its name here. */
  readonly id: string;
  /** The bundle's file, exactly as it would be uploaded. */
  readonly file: string;
  /** Which export of the bundle is the handler. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** A route of the HTTP API, e.g. `GET /n/{token}`, and the function behind it. */
export interface RouteDeclaration {
  readonly routeKey: string;
  readonly functionId: string;
}

/** How a function hears of a table's changes: an event source mapping on a DynamoDB stream. */
export interface StreamMapping {
  readonly id: string;
  readonly functionId: string;
  readonly tableName: string;
  /** Parsed filter patterns, one of which a record must match; none lets every record through. */
  readonly filters: readonly unknown[];
  readonly batchSize: number;
  /** How often a failed batch is tried again; infinity when the template sets no limit. */
  readonly maximumRetries: number;
  readonly bisectOnError: boolean;
  readonly reportsItemFailures: boolean;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  /** Whether batches that are given up are kept at a failure destination. */
  readonly keepsFailures: boolean;
}

/** What each route lets through: a steady rate, and how many requests may come at once above it. */
export interface Throttle {
  readonly requestsPerSecond: number;
  readonly burst: number;
}

/** Which other sites' scripts may ask, and for what. */
export type Cors = z.infer<typeof corsSchema>;

/** Everything of the synthesized template that runs here. */
export interface Deployment {
  readonly region: string;
  readonly tables: readonly TableDeclaration[];
  readonly functions: readonly FunctionDeclaration[];
  readonly routes: readonly RouteDeclaration[];
  readonly throttle: Throttle | undefined;
  readonly cors: Cors | undefined;
  readonly streamMappings: readonly StreamMapping[];
}

/**
 * Reads what runs here from a synthesized assembly: nothing about the system is known in any other way.
 * @param folder the assembly (`cdk.out`), with one stack in it
 * @param apiUrl the address that stands for the HTTP API's own, without a trailing slash
 * @throws when the template refers to something that has no counterpart here, naming it
 */
export function readAssembly(folder: string, apiUrl: string): Deployment {
  const artifacts = Object.values(manifestSchema.parse(readJson(join(folder, 'manifest.json'))).artifacts);
  const stack = artifacts.find((artifact) => artifact.type === 'aws:cloudformation:stack');
  if (!stack?.properties.templateFile) throw new Error(`No stack in the assembly ${folder}`);
  const region = stack.environment?.split('/').at(-1) ?? 'unknown-region';
  const template = templateSchema.parse(readJson(join(folder, stack.properties.templateFile)));
  const assetManifests = artifacts
    .filter((artifact) => artifact.type === 'cdk:asset-manifest')
    .flatMap((artifact) => artifact.properties.file ?? []);
  const assetFolders = readAssetFolders(folder, assetManifests);
  const resolveValue = valueResolver(template.Resources, region, apiUrl);

  const ofType = (type: string) =>
    Object.entries(template.Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => ({ id, properties: resource.Properties }));
  const referred = (type: string, value: unknown, from: string): string => {
    const id = referenceTo(type, value, template.Resources);
    if (id === undefined) throw new Error(`The template's ${from} refers to no ${type}`);
    return id;
  };

  const functions = ofType('AWS::Lambda::Function').map(({ id, properties }): FunctionDeclaration => {
    const { Code, Environment, Handler, Timeout } = functionSchema.parse(properties);
    const assetFolder = assetFolders.get(Code.S3Key);
    if (assetFolder === undefined) throw new Error(`The bundle of ${id} is not in the assembly ${folder}`);
    const [module = '', handler = ''] = Handler.split('.');
    const variables = Object.entries(Environment.Variables);
    return {
      id,
      file: bundleFile(assetFolder, module),
      handler,
      timeoutSeconds: Timeout,
      environment: Object.fromEntries(variables.map(([name, value]) => [name, resolveValue(value)])),
    };
  });

  const routes = ofType('AWS::ApiGatewayV2::Route').map(({ id, properties }): RouteDeclaration => {
    const { RouteKey, Target } = routeSchema.parse(properties);
    const integrationId = referred('AWS::ApiGatewayV2::Integration', Target, id);
    const uri = template.Resources[integrationId]?.Properties['IntegrationUri'];
    return { routeKey: RouteKey, functionId: referred('AWS::Lambda::Function', uri, integrationId) };
  });

  const streamMappings = ofType('AWS::Lambda::EventSourceMapping').map(
    ({ id, properties }): StreamMapping => {
      const declared = mappingSchema.parse(properties);
      const tableId = referred('AWS::DynamoDB::GlobalTable', declared.EventSourceArn, id);
      return {
        id,
        functionId: referred('AWS::Lambda::Function', declared.FunctionName, id),
        tableName: resolveValue({ Ref: tableId }),
        filters: declared.FilterCriteria.Filters.map(({ Pattern }) => JSON.parse(Pattern) as unknown),
        batchSize: declared.BatchSize,
        maximumRetries: declared.MaximumRetryAttempts < 0 ? Infinity : declared.MaximumRetryAttempts,
        bisectOnError: declared.BisectBatchOnFunctionError,
        reportsItemFailures: declared.FunctionResponseTypes.includes('ReportBatchItemFailures'),
        startingPosition: declared.StartingPosition,
        keepsFailures: declared.DestinationConfig !== undefined,
      };
    },
  );

  const [stage] = ofType('AWS::ApiGatewayV2::Stage').map(({ properties }) => stageSchema.parse(properties));
  const tables = ofType('AWS::DynamoDB::GlobalTable').map(({ id, properties }) =>
    tableSchema.parse({ ...properties, TableName: resolveValue({ Ref: id }) }),
  );
  const [cors] = ofType('AWS::ApiGatewayV2::Api').map(({ properties }) =>
    corsSchema.optional().parse(properties['CorsConfiguration']),
  );
  return { region, tables, functions, routes, throttle: stage?.DefaultRouteSettings, cors, streamMappings };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Which folder of the assembly each uploaded object is made from, by the object's key in the asset bucket. */
function readAssetFolders(folder: string, assetManifests: string[]): Map<string, string> {
  return new Map(
    assetManifests
      .flatMap((file) => Object.values(assetsSchema.parse(readJson(join(folder, file))).files))
      .flatMap(({ source, destinations }) =>
        Object.values(destinations).map(
          ({ objectKey }) => [objectKey, resolve(folder, source.path)] as const,
        ),
      ),
  );
}

function bundleFile(folder: string, module: string): string {
  const file = ['.js', '.mjs', '.cjs'].map((ending) => join(folder, module + ending)).find(existsSync);
  if (file === undefined) throw new Error(`No ${module}.js in ${folder}`);
  return file;
}
