import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UpdateItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { eventKey } from '../../lambdas/adapters/dynamodb/keys.ts';
import type { NeedEvent } from '../../lambdas/domain/need/event.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { dayOf, instantOf } from '../../lambdas/domain/time/time.ts';
import type { ExportAnswer, RegisterAnswer } from '../../lambdas/web/contract.ts';
import { localCredentials } from '../../local/database.ts';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import { fetchByContract } from '../support/contract.ts';
import { aNeed, cookieFor, Inbox, look, postNeed, press, storeOf } from '../support/people.ts';

let dataDir: string;
let system: LocalSystem;
let inbox: Inbox;
const cookies: Record<string, string> = {};
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vso-register-'));
  system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly: inject('assembly') });
  inbox = new Inbox(system);
  const store = storeOf(system);
  for (const name of ['lisa.eliasson', 'registrator', 'stina.eklund', 'hogskoledirektor', 'kim.larare'])
    cookies[name] = await cookieFor(store, `${name}@example.org`);
});
afterAll(async () => {
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const get = (path: string, who?: string, accept = 'application/json') =>
  fetchByContract(new URL(path, system.url), {
    headers: { accept, ...(who && { cookie: cookies[who] ?? '' }) },
  });
const act = (reference: string, who: string, said: object) =>
  fetchByContract(new URL(`/needs/${reference}`, system.url), {
    method: 'POST',
    headers: {
      ...{ accept: 'application/json', 'content-type': 'application/json' },
      cookie: cookies[who] ?? '',
    },
    body: JSON.stringify({ version: 1, confirm: 'yes', ...said }),
  });
const aReported = async (change: object = {}) =>
  (await (
    await postNeed(system.url, { ...aNeed, areas: ['infrastruktur'], school: 'lararutbildning', ...change })
  ).json()) as { readonly reference: string; readonly link: string };

/** A CSV as a spreadsheet reads it (RFC 4180). */
function cellsOf(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < csv.length; at++) {
    const sign = csv.charAt(at);
    if (isQuoted && sign === '"' && csv.charAt(at + 1) === '"') cell += csv.charAt(++at);
    else if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (sign === ',' || sign === '\n')) {
      rows.at(-1)?.push(cell);
      cell = '';
      if (sign === '\n') rows.push([]);
    } else if (isQuoted || sign !== '\r') cell += sign;
  }
  return rows.slice(0, -1);
}

describe('The register', () => {
  test('lists what came in, from whom, about what, when more came, and what became of it', async () => {
    const { reference, link } = await aReported({ title: 'Diariet ska veta' });
    expect((await press(link, 'comment', { text: 'Mer' })).httpStatus).toBe(200);
    const entered = await act(reference, 'registrator', {
      action: 'register',
      number: 'HIG 2026/123',
      secrecy: 'yes',
    });
    expect(entered.status).toBe(200);
    const { needs } = (await (await get('/needs?register=yes', 'registrator')).json()) as RegisterAnswer;
    const today = dayOf(instantOf(new Date()));
    expect(needs.find((row) => row.reference === reference)).toEqual({
      ...{ reference, received: today, from: 'Kim Lärare', school: 'Institutionen för lärarutbildning' },
      ...{ title: 'Diariet ska veta', incoming: [today], status: 'received' },
      ...{ number: 'HIG 2026/123', secrecy: true },
    });
  });

  test('as CSV is read by a spreadsheet, with no cell taken for a formula', async () => {
    const title = '=HYPERLINK("http://x.example.com"), "citat"';
    const { reference } = await aReported({ title, submitter: { ...aNeed.submitter, name: '+Kim, "K"' } });
    const answer = await get('/needs?language=sv', 'stina.eklund', 'text/csv');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.csv"$/);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [head, ...rows] = cellsOf(new TextDecoder().decode(bytes));
    expect(head?.slice(0, 3)).toEqual(['Behov', 'Inkom', 'Från']);
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([11]));
    const row = rows.find(([first]) => first === reference);
    expect([row?.[2], row?.[4]]).toEqual([`'+Kim, "K"`, `'${title}`]);
  });

  test('is for the manager, the owner and registrars', async () => {
    for (const who of ['registrator', 'stina.eklund', 'hogskoledirektor'])
      expect((await get('/needs?register=yes', who)).status).toBe(200);
    for (const who of ['lisa.eliasson', 'kim.larare'])
      expect((await get('/needs', who, 'text/csv')).status).toBe(403);
    expect((await get('/needs', undefined, 'text/csv')).status).toBe(401);
  });

  test('is led to from the search page, for those who may have it', async () => {
    const page = async (who: string) =>
      (await get('/needs?q=x&from=2026-01-01&language=sv', who, 'text/html')).text();
    const href = /href="([^"]*register=yes[^"]*)"/.exec(await page('registrator'))?.[1] ?? '';
    const file = await get(href.replaceAll('&amp;', '&'), 'registrator', 'text/html');
    expect(file.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(await page('lisa.eliasson')).not.toContain('register=yes');
  });

  test('is narrowed by the day on which needs came in, and says when a day is none', async () => {
    const { needs } = (await (
      await get('/needs?register=yes&from=2025-01-01&to=2025-12-31', 'registrator')
    ).json()) as RegisterAnswer;
    expect(needs).toEqual([]);
    expect((await get('/needs?register=yes&from=nyss', 'registrator')).status).toBe(422);
  });
});

describe('A registry number', () => {
  test('is nothing to the submitter, mails nobody, and leaves the question as it is', async () => {
    const { reference, link } = await aReported();
    await inbox.skip();
    await act(reference, 'lisa.eliasson', { action: 'register', number: 'HIG 2026/7' });
    await inbox.next(0);
    expect((await look(link)).history.map(({ action }) => action)).toEqual(['submit']);
    expect((await act(reference, 'lisa.eliasson', { action: 'take' })).status).toBe(200);
    const page = await (await get(`/needs/${reference}?language=sv`, 'lisa.eliasson', 'text/html')).text();
    expect(page).toContain('Diarienummer HIG 2026/7');
    expect(await (await get(link, undefined, 'text/html')).text()).not.toContain('HIG 2026/7');
  });

  test('is all that a registrar can give to a need', async () => {
    const { reference } = await aReported();
    const refused = await act(reference, 'registrator', { action: 'comment', text: 'Hej' });
    expect(refused.status).toBe(403);
  });
});

describe('An export', () => {
  test('has all that is kept of a need, and neither links nor tokens', async () => {
    const { reference, link } = await aReported();
    await press(link, 'comment', { text: 'Mer att säga' });
    const answer = await get(`/needs/${reference}/export`, 'registrator');
    const { submission, submitter, ...rest } = (await answer.json()) as ExportAnswer;
    const events = rest.events as readonly (ExportAnswer['events'][number] & { event: NeedEvent })[];
    expect(submission).toMatchObject({ title: aNeed.title, problem: aNeed.problem });
    expect(submitter).toEqual(aNeed.submitter);
    expect(events.map(({ event }) => event.action)).toEqual(['submit', 'comment']);
    expect(events[1]?.previous).toBe(events[0]?.hash);
    expect(events[0]?.notices.map(({ to }) => to)).toContain('lisa-eliasson');
    expect(JSON.stringify(events)).not.toContain('example.org');
    const page = await (
      await get(`/needs/${reference}/export?language=sv`, 'stina.eklund', 'text/html')
    ).text();
    expect(page).toContain('Mer att säga');
    expect(page).toContain(events[1]?.hash);
  });

  test('is for registrars and the manager, of a need that there is', async () => {
    const { reference } = await aReported();
    expect((await get(`/needs/${reference}/export`)).status).toBe(401);
    expect((await get(`/needs/${reference}/export`, 'lisa.eliasson')).status).toBe(403);
    expect((await get('/needs/B26-00000/export', 'registrator')).status).toBe(404);
    expect((await get('/needs/nonsens/export', 'registrator')).status).toBe(404);
  });

  test('of a need whose history was changed is a fault, and gives nothing of it', async () => {
    const { reference, link } = await aReported();
    await press(link, 'comment', { text: 'Det sanna' });
    const client = new DynamoDBClient({
      endpoint: system.databaseUrl,
      region: 'eu-north-1',
      credentials: localCredentials,
    });
    await client.send(
      new UpdateItemCommand({
        TableName: system.tableName,
        Key: eventKey({ reference: reference as Reference, version: 2 }),
        UpdateExpression: 'SET previous = :other',
        ExpressionAttributeValues: { ':other': { S: 'en annan' } },
      }),
    );
    const answer = await get(`/needs/${reference}/export`, 'registrator');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('Det sanna');
    const listed = (await (await get('/needs?register=yes', 'registrator')).json()) as RegisterAnswer;
    expect(listed.unreadable).toContain(reference);
    client.destroy();
  });
});
