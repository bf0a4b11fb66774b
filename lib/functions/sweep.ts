import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Environment } from '../../lambdas/functions/environment.ts';
import type { Mail } from '../mail.ts';
import type { NeedsTable } from '../needs-table.ts';
import type { Stage } from '../stage.ts';
import { ServiceFunction } from './service-function.ts';

interface SweepProps {
  readonly stage: Stage;
  readonly table: NeedsTable;
  readonly mail: Mail;
  readonly environment: Omit<Environment, 'ACCESSIBILITY' | 'FORMER_HOSTS'>;
}

/**
 * Runs on a schedule, and does what is due: sends the mails that the stream missed or that are to be tried again, and takes the
 * system's steps.
 */
export class Sweep extends ServiceFunction {
  constructor(scope: Construct, id: string, { stage, table, mail, environment }: SweepProps) {
    super(scope, id, {
      stage,
      environment,
      entry: 'sweep',
      description:
        'Does what is overdue. When it fails, nobody is reminded, and mails that could not be sent at once never reach people.',
      timeout: Duration.minutes(5),
      memorySize: 1024,
      may: [
        ...table.statements({
          on: {
            BatchGetItem: ['need', 'address', 'person', 'organisation'],
            GetItem: ['need', 'code', 'person', 'organisation'],
            Query: ['need', 'person', 'meeting'],
          },
          queries: ['due', 'submitters', 'cards'],
          puts: [
            ['need', 'event'],
            ['code'],
            ['letter'],
            ['link'],
            ['reminded', 'telling', 'figures', 'counted'],
          ],
          updates: ['notices', 'links', 'listing', 'count'],
        }),
        mail.sendStatement,
      ],
    });
    mail.acknowledgeIn(this);
    const role = new Role(this, 'ScheduleRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
      inlinePolicies: {
        may: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['lambda:InvokeFunction'],
              resources: [this.handler.functionArn],
            }),
          ],
        }),
      },
    });
    new Schedule(this, 'Schedule', {
      description: 'Runs the sweep',
      schedule: ScheduleExpression.rate(Duration.minutes(stage.sweepEveryMinutes)),
      // The target would also permit the role to invoke every version of the function.
      target: new LambdaInvoke(this.handler, { role: role.withoutPolicyUpdates(), retryAttempts: 0 }),
    });
  }
}
