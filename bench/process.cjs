/* A fresh process: loads one function, calls it once, then again and again, and says what each took. */
const { readFileSync, writeSync } = require('node:fs');

const [bundle, plan] = process.argv.slice(2);
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 60_000 };
/* As Lambda's runtime writes what functions log: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html */
for (const level of ['info', 'warn', 'error']) {
  console[level] = (message) => {
    const line = { timestamp: new Date().toISOString(), level, requestId: context.awsRequestId, message };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
}
console.log = console.info;
const milliseconds = ({ user, system }) => (user + system) / 1000;

(async () => {
  const handler = bundle === 'empty' ? undefined : require(bundle).handler;
  const loaded = performance.now();
  if (plan === undefined) return { loaded };

  /* Read only now: its size is not the function's. */
  const { calls, warmUp, status } = JSON.parse(readFileSync(plan, 'utf8'));

  const call = async (event) => {
    const answer = await handler(event, context);
    if (status !== undefined && answer?.statusCode !== status) {
      throw new Error(`${bundle} answered ${JSON.stringify(answer)}`);
    }
  };
  const called = performance.now();
  await call(calls[0]);
  const first = loaded + performance.now() - called;
  const warm = calls.slice(1);
  for (const event of warm.slice(0, warmUp)) await call(event);

  const took = [];
  const before = process.cpuUsage();
  for (const event of warm.slice(warmUp)) {
    const start = performance.now();
    await call(event);
    took.push(performance.now() - start);
  }
  return { loaded, first, took, cpu: milliseconds(process.cpuUsage(before)) / took.length };
})().then(
  (result) => {
    writeSync(3, JSON.stringify(result));
    process.exit(0);
  },
  (fault) => {
    process.stderr.write(`${String(fault?.stack ?? fault)}\n`);
    process.exit(1);
  },
);
