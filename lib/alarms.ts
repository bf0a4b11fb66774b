import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmProps, IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ServiceFunction } from './functions/service-function.ts';
import type { Stage } from './stage.ts';

/* What the functions log of which somebody must hear, and what it means to people. */
const logged = {
  NoticeFailed: [
    'notice failed',
    'Somebody has not been told, and no more attempts are made. List them with npm run notices -- list, mend the cause, and send them again.',
  ],
  LineStopped: [
    'line stopped',
    'No mail reaches anybody: SES refuses them all. Nothing is lost; mails go out when it is mended. The log gives the reason.',
  ],
  UnknownAnswer: [
    'unknown answer',
    'SES answered what it does not document. Mails are tried again; the log gives the reason.',
  ],
  EventUnreadable: [
    'event unreadable',
    'People concerned by an event are not told, since it cannot be read. The log names it.',
  ],
  NobodyToGoTo: [
    'notice has nobody to go to',
    'A mail that asks for something has come back, and so has mail to everybody who could be asked instead. The log names it.',
  ],
} as const;

interface AlarmsProps {
  readonly stage: Stage;
  readonly functions: readonly ServiceFunction[];
  /** Those whose log says what became of mails. */
  readonly senders: readonly ServiceFunction[];
  readonly deadLetters: Queue;
  /** The function that a schedule wakes. */
  readonly sweep: ServiceFunction;
}

/** What somebody must hear of: each alarm says what people notice, and is mailed to the stage's address. */
export class Alarms extends Construct {
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, { stage, functions, senders, deadLetters, sweep }: AlarmsProps) {
    super(scope, id);
    this.#topic = new Topic(this, 'Topic', { enforceSSL: true });
    // A topic with a policy of its own is closed to CloudWatch unless the policy names it.
    this.#topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.#topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (stage.alarmAddress !== undefined) {
      this.#topic.addSubscription(new EmailSubscription(stage.alarmAddress));
    }
    for (const one of functions) {
      this.#alarm(
        `${one.node.id}Errors`,
        one.description,
        one.handler.metricErrors({ statistic: Stats.SUM }),
      );
    }
    const namespace = `vso/${stage.name}`;
    for (const [metricName, [outcome, meaning]] of Object.entries(logged)) {
      for (const { node, logGroup } of senders) {
        new MetricFilter(this, `${metricName}In${node.id}`, {
          logGroup,
          filterPattern: FilterPattern.literal(`"${outcome}"`),
          metricNamespace: namespace,
          metricName,
        });
      }
      this.#alarm(metricName, meaning, new Metric({ namespace, metricName, statistic: Stats.SUM }));
    }
    this.#alarm(
      'MailEventsLeft',
      'What SES told of some mails could not be recorded: where one came back, nobody else is asked. Mend the cause and redrive the queue.',
      deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM }),
    );
    // A sweep that is never woken fails never: only its silence tells.
    const silence = this.#alarm(
      'SweepNotWoken',
      'Nothing wakes the sweep: nobody is reminded, and mails that could not be sent at once never reach people. Look at its schedule.',
      sweep.handler.metricInvocations({
        statistic: Stats.SUM,
        period: Duration.minutes(3 * stage.sweepEveryMinutes),
      }),
      {
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      },
    );
    // Or it would go off while the stack is first deployed.
    silence.node.addDependency(sweep);
  }

  /** An alarm that goes off when a metric is above 0 within five minutes, unless `rule` says otherwise. */
  #alarm(id: string, alarmDescription: string, metric: IMetric, rule: Partial<AlarmProps> = {}): Alarm {
    const alarm = new Alarm(this, id, {
      alarmDescription,
      metric,
      threshold: 0,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...rule,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
    return alarm;
  }
}
