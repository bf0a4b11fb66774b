import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Duration, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { indexes, sortKeys, tableKey } from '../../lambdas/adapters/dynamodb/schema.ts';
import type { Environment } from '../../lambdas/functions/environment.ts';
import type { Mail } from '../mail.ts';
import type { NeedsTable } from '../needs-table.ts';
import type { Stage } from '../stage.ts';
import type { Undelivered } from '../undelivered.ts';
import { ServiceFunction } from './service-function.ts';

/* Only what is new and has a mail to send. Recording its outcome changes the item, and must not invoke the sender again. */
const dueAtOnce = (sortKey: string) =>
  FilterCriteria.filter({
    eventName: ['INSERT'],
    dynamodb: {
      Keys: { [tableKey.sort]: { S: FilterRule.beginsWith(sortKey) } },
      NewImage: { [indexes.due.partition]: { S: FilterRule.exists() } },
    },
  });

interface DeliverNoticesProps {
  readonly stage: Stage;
  readonly table: NeedsTable;
  readonly mail: Mail;
  readonly undelivered: Undelivered;
  readonly environment: Omit<Environment, 'ACCESSIBILITY' | 'FORMER_HOSTS'>;
}

/** The sender, invoked by the table's stream. */
export class DeliverNotices extends ServiceFunction {
  constructor(
    scope: Construct,
    id: string,
    { stage, table, mail, undelivered, environment }: DeliverNoticesProps,
  ) {
    super(scope, id, {
      stage,
      environment,
      entry: 'deliver-notices',
      description:
        'Sends mails. When it fails, people are not told that a need waits for them, or what was decided.',
      timeout: Duration.seconds(60),
      memorySize: 1024,
      may: [
        ...table.statements({
          on: {
            // Which addresses are suppressed, and who gets what informs them by a digest.
            BatchGetItem: ['need', 'address', 'person', 'organisation'],
            GetItem: ['need', 'code', 'person'],
            Query: ['need', 'meeting'],
          },
          queries: ['submitters', 'cards'],
          // Puts a need where it holds it.
          puts: [['need', 'event'], ['code'], ['letter'], ['link']],
          updates: ['notices', 'links', 'listing', 'count'],
        }),
        new PolicyStatement({
          actions: [
            'dynamodb:DescribeStream',
            'dynamodb:GetRecords',
            'dynamodb:GetShardIterator',
            'dynamodb:ListStreams',
          ],
          resources: [table.tableStreamArn],
        }),
        mail.sendStatement,
        ...undelivered.putStatements,
      ],
    });
    mail.acknowledgeIn(this);
    new EventSourceMapping(this, 'Stream', {
      target: this.handler,
      eventSourceArn: table.tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [dueAtOnce(sortKeys.event), dueAtOnce(sortKeys.code), dueAtOnce(sortKeys.letter)],
      batchSize: 10,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // A record that fails blocks the ones behind it in its shard. It is given up after an hour; the default is the stream's whole
      // day.
      retryAttempts: 10,
      maxRecordAge: Duration.hours(1),
      onFailure: { bind: () => ({ destination: undelivered.bucketArn }) },
      supportS3OnFailureDestination: true,
    });
    const bucket = this.handler.stack.getLogicalId(undelivered.node.defaultChild as CfnBucket);
    Validations.of(this).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucket}.Arn>/aws/lambda/*]`,
      reason: 'Lambda chooses the name of each object it keeps, under the prefix that the statement names.',
    });
  }
}
