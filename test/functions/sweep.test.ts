import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { instantOf, later } from '../../lambdas/domain/time/time.ts';
import { readAssembly } from '../../local/assembly.ts';
import { now } from '../domain/fixtures.ts';
import { tableStore } from '../support/database.ts';
import { callOnLambda } from '../support/lambda.ts';
import { submitted } from '../support/needs.ts';

let table: Awaited<ReturnType<typeof tableStore>>;
beforeAll(async () => {
  table = await tableStore(inject('assembly'));
});
afterAll(() => table.stop());

test('The deployed sweep names a need whose words were changed, puts it off, and takes the step of another', async () => {
  const [changed, whole] = [submitted(), submitted()];
  const longAgo = later(now, -60 * 24 * 3_600_000);
  for (const { need, submission, ...opening } of [changed, whole]) {
    await table.store.open({
      ...opening,
      need: { ...need, since: longAgo, nextStepAt: longAgo },
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
