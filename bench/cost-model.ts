import * as z from 'zod/mini';
import { VsoApp } from '../lib/vso-app.ts';
import type { MailCounts } from '../test/support/mail-counts.ts';
import type { FunctionName, Cost } from './wire-costs.ts';
import { priceList } from './prices.ts';

/* What a stage costs by the month. From the template comes what stands there, from the wire what each thing done takes of the table. */

const Template = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.optional(z.unknown()) })),
});
const AlarmProperties = z.object({
  Metrics: z.optional(z.array(z.object({ MetricStat: z.optional(z.unknown()) }))),
});
const FunctionProperties = z.object({ MemorySize: z.number() });
const ScheduleProperties = z.object({
  ScheduleExpression: z.string().check(z.regex(/^rate\(\d+ minutes?\)$/)),
});
const MappingProperties = z.object({ EventSourceArn: z.unknown() });

/** What stands in a template, whether it is used or not. */
export interface FixedParts {
  readonly alarmedMetrics: number;
  readonly dashboards: number;
  readonly sweepEveryMinutes: number;
  /** In gigabytes, by the function. */
  readonly memory: Readonly<Record<FunctionName, number>>;
  /** The queues that Lambda asks for messages all the time. */
  readonly polledQueues: number;
}

/** Synthesizes a stage into a folder, without bundles, and reads what stands in its template. */
export function fixedPartsOf(stage: string, folder: string): FixedParts {
  const app = new VsoApp({ context: { stage, 'aws:cdk:bundling-stacks': [] }, outdir: folder });
  const stack = app.synth().getStackArtifact(app.stack.artifactId);
  const resources = Object.entries(Template.parse(stack.template).Resources);
  const ofType = (type: string) => resources.filter(([, { Type }]) => Type === type);
  const memoryOf = (name: FunctionName) => {
    const [, one] = ofType('AWS::Lambda::Function').find(([id]) => id.startsWith(`${name}Handler`)) ?? [];
    return FunctionProperties.parse(one?.Properties).MemorySize / 1024;
  };
  const alarms = ofType('AWS::CloudWatch::Alarm').map(
    ([, { Properties }]) => AlarmProperties.parse(Properties).Metrics,
  );
  const [, schedule] = ofType('AWS::Scheduler::Schedule')[0] ?? [];
  const mappings = ofType('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) =>
    JSON.stringify(MappingProperties.parse(Properties).EventSourceArn),
  );
  const queues = ofType('AWS::SQS::Queue').map(([id]) => id);
  return {
    alarmedMetrics: alarms.reduce(
      (sum, metrics) => sum + (metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1),
      0,
    ),
    dashboards: ofType('AWS::CloudWatch::Dashboard').length,
    sweepEveryMinutes: Number(
      /\d+/.exec(ScheduleProperties.parse(schedule?.Properties).ScheduleExpression)?.[0],
    ),
    memory: {
      ...{ SubmitNeed: memoryOf('SubmitNeed'), Act: memoryOf('Act'), Show: memoryOf('Show') },
      ...{ DeliverNotices: memoryOf('DeliverNotices'), Sweep: memoryOf('Sweep') },
      MailFeedback: memoryOf('MailFeedback'),
    },
    polledQueues: mappings.filter((arn) => queues.some((queue) => arn.includes(queue))).length,
  };
}

/** What is assumed, since nothing here measures it. All of it is more than is likely. */
export const assumed = {
  /** How long a call takes, in seconds; those of docs/performance.md, on this machine, are a tenth of it or less. */
  seconds: { SubmitNeed: 0.3, Act: 0.3, Show: 0.3, DeliverNotices: 2, Sweep: 1, MailFeedback: 0.3 },
  /** Of the function's and the API's own lines too. */
  bytesLoggedPerCall: 2_000,
  /** Whoever gets a mail opens the page; somebody who submits opens the form. */
  pagesPerMail: 1,
  /** Style sheet, script and icon, which browsers keep. */
  filesPerPage: 1,
  /** SES reports that a mail was sent, and what became of it. */
  reportsPerMail: 2,
  /** With its events, notices and indexes. */
  bytesStoredPerNeed: 40_000,
  /** Lambda has five pollers, and each asks every twenty seconds. */
  pollsPerMinute: 15,
} as const;

/** What happens with a need: how many mails are sent about it, and how many times somebody acts on it. */
export interface Life {
  readonly mails: number;
  readonly actions: number;
}

/** The life of a need from its submission until its submitter has been asked whether it helped, on the average of six. */
export const lifeOf = ({ all }: MailCounts): Life => ({ mails: all / 6, actions: 6 });

const reads = new Set(['Query', 'GetItem', 'BatchGetItem']);
const minutesInAMonth = 30 * 24 * 60;
const million = 1_000_000;

interface Units {
  readonly written: number;
  readonly read: number;
}
const times = ({ written, read }: Units, count: number): Units => ({
  written: written * count,
  read: read * count,
});
const sumOf = (units: readonly Units[]): Units => ({
  written: units.reduce((sum, one) => sum + one.written, 0),
  read: units.reduce((sum, one) => sum + one.read, 0),
});

/**
 * What a month costs, in US dollars, by what it is paid for.
 * @param costs what each thing done takes, counted on the wire
 * @param needs how many come in within a year
 */
export function monthlyCost(
  fixed: FixedParts,
  costs: readonly Cost[],
  life: Life,
  needs: number,
): ReadonlyMap<string, number> {
  const unitsOf = (what: string): Units => {
    const calls = costs.find((cost) => cost.what === what)?.calls;
    if (!calls) throw new Error(`nothing counts ${what}`);
    const of = (some: typeof calls) =>
      some.flatMap(({ units }) => Object.values(units)).reduce((sum, one) => sum + one, 0);
    return {
      written: of(calls.filter(({ operation }) => !reads.has(operation))),
      read: of(calls.filter(({ operation }) => reads.has(operation))),
    };
  };
  const sweeps = minutesInAMonth / fixed.sweepEveryMinutes;
  const submissions = needs / 12;
  const mails = submissions * life.mails;
  const actions = submissions * life.actions;
  const pages = mails * assumed.pagesPerMail + submissions;
  const reports = mails * assumed.reportsPerMail;
  const calls: Readonly<Record<FunctionName, number>> = {
    SubmitNeed: submissions,
    Act: actions,
    Show: pages * (1 + assumed.filesPerPage),
    DeliverNotices: submissions + actions,
    Sweep: sweeps,
    MailFeedback: reports,
  };
  const names = Object.keys(calls) as FunctionName[];
  const total = (of: (name: FunctionName) => number) => names.reduce((sum, name) => sum + of(name), 0);
  const units = sumOf([
    times(unitsOf('a submission of 1,600 characters'), submissions),
    times(unitsOf('an action'), actions),
    times(unitsOf('a status page'), pages),
    times(unitsOf('the five notices of an event'), mails / 5),
    times(unitsOf('a delivery recorded'), reports),
    times(unitsOf('a sweep with nothing due'), sweeps),
    // The cards of two years, each night: a kilobyte each, at an eighth of a unit.
    { written: 0, read: 30 * 2 * needs * 0.125 },
  ]);
  const { perMillion } = priceList;
  const requests = calls.SubmitNeed + calls.Act + calls.Show;
  const polls = fixed.polledQueues * assumed.pollsPerMinute * minutesInAMonth;
  const paid: Readonly<Record<string, number>> = {
    alarms: fixed.alarmedMetrics * priceList.alarmedMetric,
    // As if mails were due at every sweep. The others cost only for the hours in which somebody must mend something.
    metrics: priceList.ownMetric,
    'the queue': ((polls + 3 * reports) / million) * perMillion.queueRequests,
    'the schedule': (sweeps / million) * perMillion.scheduled,
    functions:
      total((name) => calls[name] * fixed.memory[name] * assumed.seconds[name]) * priceList.gigabyteSecond +
      (total((name) => calls[name]) / million) * perMillion.invocations,
    'the table':
      (units.written / million) * perMillion.unitsWritten +
      (units.read / million) * perMillion.unitsRead +
      // After five years.
      ((5 * needs * assumed.bytesStoredPerNeed) / 1e9) * priceList.storedGigabyte,
    mails: (mails / million) * perMillion.mails + (reports / million) * perMillion.publishes,
    requests: (requests / million) * perMillion.requests,
    logs: ((total((name) => calls[name]) * assumed.bytesLoggedPerCall) / 1e9) * priceList.loggedGigabyte,
  };
  return new Map(Object.entries(paid).map(([what, dollars]) => [what, dollars * priceList.mostMore]));
}

export const sumOfMonth = (paid: ReadonlyMap<string, number>): number =>
  [...paid.values()].reduce((sum, one) => sum + one, 0);
