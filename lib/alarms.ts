import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmProps, IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { AlarmingOutcome } from '../lambdas/app/ports/log.ts';
import type { ServiceFunction } from './functions/service-function.ts';
import type { Stage } from './stage.ts';

/** What an outcome in the log means to people. A fault counts as an error of the function that logs it. */
const meanings: Readonly<Record<Exclude<AlarmingOutcome, 'fault'>, string>> = {
  'notice failed':
    'Somebody has not been told, and the mail is not tried again. List such mails with npm run notices -- list, mend the cause, and send them again.',
  'letter failed':
    'Needs wait for somebody who has not been told: neither they nor the manager or owner of the model can be mailed. Correct their addresses with npm run organisation -- apply; then they are written to again.',
  'sending stopped':
    'No mail reaches anybody: SES refuses every one. Nothing is lost; mails go out once SES accepts them again. The log gives the reason.',
  'unknown mail answer':
    'Somebody may be told late: SES gave an answer that it does not document. The mail is tried again. The log gives the answer.',
  'event unreadable':
    'People are not told of an event, because what is stored cannot be read. The log names the need and the event.',
  'need unreadable':
    'Nobody is reminded of a need, because what is stored of it is damaged or missing, and whoever opens it meets a fault. The log names the need. Restore it from a backup; npm run needs -- verify names every such need.',
  'chain broken':
    'What is stored of a need, or of what happened to it, is no longer as it was recorded: nobody can rely on its history. The log names the need. Restore it from a backup; npm run needs -- verify names every such need.',
  'organisation unreadable':
    'A change of people or roles does not hold: the organisation that was applied last cannot be read by this release. Apply it again with npm run organisation -- apply, or undo it.',
  'no substitute left':
    'Nobody has been asked to move a need on: the mail did not arrive, and neither did mail to everybody who could be asked instead. The log names the need.',
};

interface AlarmsProps {
  readonly stage: Stage;
  readonly functions: readonly ServiceFunction[];
  /** Those that log what became of mails. */
  readonly senders: readonly ServiceFunction[];
  /** Holds the mail events that could not be recorded. */
  readonly deadLetters: Queue;
  /** The function that runs on a schedule. */
  readonly sweep: ServiceFunction;
}

/** The alarms. Each says what people notice, and is mailed to the stage's alarm address. */
export class Alarms extends Construct {
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, { stage, functions, senders, deadLetters, sweep }: AlarmsProps) {
    super(scope, id);
    this.#topic = new Topic(this, 'Topic', { enforceSSL: true });
    // enforceSSL gives the topic a policy, so CloudWatch needs a permission in it.
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
    new CfnOutput(Stack.of(this), 'AlarmTopic', {
      value: this.#topic.topicArn,
      description: 'What alarms are told to; its subscribers have to confirm',
    });
    const count = (outcome: AlarmingOutcome, metricName: string, loggedBy: readonly ServiceFunction[]) => {
      const metricNamespace = `vso/${stage.name}`;
      for (const { node, logGroup } of loggedBy) {
        new MetricFilter(this, `${metricName}In${node.id}`, {
          logGroup,
          filterPattern: FilterPattern.stringValue('$.message.outcome', '=', outcome),
          metricNamespace,
          metricName,
        });
      }
      return new Metric({ namespace: metricNamespace, metricName, statistic: Stats.SUM });
    };
    for (const one of functions) {
      // Lambda counts no error when a function answers with an error page, so count the faults that it logs as well.
      const errors = one.handler.metricErrors({ statistic: Stats.SUM });
      const faults = count('fault', `${one.node.id}Faults`, [one]);
      this.#alarm(
        `${one.node.id}Errors`,
        one.description,
        new MathExpression({
          expression: 'FILL(errors, 0) + FILL(faults, 0)',
          usingMetrics: { errors, faults },
          label: 'Errors and faults',
        }),
      );
    }
    for (const [outcome, meaning] of Object.entries(meanings) as [keyof typeof meanings, string][]) {
      const metricName = outcome.replaceAll(/(?:^| )(\w)/g, (_, letter: string) => letter.toUpperCase());
      /* Whoever reads a need finds it broken. */
      const loggedBy = outcome === 'chain broken' ? functions : senders;
      this.#alarm(metricName, meaning, count(outcome, metricName, loggedBy));
    }
    this.#alarm(
      'MailEventsLeft',
      'Mails may have come back without anybody else being asked: events from SES could not be recorded. Mend the cause and redrive the dead-letter queue.',
      deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM }),
    );
    // A stopped schedule raises no error, so alarm on missing invocations.
    const missing = this.#alarm(
      'SweepNotRun',
      'The sweep does not run: nobody is reminded, and mails that could not be sent at once never reach people. Look at its schedule.',
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
    // During the first deployment the alarm would otherwise go off before the schedule exists.
    missing.node.addDependency(sweep);
  }

  /** An alarm that goes off when the metric is above 0 in five minutes, unless `rule` says otherwise. */
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
