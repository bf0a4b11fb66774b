import { AttributeType, Billing, ProjectionType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnOutput, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { changes, onEveryItem } from '../lambdas/adapters/dynamodb/changes.ts';
import { expiry, indexes, kinds, partitions, tableKey } from '../lambdas/adapters/dynamodb/schema.ts';
import type { Kind } from '../lambdas/adapters/dynamodb/schema.ts';
import type { Stage } from './stage.ts';

const string = (name: string) => ({ name, type: AttributeType.STRING });

type Partition = keyof typeof partitions;
type Index = keyof typeof indexes;

/** What a function may do to the table, and nothing else. */
interface TableAccess {
  /** Actions that read, check or delete items, by their names at DynamoDB; each with the partitions. */
  readonly on: Readonly<Record<string, readonly Partition[]>>;
  /** The indexes that it queries. */
  readonly queries?: readonly Index[];
  /** The kinds of items that it puts; those that one transaction puts stand together. */
  readonly puts?: readonly (readonly Kind[])[];
  /** What it changes of items where they lie. */
  readonly updates?: readonly (keyof typeof changes)[];
}

const keysOf = (index: Index): readonly string[] => {
  const { partition, ...rest } = indexes[index];
  return [partition, ...('sort' in rest ? [rest.sort] : [])];
};

const ownTable = (scope: Construct, id: string, stage: Stage): TableV2 =>
  new TableV2(scope, id, {
    partitionKey: string(tableKey.partition),
    sortKey: string(tableKey.sort),
    billing: Billing.onDemand(),
    timeToLiveAttribute: expiry,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    dynamoStream: StreamViewType.NEW_IMAGE,
    globalSecondaryIndexes: [
      {
        indexName: indexes.cards.name,
        partitionKey: string(indexes.cards.partition),
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: [indexes.cards.projects],
      },
      {
        indexName: indexes.due.name,
        partitionKey: string(indexes.due.partition),
        sortKey: string(indexes.due.sort),
        projectionType: ProjectionType.KEYS_ONLY,
      },
      {
        indexName: indexes.submitters.name,
        partitionKey: string(indexes.submitters.partition),
        projectionType: ProjectionType.KEYS_ONLY,
      },
    ],
    deletionProtection: stage.production,
    removalPolicy: stage.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });

/** The table that holds everything (docs/design.md, "Storage"): the stack's own, or one that it finds (ADR 24). */
export class NeedsTable extends Construct {
  readonly tableName: string;
  readonly tableStreamArn: string;
  readonly #arn: string;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const stack = Stack.of(this);
    const existing = stage.existingTable;
    // `Default` leaves the construct's own id alone: with another id CloudFormation would make another table.
    const table = existing
      ? TableV2.fromTableAttributes(this, 'Default', {
          tableName: existing.name,
          tableStreamArn: stack.formatArn({
            service: 'dynamodb',
            resource: 'table',
            resourceName: `${existing.name}/stream/${existing.stream}`,
          }),
        })
      : ownTable(this, 'Default', stage);
    this.tableName = table.tableName;
    // Always defined: both have a stream.
    this.tableStreamArn = table.tableStreamArn as string;
    this.#arn = table.tableArn;
    new CfnOutput(stack, 'TableName', {
      value: this.tableName,
      description: 'The table that holds everything',
    });
    if (stage.production || existing)
      new CfnOutput(stack, 'TableStays', {
        value: `"existingTable": { "name": "${this.tableName}", "stream": "${existing?.stream ?? Fn.select(3, Fn.split('/', this.tableStreamArn))}" }`,
        description:
          'The table stays when the stack is deleted. With this line in the stage file, a stack that is made anew takes it up',
      });
  }

  /**
   * Allows by the partitions of items and, where something is written, by the names of attributes. A name is judged where a request
   * has it, in a condition too. AWS wants the keys of the table and of the indexes that a policy lists to be named, and does not say
   * whether the parts of a transaction are judged one by one: so what one transaction puts is allowed by one statement.
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
   */
  statements({ on, queries = [], puts = [], updates = [] }: TableAccess): PolicyStatement[] {
    const onPartitions = Map.groupBy(Object.entries(on), ([, named]) => named.toSorted().join(' '));
    const changed = Map.groupBy(updates, (change) => changes[change].in);
    const indexKeys = queries.flatMap(keysOf);
    return [
      ...[...onPartitions.values()].map((alike) =>
        this.#allowing(
          alike.map(([action]) => action),
          alike[0]?.[1] ?? [],
        ),
      ),
      ...puts.map((together) =>
        this.#allowing(
          ['PutItem'],
          together.map((kind) => kinds[kind].in),
          [...onEveryItem, ...indexKeys, ...together.flatMap((kind) => kinds[kind].attributes)],
        ),
      ),
      ...[...changed].map(([partition, alike]) =>
        this.#allowing(
          ['UpdateItem'],
          [partition],
          [
            ...Object.values(tableKey),
            ...indexKeys,
            ...alike.flatMap((change): readonly string[] => changes[change].attributes),
          ],
        ),
      ),
      ...(queries.length === 0
        ? []
        : [
            new PolicyStatement({
              actions: ['dynamodb:Query'],
              resources: queries.map((index) => `${this.#arn}/index/${indexes[index].name}`),
            }),
          ]),
    ];
  }

  #allowing(
    actions: readonly string[],
    named: readonly Partition[],
    attributes?: readonly string[],
  ): PolicyStatement {
    return new PolicyStatement({
      actions: actions.map((action) => `dynamodb:${action}`),
      resources: [this.#arn],
      conditions: {
        'ForAllValues:StringLike': {
          'dynamodb:LeadingKeys': [...new Set(named)].map((name) => `${partitions[name]}*`),
        },
        ...(attributes && {
          'ForAllValues:StringEquals': { 'dynamodb:Attributes': [...new Set(attributes)] },
        }),
      },
    });
  }
}
