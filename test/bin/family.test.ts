import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { progressOf } from '../../bin/progress.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { awsStandIn } from '../support/aws.ts';
import { tableStore } from '../support/database.ts';
import { storeNeed } from '../support/stored.ts';
import { onTable, typed } from './typed.ts';

/* What holds of every command that is about a store. */

const commands = ['needs', 'notices', 'organisation'] as const;
const firstOf = { needs: ['list'], notices: ['list'], organisation: ['history'] };

let table: Awaited<ReturnType<typeof tableStore>>;
const asked: string[] = [];
const cloudFormation = awsStandIn({
  DescribeStacks: ({ scope, parameters: { StackName } }) => {
    asked.push(`${scope} ${String(StackName)}`);
    if (StackName !== 'vso-test')
      return { error: 'ValidationError', message: `Stack with id ${String(StackName)} does not exist` };
    const Outputs = [{ OutputKey: 'TableName', OutputValue: table.table }];
    const stack = {
      StackName,
      CreationTime: '2026-11-23T09:00:00Z',
      StackStatus: 'UPDATE_COMPLETE',
      Outputs,
    };
    return { result: { Stacks: [stack] } };
  },
});

beforeAll(async () => {
  table = await tableStore(inject('assembly'));
  await storeNeed(table.store, shipped, { areas: ['infrastruktur'] }, now);
});
afterAll(async () => {
  (await cloudFormation).stop();
  await table.stop();
});

const onAws = async () => ({
  ...onTable(table),
  TABLE_NAME: '',
  AWS_REGION: '',
  AWS_ENDPOINT_URL_CLOUDFORMATION: (await cloudFormation).url,
});

describe.each(commands)('npm run %s', (command) => {
  test('finds a stage on AWS by its name', async () => {
    const { code, err } = await typed(command, await onAws(), ...firstOf[command], '--stage', 'test');
    expect([code, err]).toEqual([0, '']);
    expect(asked.at(-1)).toBe('eu-north-1/cloudformation vso-test');
  });

  test('says that a stage is not deployed, or is none', async () => {
    const words = firstOf[command];
    expect(await typed(command, await onAws(), ...words, '--stage', 'production')).toMatchObject({
      code: 1,
      err: 'The stage production is not deployed in this account: npx cdk deploy -c stage=production\n',
    });
    const { code, err } = await typed(command, await onAws(), '--stage', 'tset', ...words);
    expect([code, err]).toEqual([1, expect.stringContaining('There is no stage "tset"')]);
    expect((await typed(command, await onAws(), ...words, '--stage')).err).toContain('--stage NAME');
  });

  test('says how it is used, and answers programs in JSON', async () => {
    for (const word of ['--help', '-h']) {
      const { code, out } = await typed(command, {}, word);
      expect(code).toBe(0);
      expect(out).toContain(`npm run ${command} --`);
      expect(out).toContain('--stage NAME');
    }
    const { code, out } = await typed(command, onTable(table), ...firstOf[command], '--json');
    expect(code).toBe(0);
    expect(typeof JSON.parse(out)).toBe('object');
  });
});

test('What npm run needs -- verify and check find is JSON too', async () => {
  const needs = async (...words: readonly string[]) =>
    JSON.parse((await typed('needs', onTable(table), ...words, '--json')).out) as unknown;
  expect(await needs('list')).toMatchObject([{ status: 'received', areas: 'infrastruktur' }]);
  expect(await needs('verify')).toEqual({ verified: 1, damaged: [] });
  expect(await needs('check')).toEqual([]);
});

test('Long work says every five seconds how far it has come', () => {
  const said: unknown[] = [];
  const { error } = console;
  console.error = (line: unknown) => said.push(line);
  let at = 0;
  const progress = progressOf(1000, 'verified', () => at);
  for (let count = 1; count <= 1000; count++) {
    at += 12;
    progress();
  }
  console.error = error;
  expect(said).toEqual(['417 of 1000 verified', '834 of 1000 verified']);
});
