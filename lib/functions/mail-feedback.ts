import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Environment } from '../../lambdas/functions/environment.ts';
import type { Mail } from '../mail.ts';
import type { NeedsTable } from '../needs-table.ts';
import type { Stage } from '../stage.ts';
import { ServiceFunction } from './service-function.ts';

interface MailFeedbackProps {
  readonly stage: Stage;
  readonly table: NeedsTable;
  readonly mail: Mail;
  readonly environment: Pick<Environment, 'TABLE_NAME' | 'AWS_ENDPOINT_URL_DYNAMODB'>;
}

/** Records SES's events about sent mails. A queue keeps them until they are recorded. */
export class MailFeedback extends ServiceFunction {
  /** The events that are still to be recorded. */
  readonly queue: Queue;
  /** The events that could not be recorded. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { stage, table, mail, environment }: MailFeedbackProps) {
    const timeout = Duration.seconds(60);
    super(scope, id, {
      stage,
      environment,
      entry: 'mail-feedback',
      description:
        'Records what became of mails. When it fails, nobody else is asked when a mail comes back.',
      timeout,
      memorySize: 1024,
      may: [
        ...table.statements({
          on: { GetItem: ['need', 'person'], Query: ['need'], BatchGetItem: ['organisation'] },
          // Suppresses an address, or writes a letter that came back to somebody else.
          puts: [['address'], ['letter']],
          updates: ['notices', 'listing'],
        }),
      ],
    });
    this.deadLetters = new Queue(this, 'DeadLetters', {
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      enforceSSL: true,
      // Six times the function's timeout: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 8 },
    });
    mail.events.addSubscription(new SqsSubscription(this.queue, { rawMessageDelivery: true }));
    this.allow(
      new PolicyStatement({
        actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        resources: [this.queue.queueArn],
      }),
    );
    new EventSourceMapping(this, 'Events', {
      target: this.handler,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
    });
  }
}
