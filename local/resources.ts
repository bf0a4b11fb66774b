import { z } from 'zod';
import type { Template } from './template.ts';

/*
 * The resources of the template that run here, each with what this machine supports of it: anything else in the template is an
 * error, so that nothing runs here in another way than on AWS.
 */

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const tableSchema = z.object({
  TableName: z.string(),
  KeySchema: keySchema,
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  GlobalSecondaryIndexes: z
    .array(
      z.object({
        IndexName: z.string(),
        KeySchema: keySchema,
        Projection: z.object({
          ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
          NonKeyAttributes: z.array(z.string()).optional(),
        }),
      }),
    )
    .optional(),
  StreamSpecification: z
    .object({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) })
    .optional(),
});

/** The table as the template declares it, with the name it has here. */
export type TableDeclaration = z.infer<typeof tableSchema>;

/** A table that the template takes up without declaring it. */
export interface ExistingTable {
  readonly existing: string;
}

/** @throws unless the template has one table, or its functions name one that is there already */
export function readTable(template: Template): TableDeclaration | ExistingTable {
  const [table, ...others] = template.ofType('AWS::DynamoDB::GlobalTable');
  if (others.length > 0) throw new Error('The template must have exactly one table');
  if (!table) return { existing: readTableName(template) };
  return tableSchema.parse({ ...table.properties, TableName: template.resolve({ Ref: table.id }) });
}

function readTableName(template: Template): string {
  const named = template
    .ofType('AWS::Lambda::Function')
    .map(({ properties }) => functionSchema.parse(properties).Environment.Variables['TABLE_NAME']);
  const [name, ...others] = new Set(named);
  if (typeof name !== 'string' || others.length > 0) throw new Error('The template has no table');
  return name;
}

const functionSchema = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Timeout: z.number().default(3),
  Environment: z
    .object({ Variables: z.record(z.string(), z.unknown()).default({}) })
    .default({ Variables: {} }),
});

/** A function of the template. */
export interface FunctionDeclaration {
  /** Its logical id in the template, which is also its name here. */
  readonly id: string;
  /** The bundle's file, exactly as it would be uploaded. */
  readonly file: string;
  /** The export of the bundle that is the handler. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** @param bundleFile gives the file of a bundle by its object key and its module's name */
export function readFunctions(
  template: Template,
  bundleFile: (objectKey: string, module: string) => string,
): readonly FunctionDeclaration[] {
  return template.ofType('AWS::Lambda::Function').map(({ id, properties }) => {
    const { Code, Environment, Handler, Timeout } = functionSchema.parse(properties);
    const [module = '', handler = ''] = Handler.split('.');
    const variables = Object.entries(Environment.Variables);
    return {
      id,
      file: bundleFile(Code.S3Key, module),
      handler,
      timeoutSeconds: Timeout,
      environment: Object.fromEntries(variables.map(([name, value]) => [name, template.resolve(value)])),
    };
  });
}

const routeSchema = z.object({
  RouteKey: z
    .string()
    .regex(
      /^(\$default|(?!ANY )[A-Z]+ (\/|(\/([^/{}]+|\{\w+\}))+))$/,
      'only methods by name, and no {path+}',
    ),
  Target: z.unknown(),
});

/* 30 seconds is also the most: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const integrationSchema = z.object({
  IntegrationUri: z.unknown(),
  TimeoutInMillis: z.number().max(30_000).default(30_000),
});

/** A route of the HTTP API, e.g. `GET /n/{token}`, and the function behind it. */
export interface RouteDeclaration {
  readonly routeKey: string;
  readonly functionId: string;
  /** How long the API waits for the function. */
  readonly timeoutMilliseconds: number;
}

export const readRoutes = (template: Template): readonly RouteDeclaration[] =>
  template.ofType('AWS::ApiGatewayV2::Route').map(({ id, properties }) => {
    const { RouteKey, Target } = routeSchema.parse(properties);
    const integration = template.get('AWS::ApiGatewayV2::Integration', Target, id);
    const { IntegrationUri, TimeoutInMillis } = integrationSchema.parse(integration.properties);
    return {
      routeKey: RouteKey,
      functionId: template.get('AWS::Lambda::Function', IntegrationUri, integration.id).id,
      timeoutMilliseconds: TimeoutInMillis,
    };
  });

const throttleSchema = z
  .object({ ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() })
  .transform(({ ThrottlingRateLimit, ThrottlingBurstLimit }) => ({
    requestsPerSecond: ThrottlingRateLimit,
    burst: ThrottlingBurstLimit,
  }));

/** What the API lets through: a steady rate, and how many requests may come at once above it. */
export type Throttle = z.infer<typeof throttleSchema>;

/** Nothing where the template's stage sets no limit. */
export function readThrottle(template: Template): Throttle | undefined {
  const [stage] = template.ofType('AWS::ApiGatewayV2::Stage');
  return throttleSchema.optional().parse(stage?.properties['DefaultRouteSettings']);
}

const corsSchema = z.object({
  AllowOrigins: z.array(z.string()),
  AllowMethods: z.array(z.string()),
  AllowHeaders: z.array(z.string()),
  ExposeHeaders: z.array(z.string()),
  MaxAge: z.number(),
});

/** Which other sites' scripts may send requests, and what these may contain. */
export type Cors = z.infer<typeof corsSchema>;

/** Nothing where the template's API lets no other site's scripts in. */
export function readCors(template: Template): Cors | undefined {
  const [api] = template.ofType('AWS::ApiGatewayV2::Api');
  return corsSchema.optional().parse(api?.properties['CorsConfiguration']);
}

const streamMappingSchema = z.object({
  BatchSize: z.number(),
  BisectBatchOnFunctionError: z.literal(true),
  DestinationConfig: z.object({ OnFailure: z.unknown() }),
  EventSourceArn: z.unknown(),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }),
  FunctionName: z.unknown(),
  FunctionResponseTypes: z.tuple([z.literal('ReportBatchItemFailures')]),
  MaximumRetryAttempts: z.number(),
  StartingPosition: z.literal('TRIM_HORIZON'),
});

/**
 * An event source mapping on the table's stream. It starts at the oldest record, halves a batch that makes the function throw,
 * takes reports of single failures, and keeps what it gives up.
 */
export interface StreamMapping {
  readonly id: string;
  readonly functionId: string;
  /** Parsed filter patterns; a record must match one of them. */
  readonly filters: readonly unknown[];
  readonly batchSize: number;
  /** How often a failed batch is tried again. */
  readonly maximumRetries: number;
}

const mappings = (template: Template) => template.ofType('AWS::Lambda::EventSourceMapping');
const queueOf = (template: Template, mapping: Readonly<Record<string, unknown>>) =>
  template.find('AWS::SQS::Queue', mapping['EventSourceArn']);

export const readStreamMappings = (template: Template): readonly StreamMapping[] =>
  mappings(template)
    .filter(({ properties }) => !queueOf(template, properties))
    .map(({ id, properties }) => {
      const declared = streamMappingSchema.parse(properties);
      if (template.ofType('AWS::DynamoDB::GlobalTable').length > 0)
        template.get('AWS::DynamoDB::GlobalTable', declared.EventSourceArn, id);
      return {
        id,
        functionId: template.get('AWS::Lambda::Function', declared.FunctionName, id).id,
        filters: declared.FilterCriteria.Filters.map(({ Pattern }) => JSON.parse(Pattern) as unknown),
        batchSize: declared.BatchSize,
        maximumRetries: declared.MaximumRetryAttempts,
      };
    });

const eventDestinationSchema = z.object({
  EventDestination: z.object({
    MatchingEventTypes: z.array(z.string()),
    SnsDestination: z.object({ TopicARN: z.unknown() }),
  }),
});
/* Raw: SES's event is the message's body, without the topic's envelope. */
const subscriptionSchema = z.object({
  TopicArn: z.unknown(),
  Endpoint: z.unknown(),
  RawMessageDelivery: z.literal(true),
});
const queueSchema = z.object({ RedrivePolicy: z.object({ maxReceiveCount: z.number() }) });
const queueMappingSchema = z.object({
  BatchSize: z.number(),
  FunctionName: z.unknown(),
  FunctionResponseTypes: z.tuple([z.literal('ReportBatchItemFailures')]),
});

/** An event source mapping on a queue that gets SES's events from a topic. */
export interface MailEventMapping {
  readonly id: string;
  readonly functionId: string;
  readonly batchSize: number;
  /** How often a message is received before it goes to the dead-letter queue. */
  readonly maximumReceives: number;
  /** As a configuration set names them: `send`, `bounce` … */
  readonly eventTypes: readonly string[];
}

export const readMailEventMappings = (template: Template): readonly MailEventMapping[] =>
  template.ofType('AWS::SES::ConfigurationSetEventDestination').flatMap((destination) => {
    const { MatchingEventTypes, SnsDestination } = eventDestinationSchema.parse(
      destination.properties,
    ).EventDestination;
    const topic = template.get('AWS::SNS::Topic', SnsDestination.TopicARN, destination.id);
    const subscribed = template
      .ofType('AWS::SNS::Subscription')
      .map(({ properties }) => subscriptionSchema.parse(properties))
      .filter(({ TopicArn }) => template.find('AWS::SNS::Topic', TopicArn)?.id === topic.id)
      .map(({ Endpoint }) => template.get('AWS::SQS::Queue', Endpoint, topic.id).id);
    return mappings(template).flatMap(({ id, properties }) => {
      const queue = queueOf(template, properties);
      if (!queue || !subscribed.includes(queue.id)) return [];
      const { BatchSize, FunctionName } = queueMappingSchema.parse(properties);
      return {
        id,
        functionId: template.get('AWS::Lambda::Function', FunctionName, id).id,
        batchSize: BatchSize,
        maximumReceives: queueSchema.parse(queue.properties).RedrivePolicy.maxReceiveCount,
        eventTypes: MatchingEventTypes,
      };
    });
  });

const unitMilliseconds = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const scheduleSchema = z.object({
  ScheduleExpression: z.string().regex(/^rate\(\d+ (minute|hour|day)s?\)$/, 'only rates run on this machine'),
  Target: z.object({ Arn: z.unknown(), Input: z.string().default('{}') }),
});

/** A function that is called at a fixed rate. */
export interface ScheduleDeclaration {
  readonly id: string;
  readonly functionId: string;
  readonly everyMilliseconds: number;
  readonly input: unknown;
}

export const readSchedules = (template: Template): readonly ScheduleDeclaration[] =>
  template.ofType('AWS::Scheduler::Schedule').map(({ id, properties }) => {
    const { ScheduleExpression, Target } = scheduleSchema.parse(properties);
    const [, count, unit] = /(\d+) (minute|hour|day)/.exec(ScheduleExpression) ?? [];
    return {
      id,
      functionId: template.get('AWS::Lambda::Function', Target.Arn, id).id,
      everyMilliseconds: Number(count) * unitMilliseconds[unit as keyof typeof unitMilliseconds],
      input: JSON.parse(Target.Input) as unknown,
    };
  });
