import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
  Unit,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmProps, IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { AlarmingOutcome } from '../lambdas/app/ports/log.ts';
import { metricNamespace, metrics } from '../lambdas/functions/metrics.ts';
import type { DeliverNotices } from './functions/deliver-notices.ts';
import type { MailFeedback } from './functions/mail-feedback.ts';
import type { ServiceFunction } from './functions/service-function.ts';
import type { Sweep } from './functions/sweep.ts';
import type { Stage } from './stage.ts';
import type { WebApi } from './web-api.ts';

/** What an alarm says: what people notice, and the section of the runbook that says what to do. */
interface Message {
  readonly meaning: string;
  readonly section: string;
}

/** The causes that show in the log: those of their outcomes are counted together, since one comes with another. */
const causes: Readonly<Record<string, Message & { readonly outcomes: readonly AlarmingOutcome[] }>> = {
  SomebodyNotTold: {
    outcomes: ['notice failed', 'letter failed', 'no substitute left'],
    meaning:
      'Somebody has not been told of a need, and the mail is not tried again. The need may stand still.',
    section: 'Somebody has not been told',
  },
  SendingStopped: {
    outcomes: ['sending stopped'],
    meaning: 'No mail reaches anybody: SES refuses every one. Nothing is lost; mails wait.',
    section: 'Sending is stopped',
  },
  UnknownMailAnswer: {
    outcomes: ['unknown mail answer'],
    meaning:
      'Somebody may be told late: a mail met an answer of SES that nobody has described. It is tried again.',
    section: 'An answer of SES is unknown',
  },
  StoredDataDamaged: {
    outcomes: ['chain broken', 'need unreadable', 'event unreadable'],
    meaning:
      'People cannot open a need, and nobody is told of what happens to it: what is stored of it is damaged or missing.',
    section: 'What is stored is damaged',
  },
  OrganisationUnreadable: {
    outcomes: ['organisation unreadable'],
    meaning:
      'People have roles that they should no longer have, or lack new ones: the organisation that was applied last is not used.',
    section: 'The organisation is unreadable',
  },
};

interface AlarmsProps {
  readonly stage: Stage;
  readonly web: WebApi;
  /** Those that answer people. */
  readonly answering: readonly ServiceFunction[];
  readonly deliverNotices: DeliverNotices;
  readonly sweep: Sweep;
  readonly mailFeedback: MailFeedback;
}

const minutes = (count: number) => Duration.minutes(count);

/** How long the longest due notice has been due, as the sweep finds it: in seconds. */
export const oldestDueNotice = (sweep: Sweep): Metric =>
  new Metric({
    namespace: metricNamespace,
    metricName: metrics['notices due'].name,
    dimensionsMap: { FunctionName: sweep.handler.functionName },
    statistic: Stats.MAXIMUM,
    unit: Unit.SECONDS,
  });

/** The alarms: one for each cause. Each says what people notice and what to read, and is mailed to the stage's alarm address. */
export class Alarms extends Construct {
  readonly all: Alarm[] = [];
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.#topic = this.#topicFor(props.stage);
    this.#aboutRequests(props);
    this.#aboutBackground(props);
    this.#aboutReputation();
    this.#aboutTheLog(props);
  }

  #topicFor({ alarmAddress }: Stage): Topic {
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    // enforceSSL gives the topic a policy, so CloudWatch needs a permission in it.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (alarmAddress !== undefined) topic.addSubscription(new EmailSubscription(alarmAddress));
    new CfnOutput(Stack.of(this), 'AlarmTopic', {
      value: topic.topicArn,
      description: 'What alarms are told to; its subscribers have to confirm',
    });
    return topic;
  }

  #aboutRequests({ web, answering, deliverNotices, sweep, mailFeedback }: AlarmsProps): void {
    const throttlesOf = (functions: readonly ServiceFunction[]) =>
      Object.fromEntries(
        functions.map(({ handler }, index) => [
          `throttles${index + 1}`,
          handler.metricThrottles({ statistic: Stats.SUM }),
        ]),
      );
    const sumOf = (metrics: Readonly<Record<string, IMetric>>) =>
      Object.keys(metrics)
        .map((name) => `FILL(${name}, 0)`)
        .join(' + ');
    const all = throttlesOf([...answering, deliverNotices, sweep, mailFeedback]);
    this.#alarm(
      'Throttled',
      {
        meaning:
          'People are refused or wait, and mails are late: Lambda does not run functions as often as asked.',
        section: 'Functions are throttled',
      },
      new MathExpression({ expression: sumOf(all), usingMetrics: all, label: 'Throttled calls' }),
    );
    // A function's own errors, the faults that it answers with a page, and its timeouts all are 5xx; a throttled call is one too.
    const answers = throttlesOf(answering);
    this.#alarm(
      'ServerErrors',
      {
        meaning:
          'People meet an error page: they cannot report a need, open one, or do what a mail asks of them.',
        section: 'Pages fail',
      },
      new MathExpression({
        expression: `FILL(answered5xx, 0) - (${sumOf(answers)})`,
        usingMetrics: { answered5xx: web.stage.metricServerError({ statistic: Stats.SUM }), ...answers },
        label: 'Answers 5xx, without throttled calls',
      }),
    );
    this.#alarm(
      'Slow',
      {
        meaning: 'People wait for pages: one answer of ten takes more than three seconds.',
        section: 'Pages are slow',
      },
      web.stage.metricLatency({ statistic: Stats.percentile(90) }),
      // A few cold starts do not raise it.
      { threshold: 3000, evaluationPeriods: 3 },
    );
  }

  #aboutBackground({ stage, deliverNotices, sweep, mailFeedback }: AlarmsProps): void {
    for (const [one, section] of [
      [deliverNotices, 'The sender fails'],
      [sweep, 'The sweep fails'],
      [mailFeedback, 'Reports about mails fail'],
    ] as const)
      this.#alarm(
        `${one.node.id}Errors`,
        { meaning: one.description, section },
        one.handler.metricErrors({ statistic: Stats.SUM }),
      );
    // A stopped schedule raises no error, so alarm on missing invocations: `INSUFFICIENT_DATA`, in which an alarm also begins, so that
    // the first deployment alarms nobody.
    const missing = this.#alarm(
      'SweepNotRun',
      {
        meaning:
          'Nobody is reminded, and mails that could not be sent at once reach nobody: the sweep does not run.',
        section: 'The sweep does not run',
      },
      sweep.handler.metricInvocations({ statistic: Stats.SUM, period: minutes(stage.sweepEveryMinutes) }),
      {
        evaluationPeriods: 3,
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.MISSING,
      },
    );
    missing.addInsufficientDataAction(new SnsAction(this.#topic));
    this.#alarm(
      'SenderBehind',
      {
        meaning: 'People get mails and codes late: the sender has not kept up for five minutes or more.',
        section: 'The sender is behind',
      },
      deliverNotices.handler.metric('IteratorAge', { statistic: Stats.MAXIMUM }),
      { threshold: minutes(5).toMilliseconds() },
    );
    this.#alarm(
      'NoticesOverdue',
      {
        meaning: 'People are told late: mails that are due have not been tried for more than half an hour.',
        section: 'Mails are overdue',
      },
      oldestDueNotice(sweep),
      // A sweep that could not take all of it leaves the rest to the next ones.
      { threshold: Math.max(30, 3 * stage.sweepEveryMinutes) * 60 },
    );
    this.#alarm(
      'MailEventsWait',
      {
        meaning: 'Mails may have come back without anybody else being asked: reports of SES are not read.',
        section: 'Reports about mails wait',
      },
      mailFeedback.queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM }),
      // A report that cannot be recorded leaves the queue before: it is tried 8 times in 48 minutes.
      { threshold: minutes(60).toSeconds() },
    );
    this.#alarm(
      'MailEventsLeft',
      {
        meaning:
          'Mails may have come back without anybody else being asked: reports of SES could not be recorded.',
        section: 'Reports about mails are left',
      },
      mailFeedback.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM }),
    );
  }

  /* SES looks at the whole account: it reviews one at these rates, and stops its sending at 10 and 0.5 %. */
  #aboutReputation(): void {
    for (const [alarm, metricName, threshold, meaning, section] of [
      [
        'Bounces',
        'Reputation.BounceRate',
        0.05,
        'Soon no mail may reach anybody: of twenty mails one or more comes back, and SES stops accounts for that.',
        'Mails come back',
      ],
      [
        'Complaints',
        'Reputation.ComplaintRate',
        0.001,
        'Soon no mail may reach anybody: people report mails as unwanted, and SES stops accounts for that.',
        'Mails are unwanted',
      ],
    ] as const)
      this.#alarm(
        alarm,
        { meaning, section },
        new Metric({ namespace: 'AWS/SES', metricName, statistic: Stats.AVERAGE, period: minutes(60) }),
        { threshold, comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD },
      );
  }

  #aboutTheLog({ stage, answering, deliverNotices, sweep, mailFeedback }: AlarmsProps): void {
    for (const [metricName, { outcomes, ...message }] of Object.entries(causes)) {
      const filterPattern = FilterPattern.any(
        ...outcomes.map((outcome) => FilterPattern.stringValue('$.message.outcome', '=', outcome)),
      );
      for (const { node, logGroup } of [...answering, deliverNotices, sweep, mailFeedback])
        new MetricFilter(this, `${metricName}In${node.id}`, {
          logGroup,
          filterPattern,
          metricNamespace: `${metricNamespace}/${stage.name}`,
          metricName,
        });
      this.#alarm(
        metricName,
        message,
        new Metric({ namespace: `${metricNamespace}/${stage.name}`, metricName, statistic: Stats.SUM }),
      );
    }
  }

  /** An alarm that goes off when the metric is above 0 in five minutes, unless `rule` says otherwise. */
  #alarm(id: string, { meaning, section }: Message, metric: IMetric, rule: Partial<AlarmProps> = {}): Alarm {
    const alarm = new Alarm(this, id, {
      alarmDescription: `${meaning} What to do: "${section}" in docs/operations.md.`,
      metric,
      threshold: 0,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...rule,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
    this.all.push(alarm);
    return alarm;
  }
}
