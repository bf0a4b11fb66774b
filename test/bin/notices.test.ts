import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { eventKey } from '../../lambdas/adapters/dynamodb/keys.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { newLetter } from '../../lambdas/domain/notice/letter.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { publishRunning } from '../../local/running.ts';
import { as, now, shipped } from '../domain/fixtures.ts';
import { dataFolder } from '../local/data-folder.ts';
import { awsStandIn } from '../support/aws.ts';
import type { AwsAnswer } from '../support/aws.ts';
import { tableStore } from '../support/database.ts';
import { noticeAs } from '../support/notices.ts';
import { actAs, storeNeed } from '../support/stored.ts';
import { onTable, typed } from './typed.ts';

const lisa = 'lisa-eliasson' as Recipient;

describe('On a table', () => {
  let table: Awaited<ReturnType<typeof tableStore>>;
  let reference: Reference;
  let ses: Awaited<ReturnType<typeof awsStandIn>>;
  const listed = (address: string) => `DELETE /v2/email/suppression/addresses/${address}`;
  const sesAnswers: Record<string, AwsAnswer> = {
    [listed('lisa.eliasson@example.org')]: { result: {} },
    [listed('chef.it@example.org')]: { error: 'NotFoundException', status: 404 },
  };
  const notices = (...words: readonly string[]) =>
    typed('notices', { ...onTable(table), AWS_ENDPOINT_URL_SESV2: ses.url }, ...words);
  const noticeOf = async (version: number, to: Recipient) =>
    (await table.store.read(reference))?.history[version - 1]?.notices.find((notice) => notice.to === to);
  async function becomes(version: number, to: string, state: Notice['state']) {
    const before = await noticeOf(version, to as Recipient);
    if (!before) throw new Error('no notice');
    await table.store.amend({ reference, version }, before, noticeAs(state, to), {});
  }

  beforeAll(async () => {
    table = await tableStore(inject('assembly'));
    ses = await awsStandIn(sesAnswers);
    const { store } = table;
    reference = await storeNeed(store, shipped, { areas: ['infrastruktur'] }, now);
    await actAs({ store, organisation: shipped }, reference, ['take', as('lisa-eliasson')], later(now, 1000));
    await becomes(1, 'lisa-eliasson', 'bounced');
    await becomes(2, 'lisa-eliasson', 'failed');
    await becomes(1, 'chef-it', 'complained');
  });
  afterAll(async () => {
    await table.stop();
    ses.stop();
  });

  test('everything that has not arrived is listed, and what each is to be done with', async () => {
    const { code, out } = await notices('list');
    expect(code).toBe(0);
    expect(out.split('\n').sort()).toEqual(
      [
        '',
        '3 notice(s)',
        `${reference}\t1\tlisa-eliasson\tbounced\t1 attempt(s)\t${now}\tcode\tsuperseded by event 2`,
        `${reference}\t2\tlisa-eliasson\tfailed\t1 attempt(s)\t${now}\tcode`,
        `${reference}\t1\tchef-it\tcomplained\t1 attempt(s)\t${now}\tcode\tunwanted: sent again only to a recipient who is named`,
      ].sort(),
    );
  });

  test('whether a person was told of a need is one command, for people and for programs', async () => {
    const { code, out } = await notices('told', reference, 'lisa-eliasson');
    expect(code).toBe(0);
    expect(out).toBe(
      [
        `${now}\t1 submit\tlisa-eliasson\tbounced\t${now}\tcode`,
        `${later(now, 1000)}\t2 take\tlisa-eliasson\tfailed\t${now}\tcode\n`,
      ].join('\n'),
    );
    const all = await notices('told', reference, '--json');
    expect(JSON.parse(all.out)).toContainEqual(
      expect.objectContaining({ about: '1 submit', to: 'chef-it', state: 'complained' }),
    );
    expect(await notices('told', reference, 'chef-hr')).toMatchObject({
      code: 1,
      err: `chef-hr has not been mailed about ${reference}\n`,
    });
    expect((await notices('told', reference, 'Lisa.Eliasson@example.org')).out).toBe(out);
    expect((await notices('told', reference, 'submitter')).out).toContain('\tsubmitter\t');
    expect(await notices('told', reference, 'lisa-elisson')).toMatchObject({
      code: 1,
      out: '',
      err: 'Nobody in the organisation has the id or the address lisa-elisson. Whoever submitted the need is called submitter\n',
    });
  });

  test('a letter that names a need counts as a mail about it', async () => {
    const { store } = table;
    const address = addressHashOf('chef.hr@example.org');
    const to = 'chef-hr' as PersonId;
    const needs = [{ reference, title: 'Salarna' }];
    await store.writeLetter(newLetter({ id: 'one', kind: 'assigned', to, address, at: now, needs }));
    const { code, out } = await notices('told', reference, 'chef-hr');
    expect([code, out]).toEqual([0, `${now}\tletter assigned\tchef-hr\tpending\n`]);
  });

  test.each<[readonly string[], string]>([
    [[], 'npm run notices -- list'],
    [['told'], 'npm run notices -- list'],
    [['list', 'X'], 'npm run notices -- list'],
    [['list', '--all'], 'npm run notices -- list'],
    [['resend'], 'npm run notices -- list'],
    [['resend', 'all', '1'], 'npm run notices -- list'],
    [['resend', 'B26-1', '1'], 'B26-1 is no reference: it is written like B26-7KQ4M'],
    [['resend', 'B26-N0PE1'], 'There is no need B26-N0PE1'],
  ])('%j is refused, and says why', async (words, why) => {
    const { code, out, err } = await notices(...words);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(why);
  });

  test('what a need does not have is said, and what it has', async () => {
    const said = async (...words: readonly string[]) => {
      const { code, err } = await notices('resend', reference, ...words);
      return [code, err.trim()];
    };
    expect(await said('abc')).toEqual([1, `${reference} has no event abc: it has 1 to 2`]);
    expect(await said('3')).toEqual([1, `${reference} has no event 3: it has 1 to 2`]);
    const [code, nobody] = await said('2', 'nobody');
    expect([code, nobody]).toEqual([
      1,
      expect.stringContaining(`Event 2 of ${reference} was not told to nobody, but to `),
    ]);
    expect(nobody).toContain('lisa-eliasson');
    expect(await said('1', 'submitter')).toEqual([
      1,
      'Nothing of that has failed, come back or been unwanted',
    ]);
  });

  test('help is given to whoever asks', async () => {
    const { code, out } = await notices('list', '--help');
    expect([code, out]).toEqual([0, expect.stringContaining('npm run notices -- resend')]);
  });

  test('what SES cannot be made to send to is left as it was, and the reason is said', async () => {
    const address = listed('chef.it@example.org');
    const usual = sesAnswers[address];
    sesAnswers[address] = { error: 'AccessDeniedException', message: 'User is not authorized', status: 403 };
    const { code, err } = await notices('resend', reference, '1', 'chef-it');
    Object.assign(sesAnswers, { [address]: usual });
    expect([code, err.trim()]).toEqual([1, 'AccessDeniedException: User is not authorized']);
    expect(await noticeOf(1, 'chef-it' as Recipient)).toMatchObject({ state: 'complained' });
  });

  test('a person is sent the latest again and not what it supersedes, in small letters too; nobody what they did not want', async () => {
    const { code, out } = await notices('resend', reference.toLowerCase());
    expect(code).toBe(0);
    expect(out).toContain('failed\t1 attempt(s)');
    expect(out.match(/sent again by the next sweep/g)).toHaveLength(1);
    expect(out).toContain('superseded by event 2');
    expect(out).toContain('1 notice(s) sent again');
    /* A mail that came back puts its address on SES's list, from which every later one would come back. */
    expect(ses.calls.at(-1)?.operation).toBe(listed('lisa.eliasson@example.org'));
    expect(await noticeOf(2, lisa)).toMatchObject({ state: 'pending', attempts: 0 });
    expect(await noticeOf(1, lisa)).toMatchObject({ state: 'bounced' });
    expect(await noticeOf(1, 'chef-it' as Recipient)).toMatchObject({ state: 'complained' });
  });

  test('one that is named is sent again, also when SES does not have the address on its list', async () => {
    const { code, out } = await notices('resend', reference, '1', 'chef-it');
    expect([code, out]).toEqual([0, expect.stringContaining('1 notice(s) sent again')]);
    expect(await noticeOf(1, 'chef-it' as Recipient)).toMatchObject({ state: 'pending' });
  });

  test('a need that cannot be read is named, the others are listed, and the command fails', async () => {
    const broken = await storeNeed(table.store, shipped, { areas: ['infrastruktur'] }, now);
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.table,
        Key: eventKey({ reference: broken, version: 1 }),
        UpdateExpression: 'SET #event = :half',
        ExpressionAttributeNames: { '#event': 'event' },
        ExpressionAttributeValues: { ':half': { S: '{' } },
      }),
    );
    const { code, out, err } = await notices('list');
    expect([code, err.trim()]).toEqual([1, `${broken}\tunreadable`]);
    expect(out).toContain(`${reference}\t1\tlisa-eliasson\tbounced`);
    expect(await notices('resend', broken)).toMatchObject({ code: 1, err: `${broken}\tunreadable\n` });
  });
});

test('On this machine, a system that died is not taken for one that runs', async () => {
  const folder = dataFolder();
  const nowhere = 'http://127.0.0.1:1';
  const places = { url: nowhere, mailUrl: nowhere, databaseUrl: nowhere };
  publishRunning(folder, { ...places, region: 'eu-north-1', tableName: 'needs' });
  const { code, err } = await typed('notices', { DATA_DIR: folder }, 'list');
  expect(code).toBe(1);
  expect(err.trim()).toBe(
    `Nothing runs on ${folder}: start it with npm start. For AWS, name the stage: --stage NAME.`,
  );
});
