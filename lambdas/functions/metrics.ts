import type { FactsOf, Log, OutcomeName } from '../app/ports/log.ts';
import { log } from './log.ts';

/** Where the metrics are that functions log. */
export const metricNamespace = 'vso';

/**
 * Which facts of which outcomes are metrics too, of the function that logs them. Each costs by the month: the stack's metrics together
 * are at most ten.
 */
export const metrics = {
  'notices due': { fact: 'oldestSeconds', name: 'OldestDueNotice', unit: 'Seconds' },
} as const satisfies {
  readonly [Name in OutcomeName]?: {
    readonly fact: keyof FactsOf<Name>;
    readonly name: string;
    readonly unit: 'Seconds';
  };
};

const isMetric = (outcome: OutcomeName): outcome is keyof typeof metrics => outcome in metrics;

/**
 * Logs as `log` does. Where a fact is a metric, its line on Lambda is in the embedded metric format, from which CloudWatch makes the
 * metric. It is written past the console: Lambda would put all of it under `message`, where CloudWatch finds no metric.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const logWithMetrics: Log = (outcome, facts) => {
  const { AWS_LAMBDA_LOG_FORMAT, AWS_LAMBDA_FUNCTION_NAME: FunctionName } = process.env;
  if (!isMetric(outcome) || AWS_LAMBDA_LOG_FORMAT !== 'JSON') {
    log(outcome, facts);
    return;
  }
  const { fact, name, unit } = metrics[outcome];
  const now = new Date();
  const line = {
    timestamp: now.toISOString(),
    level: 'INFO',
    message: { outcome, ...facts },
    FunctionName,
    [name]: (facts as FactsOf<typeof outcome>)[fact],
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: metricNamespace,
          Dimensions: [['FunctionName']],
          Metrics: [{ Name: name, Unit: unit }],
        },
      ],
    },
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
