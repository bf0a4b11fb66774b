import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  Metric,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { OutcomeName } from '../lambdas/app/ports/log.ts';
import { statuses } from '../lambdas/domain/need/workflow.ts';
import { oldestDueNotice } from './alarms.ts';
import type { Alarms } from './alarms.ts';
import type { DeliverNotices } from './functions/deliver-notices.ts';
import type { MailFeedback } from './functions/mail-feedback.ts';
import type { ServiceFunction } from './functions/service-function.ts';
import type { Sweep } from './functions/sweep.ts';
import type { NeedsTable } from './needs-table.ts';
import type { Stage } from './stage.ts';
import type { WebApi } from './web-api.ts';

interface DashboardProps {
  readonly stage: Stage;
  readonly web: WebApi;
  readonly table: NeedsTable;
  readonly alarms: Alarms;
  readonly answering: readonly ServiceFunction[];
  readonly deliverNotices: DeliverNotices;
  readonly sweep: Sweep;
  readonly mailFeedback: MailFeedback;
}

/* What became of notices and letters. */
const noticeOutcomes = [
  'notice sent',
  'notice collected',
  'notice postponed',
  'notice withheld',
  'notice failed',
  'letter sent',
  'letter not sent',
  'letter failed',
] as const satisfies readonly OutcomeName[];

const counted = 'open needs counted' satisfies OutcomeName;
const day = Duration.days(1);

/**
 * What an operator looks at first. What needs no alarm is asked of the log when somebody looks, since a metric for each status and
 * outcome would cost every month.
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { stage, alarms } = props;
    new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: `vso-${stage.name}`,
      defaultInterval: Duration.days(7),
      widgets: [
        [
          new TextWidget({
            markdown: `# vso-${stage.name}\nWhat to do about an alarm: its section in docs/operations.md, which the alarm names.`,
            ...{ width: 8, height: 4 },
          }),
          new AlarmStatusWidget({ title: 'Alarms', alarms: alarms.all, width: 16, height: 4 }),
        ],
        this.#aboutNeeds(props),
        this.#aboutWaiting(props),
        this.#aboutCosts(props),
      ],
    });
  }

  #aboutNeeds({ sweep, deliverNotices }: DashboardProps): IWidget[] {
    // A name with a hyphen stands in backticks.
    const byStatus = statuses.map(
      (status) => `latest(\`message.byStatus.${status}\`) as ${status.replaceAll('-', '_')}`,
    );
    return [
      new LogQueryWidget({
        title: 'Needs by status, counted each night',
        logGroupNames: [sweep.logGroup.logGroupName],
        view: LogQueryVisualizationType.LINE,
        queryLines: [`filter message.outcome = "${counted}"`, `stats ${byStatus.join(', ')} by bin(1d)`],
        width: 12,
      }),
      new LogQueryWidget({
        title: 'Mails by outcome, a day',
        logGroupNames: [deliverNotices, sweep].map(({ logGroup }) => logGroup.logGroupName),
        view: LogQueryVisualizationType.STACKEDAREA,
        queryLines: [
          `filter message.outcome in [${noticeOutcomes.map((outcome) => `"${outcome}"`).join(', ')}]`,
          'stats count(*) by bin(1d), message.outcome',
        ],
        width: 12,
      }),
    ];
  }

  #aboutWaiting({ web, sweep, deliverNotices, mailFeedback }: DashboardProps): IWidget[] {
    const seconds = (metric: IMetric, label: string) =>
      new MathExpression({ expression: 'age / 1000', usingMetrics: { age: metric }, label });
    return [
      new LogQueryWidget({
        title: 'Oldest waiting need: days',
        logGroupNames: [sweep.logGroup.logGroupName],
        view: LogQueryVisualizationType.LINE,
        queryLines: [
          `filter message.outcome = "${counted}"`,
          'stats latest(message.longestDays) as days by bin(1d)',
        ],
        width: 8,
      }),
      new GraphWidget({
        title: 'Oldest waiting mail, event and report: seconds',
        left: [
          oldestDueNotice(sweep),
          seconds(
            deliverNotices.handler.metric('IteratorAge', { statistic: Stats.MAXIMUM }),
            'Event for the sender',
          ),
          mailFeedback.queue.metricApproximateAgeOfOldestMessage({
            statistic: Stats.MAXIMUM,
            label: 'Report of SES',
          }),
        ],
        width: 8,
      }),
      new GraphWidget({
        title: 'Answers to people: milliseconds, and failures',
        left: [50, 90, 99].map((percentile) =>
          web.stage.metricLatency({ statistic: Stats.percentile(percentile), label: `p${percentile}` }),
        ),
        right: [
          web.stage.metricServerError({ statistic: Stats.SUM, label: '5xx' }),
          web.stage.metricClientError({ statistic: Stats.SUM, label: '4xx' }),
        ],
        width: 8,
      }),
    ];
  }

  /* In the order of what they cost (npm run cost). */
  #aboutCosts({ web, table, answering, sweep, deliverNotices, mailFeedback }: DashboardProps): IWidget[] {
    const sum = { statistic: Stats.SUM, period: day };
    const functions = [...answering, deliverNotices, sweep, mailFeedback];
    const dynamoDb = (metricName: string) =>
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName,
        dimensionsMap: { TableName: table.tableName },
        label: metricName,
        ...sum,
      });
    return [
      new GraphWidget({
        title: 'Mails that SES takes, of the whole account, and requests, a day',
        left: [new Metric({ namespace: 'AWS/SES', metricName: 'Send', label: 'Mails', ...sum })],
        right: [web.stage.metricCount({ label: 'Requests', ...sum })],
        width: 8,
      }),
      new GraphWidget({
        title: 'Units of the table, without its indexes, a day',
        left: [dynamoDb('ConsumedWriteCapacityUnits'), dynamoDb('ConsumedReadCapacityUnits')],
        width: 8,
      }),
      new GraphWidget({
        title: 'Milliseconds of functions, a day',
        stacked: true,
        left: functions.map(({ node, handler }) => handler.metricDuration({ label: node.id, ...sum })),
        width: 8,
      }),
    ];
  }
}
