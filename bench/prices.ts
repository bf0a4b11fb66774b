/**
 * List prices in US dollars, of the region us-east-1, as published there between March and June 2026. Elsewhere they are up to a
 * quarter higher; `mostMore` takes account of it. Write new prices, and the date, when AWS changes them. Where plans or sources
 * differ, the highest is taken.
 */
export const priceList = {
  asOf: '2026-06-13',
  /** What prices of other regions are at most, compared with these. */
  mostMore: 1.25,
  perMillion: {
    /** https://aws.amazon.com/lambda/pricing/ */
    invocations: 0.2,
    /** https://aws.amazon.com/api-gateway/pricing/ (HTTP API) */
    requests: 1,
    /** https://aws.amazon.com/dynamodb/pricing/on-demand/ */
    unitsWritten: 0.7,
    unitsRead: 0.14,
    /** https://aws.amazon.com/ses/pricing/: 100 to 160, by plan */
    mails: 160,
    /** https://aws.amazon.com/sns/pricing/; delivery to a queue is free */
    publishes: 0.5,
    /** https://aws.amazon.com/sqs/pricing/ */
    queueRequests: 0.4,
    /** https://aws.amazon.com/eventbridge/pricing/ (Scheduler) */
    scheduled: 1,
  },
  /** On ARM. */
  gigabyteSecond: 0.0000133334,
  /** By the month. https://aws.amazon.com/cloudwatch/pricing/ */
  alarmedMetric: 0.1,
  ownMetric: 0.3,
  dashboard: 3,
  /** An account has so many for nothing, for good. */
  freeDashboards: 3,
  /** What comes into logs. */
  loggedGigabyte: 0.5,
  /** By the month: the table and its backup. */
  storedGigabyte: 0.25 + 0.2,
} as const;
