import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { dynamoDbStore } from '../../lambdas/adapters/dynamodb/store.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { localCredentials } from '../../local/database.ts';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import { aNeed, Inbox, postNeed } from '../support/people.ts';

const run = promisify(execFile);

describe('without the stream, and with the sweep run by hand', () => {
  let dataDir: string;
  let system: LocalSystem;
  let inbox: Inbox;
  let store: NeedStore;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'vso-delivery-'));
    const assembly = inject('assembly');
    system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly, withoutTriggers: true });
    inbox = new Inbox(system);
    const credentials = localCredentials;
    const client = new DynamoDBClient({ endpoint: system.databaseUrl, region: 'eu-north-1', credentials });
    store = dynamoDbStore({ client, name: system.tableName });
  });
  afterAll(async () => {
    await system.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function submit(email: string): Promise<Reference> {
    const submitter = { ...aNeed.submitter, email };
    const response = await postNeed(system.url, { ...aNeed, submitter, areas: ['infrastruktur'] });
    expect(response.status).toBe(201);
    return ((await response.json()) as { reference: Reference }).reference;
  }
  const noticeOf = async (reference: Reference, to = 'submitter'): Promise<Notice | undefined> =>
    (await store.read(reference))?.history[0]?.notices.find((notice) => notice.to === to);
  const stateOf = async (reference: Reference) => (await noticeOf(reference))?.state;

  test('the sweep delivers everything, and what became of it is recorded', async () => {
    const reference = await submit('kim.larare@example.org');
    await inbox.now(0);
    await system.runSchedules();
    await inbox.now(5);
    await system.runSchedules();
    await inbox.now(0);
    await expect
      .poll(async () => (await store.read(reference))?.history[0]?.notices.map(({ state }) => state))
      .toEqual(Array(5).fill('delivered'));
  });

  test.each([
    ['bounce', 'bounced'],
    ['complaint.desk', 'complained'],
  ])('mail to %s@ under the example domain has %s', async (local, state) => {
    const reference = await submit(`${local}@example.org`);
    await system.runSchedules();
    await inbox.now(5);
    await expect.poll(() => stateOf(reference)).toBe(state);
  });

  test('an address that a mail came back from is sent nothing more, until an operator sends it again', async () => {
    await expect.poll(() => store.suppressed(['bounce@example.org'])).toHaveProperty('size', 1);
    const reference = await submit('Bounce@example.org');
    await system.runSchedules();
    await inbox.now(4);
    expect(await noticeOf(reference)).toMatchObject({ state: 'bounced', reason: 'address suppressed' });
    await system.runSchedules();

    const notices = (...said: string[]) =>
      run(process.execPath, ['bin/notices.ts', ...said], { env: { ...process.env, DATA_DIR: dataDir } });
    const { stdout: listed } = await notices('list');
    expect(listed).toMatch(
      new RegExp(`^${reference}\\t1\\tsubmitter\\tbounced\\t.*address suppressed$`, 'm'),
    );
    expect(listed).not.toMatch(/@|Kim/);
    const { stdout: resent } = await notices('resend', reference);
    expect(resent).toContain('sent again by the next sweep\n1 notice(s)');
    await system.runSchedules();
    expect((await inbox.now(1))[0]?.to).toBe('Bounce@example.org');
    await expect(notices('send')).rejects.toMatchObject({ code: 1 });
  });

  test('mail to softbounce@ waits for a day and is not tried before', async () => {
    const before = Date.now();
    const reference = await submit('softbounce@example.org');
    await system.runSchedules();
    await inbox.now(5);
    await expect.poll(async () => (await noticeOf(reference))?.softBounced).toBeDefined();
    const notice = await noticeOf(reference);
    expect(notice?.state).toBe('pending');
    const dueAt = notice?.state === 'pending' ? Date.parse(notice.dueAt) : NaN;
    const day = 86_400_000;
    expect(dueAt).toBeGreaterThanOrEqual(before + day);
    expect(dueAt).toBeLessThanOrEqual(Date.now() + day);
    await system.runSchedules();
    await inbox.now(0);
  });
});
