import { AttributeType, Billing, ProjectionType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { expiry, indexes, partitions, tableKey } from '../lambdas/adapters/dynamodb/schema.ts';
import type { Stage } from './stage.ts';

const string = (name: string) => ({ name, type: AttributeType.STRING });

/** The table that holds everything (docs/design.md, "Storage"). */
export class NeedsTable extends TableV2 {
  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, {
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
  }

  /**
   * What a function may do to the items of some partitions, and to no others.
   * @param actions of DynamoDB, by name; each with the partitions
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
   */
  statements(actions: Readonly<Record<string, readonly (keyof typeof partitions)[]>>): PolicyStatement[] {
    const byPartitions = Map.groupBy(Object.entries(actions), ([, named]) => named.toSorted().join(' '));
    return [...byPartitions.values()].map(
      (alike) =>
        new PolicyStatement({
          actions: alike.map(([action]) => `dynamodb:${action}`),
          resources: [this.tableArn],
          conditions: {
            'ForAllValues:StringLike': {
              'dynamodb:LeadingKeys': (alike[0]?.[1] ?? []).map((name) => `${partitions[name]}*`),
            },
          },
        }),
    );
  }

  /** The ARN of one of its indexes, for the statement of a function that reads it. */
  indexArn(index: keyof typeof indexes): string {
    return `${this.tableArn}/index/${indexes[index].name}`;
  }

  /** Always defined, since the constructor asks for a stream. */
  override get tableStreamArn(): string {
    return super.tableStreamArn as string;
  }
}
