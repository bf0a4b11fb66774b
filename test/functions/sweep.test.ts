import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { instantOf, later } from '../../lambdas/domain/time/time.ts';
import { readAssembly } from '../../local/assembly.ts';
import { startInbox } from '../../local/inbox.ts';
import { now } from '../domain/fixtures.ts';
import { dataFolder } from '../local/data-folder.ts';
import { tableStore } from '../support/database.ts';
import { callOnLambda } from '../support/lambda.ts';
import { outcomeIn } from '../support/log-lines.ts';
import { storeLongNeed } from '../support/long-need.ts';
import { askedLongAgo, submitted } from '../support/needs.ts';
import { isWhole } from '../support/whole.ts';

let table: Awaited<ReturnType<typeof tableStore>>;
beforeAll(async () => {
  table = await tableStore(inject('assembly'));
});
afterAll(() => table.stop());

test('The deployed sweep names a need whose words were changed, puts it off, and takes the step of another', async () => {
  const [changed, whole] = [submitted(), submitted()];
  const longAgo = later(now, -60 * 24 * 3_600_000);
  for (const { need, submission, ...opening } of [changed, whole]) {
    await table.store.addNeed({
      ...opening,
      need: askedLongAgo(need, longAgo),
      submission: need === changed.need ? { ...submission, problem: 'Något annat' } : submission,
    });
  }
  const { functions } = readAssembly(inject('assembly'), 'http://localhost');
  const sweep = functions.find(({ id }) => id.startsWith('Sweep'))?.file ?? '';
  const given = { TABLE_NAME: table.table, AWS_ENDPOINT_URL_DYNAMODB: table.endpoint };
  const { lines } = await callOnLambda(sweep, {}, given);

  const logged = lines.map((line) => JSON.parse(line) as { level: string; message: { outcome: string } });
  const broken = logged.filter(({ message }) => message.outcome === 'chain broken');
  expect(new Set(broken.map((line) => JSON.stringify(line.message)))).toEqual(
    new Set([JSON.stringify({ outcome: 'chain broken', reference: changed.need.reference })]),
  );
  expect(broken.every(({ level }) => level === 'ERROR')).toBe(true);
  const historyOf = async ({ need }: typeof changed) =>
    (await table.store.read(need.reference))?.history.map(({ event }) => event.action);
  expect(await historyOf(changed)).toEqual(['submit']);
  expect(await historyOf(whole)).toEqual(['submit', 'remind']);
  expect(await table.store.dueNeeds(instantOf(new Date()))).toEqual([]);
});

test('The deployed sweep logs for how long notices have been due, as CloudWatch reads metrics', async () => {
  const opening = submitted();
  await table.store.addNeed(opening);
  const event = { reference: opening.need.reference, version: 1 };
  const at = later(instantOf(new Date()), -40 * 60_000);
  await table.store.relist(event, { ifVersion: 0, listing: { as: 'due', at } });
  const { functions } = readAssembly(inject('assembly'), 'http://localhost');
  const sweep = functions.find(({ id }) => id.startsWith('Sweep'))?.file ?? '';
  const given = { TABLE_NAME: table.table, AWS_ENDPOINT_URL_DYNAMODB: table.endpoint };
  const { lines } = await callOnLambda(sweep, {}, given);
  const [measured, ...more] = lines.filter((line) => outcomeIn(line) === 'notices due');
  expect(more).toEqual([]);
  const line = JSON.parse(measured ?? '') as Record<string, unknown> & { OldestDueNotice: number };
  expect(line).toMatchObject({
    level: 'INFO',
    FunctionName: 'tested',
    message: { oldestSeconds: line.OldestDueNotice },
    _aws: {
      Timestamp: expect.any(Number) as number,
      CloudWatchMetrics: [
        {
          Namespace: 'vso',
          Dimensions: [['FunctionName']],
          Metrics: [{ Name: 'OldestDueNotice', Unit: 'Seconds' }],
        },
      ],
    },
  });
  expect(line.OldestDueNotice).toBeGreaterThanOrEqual(40 * 60);
});

/* SES is asked for no more than fifty a second at first. */
const comments = isWhole ? 500 : 40;

test(`The deployed sweep sends ${comments} notices of one long need in 256 MB`, async () => {
  const inbox = await startInbox(0, dataFolder());
  onTestFinished(() => inbox.stop());
  const said = () => '"'.repeat(4000);
  const { need } = await storeLongNeed(table, { events: comments + 1, said, isDue: true });
  const { functions } = readAssembly(inject('assembly'), 'http://localhost');
  const file = functions.find(({ id }) => id.startsWith('Sweep'))?.file ?? '';
  const given = {
    TABLE_NAME: table.table,
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_ENDPOINT_URL_SES: `http://127.0.0.1:${inbox.port}`,
  };
  const due = async () =>
    (await table.store.dueEvents(instantOf(new Date()), 5000)).filter(
      ({ reference }) => reference === need.reference,
    );
  expect(await due()).toHaveLength(comments);
  /* On a slow machine a sweep ends before its time is up, and the next goes on. */
  while ((await due()).length > 0) await callOnLambda(file, {}, given, 256);
  const states: string[] = [];
  for (let version = 2; version <= need.version; version++) {
    const entry = await table.store.readEvent({ reference: need.reference, version });
    states.push(...(entry?.notices.map(({ state }) => state) ?? []));
  }
  expect(states).toEqual(Array(comments).fill('sent'));
});
