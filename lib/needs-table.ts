import { AttributeType, Billing, ProjectionType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Stage } from './stage.ts';

const string = (name: string) => ({ name, type: AttributeType.STRING });

/** The one table: needs, what happened to them, the notices still due, what failed, and the links people hold. */
export class NeedsTable extends TableV2 {
  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, {
      partitionKey: string('pk'),
      sortKey: string('sk'),
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      dynamoStream: StreamViewType.NEW_IMAGE,
      globalSecondaryIndexes: [
        {
          indexName: 'byStatus',
          partitionKey: string('statusKey'),
          sortKey: string('since'),
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: ['title'],
        },
        {
          // Sparse: events with a notice pending or failed, and needs with a next step; what is done has left it.
          indexName: 'due',
          partitionKey: string('dueKey'),
          sortKey: string('dueAt'),
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
      deletionProtection: stage.production,
      removalPolicy: stage.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  /** There always is one, as the constructor asks for it. */
  override get tableStreamArn(): string {
    return super.tableStreamArn as string;
  }
}
