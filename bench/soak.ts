import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoDbStore } from '../lambdas/adapters/dynamodb/store.ts';
import { instantOf, later } from '../lambdas/domain/time/time.ts';
import { localCredentials } from '../local/database.ts';
import { readRunning } from '../local/running.ts';
import { aNeed } from '../test/support/people.ts';
import { overTenths, residentMegabytesOfAll } from './memory.ts';
import { table } from './report.ts';
import { quantile } from './statistics.ts';
import { submitAtRate } from './submissions.ts';
import type { Answer } from './submissions.ts';

/*
 * npm run soak                     what `npm start` runs, under 20 submissions a second for a quarter of an hour; prints a table
 * MINUTES=5 npm run soak           shorter
 */
const minutes = Number(process.env['MINUTES'] ?? 15);
const perSecond = Number(process.env['PER_SECOND'] ?? 20);
/* A thousand needs in five seconds. */
const backlog = { perSecond: 200, seconds: 5 };
const aWeek = 7 * 24 * 3_600_000;
/* No mail for so long means that all are out. */
const quietMilliseconds = 10_000;

const inAnArea = { ...aNeed, areas: ['infrastruktur'] };
/* With an area five are told, without one two: together sixty mails a second. */
const mixed = (number: number) => (number % 3 === 0 ? inAnArea : aNeed);

const folder = mkdtempSync(join(tmpdir(), 'vso-soak-'));
const project = join(import.meta.dirname, '..');
const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
  scripts: { start: string };
};
const system = spawn('sh', ['-c', scripts.start], {
  cwd: project,
  env: { ...process.env, DATA_DIR: folder, PORT: '0', MAIL_PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const gone = once(system, 'exit');
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => system.kill());

/* A notice is settled already where SES has told of its mail before the sender recorded it. */
const leftLine = /"outcome":"notice (sent|already settled)"/;
const sentAt: number[] = [];
const urls: Record<string, string> = {};
const ready = Promise.withResolvers<undefined>();
createInterface({ input: system.stdout }).on('line', (line) => {
  const [, what, url] = /^(mail|ready) (http\S+)$/.exec(line) ?? [];
  if (what !== undefined && url !== undefined) urls[what] = url;
  if (what === 'ready') ready.resolve(undefined);
  if (leftLine.test(line)) sentAt.push(performance.now());
});

/** Waits until no mail has left for a while. @returns when the last one left */
async function allSent(): Promise<number> {
  const since = performance.now();
  const last = () => Math.max(sentAt.at(-1) ?? 0, since);
  while (performance.now() - last() < quietMilliseconds) await sleep(250);
  return sentAt.at(-1) ?? since;
}

/** How many notices are still to be sent, now or later. */
async function noticesLeft(): Promise<number> {
  const running = readRunning(folder);
  if (!running) throw new Error('it does not run');
  const { databaseUrl: endpoint, region, tableName: name } = running;
  const client = new DynamoDBClient({ endpoint, region, credentials: localCredentials });
  const store = dynamoDbStore({ client, name });
  let left = 0;
  for (const event of await store.dueEvents(later(instantOf(new Date()), aWeek), Infinity)) {
    const { notices = [] } = (await store.readEvent(event)) ?? {};
    left += notices.filter(({ state }) => state === 'pending' || state === 'claimed').length;
  }
  client.destroy();
  return left;
}

const sentBetween = (from: number, to: number) => sentAt.filter((at) => at > from && at <= to).length;
const accepted = (answers: readonly Answer[]) =>
  `${answers.filter(({ status }) => status === 201).length} of ${answers.length}`;

try {
  await Promise.race([ready.promise, gone.then(() => Promise.reject(new Error('it did not start')))]);
  const { ready: url = '', mail = '' } = urls;
  const memory: number[] = [];
  const sampling = setInterval(() => {
    memory.push(residentMegabytesOfAll(system.pid ?? 0));
  }, 1000);

  const began = performance.now();
  const answers = await submitAtRate(url, { perSecond, seconds: 60 * minutes }, mixed);
  const ended = performance.now();
  const soaked = sentBetween(began, ended) / ((ended - began) / 1000);
  const behind = (await allSent()) - ended;

  const burst = await submitAtRate(url, backlog, () => inAnArea);
  const from = performance.now();
  const to = await allSent();
  const drained = sentBetween(from, to);
  clearInterval(sampling);
  const left = await noticesLeft();
  const { emails } = (await (await fetch(`${mail}/store`)).json()) as { emails: readonly unknown[] };

  const took = answers.map(({ milliseconds }) => milliseconds);
  const rows = [
    ['accepted', accepted(answers)],
    [
      'a submission, p50 and p99',
      `${quantile(took, 0.5).toFixed(0)} and ${quantile(took, 0.99).toFixed(0)} ms`,
    ],
    ['mails a second meanwhile', soaked.toFixed(1)],
    ['the last of them left after', `${Math.max(0, behind / 1000).toFixed(0)} s`],
    [`a backlog of ${burst.length} needs: accepted`, accepted(burst)],
    [
      'mails a second until it was gone',
      `${(drained / ((to - from) / 1000)).toFixed(1)} (${drained} in ${((to - from) / 1000).toFixed(0)} s)`,
    ],
    ['notices left to be sent', String(left)],
    ['mails in all, and kept in the inbox', `${sentAt.length} and ${emails.length}`],
    ['most memory of all processes', `${Math.max(...memory).toFixed(0)} MB`],
    [
      'memory, MB, over the tenths of the time',
      overTenths(memory)
        .map((one) => one.toFixed(0))
        .join(', '),
    ],
  ];
  console.log(table([`${perSecond} submissions a second for ${minutes} minutes`, ''], rows));
} finally {
  system.kill();
  await gone;
  rmSync(folder, { recursive: true, force: true });
}
