import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { eventKey } from '../../lambdas/adapters/dynamodb/keys.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import type { ExportAnswer, NeedAnswer, RegisterAnswer } from '../../lambdas/web/contract.ts';
import { dayOf, instantOf } from '../../lambdas/domain/time/time.ts';
import { localCredentials } from '../../local/database.ts';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import { fetchByContract } from '../support/contract.ts';
import { parseCsv } from '../support/csv.ts';
import { aNeed, cookieFor, Inbox, look, postNeed, press, storeOf } from '../support/people.ts';

let dataDir: string;
let system: LocalSystem;
let inbox: Inbox;
const cookies: Record<string, string> = {};
const [lisa, manager, owner, registrar] = [
  'lisa.eliasson',
  'stina.eklund',
  'hogskoledirektor',
  'registrator',
];
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vso-register-'));
  system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly: inject('assembly') });
  inbox = new Inbox(system);
  const store = storeOf(system);
  for (const name of [lisa, manager, owner, registrar, 'chef.it', 'kim.larare'])
    cookies[name] = await cookieFor(store, `${name}@example.org`);
});
afterAll(async () => {
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const get = (path: string, who?: string, accept = 'application/json') =>
  fetchByContract(new URL(path, system.url), {
    headers: { accept, ...(who !== undefined && { cookie: cookies[who] ?? '' }) },
  });
const submit = async (change: object = {}) =>
  (await (await postNeed(system.url, { ...aNeed, areas: ['infrastruktur'], ...change })).json()) as {
    reference: Reference;
    link: string;
  };
/** Somebody's action by session on a need of one version, with the fields that it asks for. */
const act = (
  reference: string,
  who: string | undefined,
  action: string,
  { version, ...fields }: { readonly version: number } & Readonly<Record<string, unknown>>,
) =>
  fetchByContract(new URL(`/needs/${reference}`, system.url), {
    method: 'POST',
    headers: {
      ...{ accept: 'application/json', 'content-type': 'application/json' },
      ...(who !== undefined && { cookie: cookies[who] ?? '' }),
    },
    body: JSON.stringify({ action, version, confirm: 'yes', ...fields }),
  });
const number = 'V 2026/123';

describe('A registry number', () => {
  test('is noted by registrar, developer and manager, mails nobody, and leaves the question as it is', async () => {
    const { reference } = await submit();
    await inbox.skip();
    expect((await act(reference, registrar, 'register', { version: 1, number, secrecy: 'yes' })).status).toBe(
      200,
    );
    expect((await act(reference, lisa, 'register', { version: 1, number: 'V 2026/124' })).status).toBe(200);
    expect((await act(reference, manager, 'register', { version: 1, number: 'V 2026/125' })).status).toBe(
      200,
    );
    await inbox.next(0);
    expect((await act(reference, lisa, 'take', { version: 1 })).status).toBe(200);
  });

  test('is neither noted by others, nor without a session, nor in two lines', async () => {
    const { reference, link } = await submit();
    expect((await act(reference, 'chef.it', 'register', { version: 1, number })).status).toBe(403);
    expect((await act(reference, owner, 'register', { version: 1, number })).status).toBe(403);
    expect((await press(link, 'register', { number })).httpStatus).toBe(403);
    expect((await act(reference, undefined, 'register', { version: 1, number })).status).toBe(401);
    const answer = await act(reference, registrar, 'register', {
      version: 1,
      number: ' ',
      secrecy: 'perhaps',
    });
    expect(answer.status).toBe(422);
    const { errors } = (await answer.json()) as { errors: readonly { field: string }[] };
    expect(errors.map(({ field }) => field)).toEqual(['number', 'secrecy']);
  });

  test('stands in a fold of the page of those who note it, and the submitter sees nothing of it', async () => {
    const { reference, link } = await submit();
    await act(reference, registrar, 'register', { version: 1, number, secrecy: 'yes' });
    for (const who of [registrar, lisa, manager]) {
      const page = await (await get(`/needs/${reference}?language=sv`, who, 'text/html')).text();
      expect(page, who).toContain(
        `Diarienummer ${number} <strong>Uppgifterna kan vara sekretessbelagda.</strong>`,
      );
      expect(page, who).toContain('<summary>Diarieför</summary>');
      expect(page, who).toContain(`value="${number}"`);
      expect(page.includes(`/needs/${reference}/export`), who).toBe(who !== lisa);
    }
    const reader = await (await get(`/needs/${reference}?language=sv`, 'chef.it', 'text/html')).text();
    expect(reader).toContain(`Diarienummer ${number}`);
    expect(reader).not.toContain('<summary>Diarieför</summary>');
    const own = await look(link);
    expect(own.history.map(({ action }) => action)).toEqual(['submit']);
    const page = await (await fetchByContract(link)).text();
    expect(page).not.toContain(number);
    expect(page).not.toMatch(/[Dd]iarie|sekretess/);
    const read = (await (await get(`/needs/${reference}`, registrar)).json()) as NeedAnswer;
    expect(read.actions.map(({ name }) => name)).toEqual(['register']);
    expect(read.history.at(-1)).toMatchObject({ action: 'register', by: 'Registrator', comment: number });
  });
});

const today = dayOf(instantOf(new Date()));
const registered = async (query: string, who: string) =>
  (await (await get(`/needs?register=yes${query}`, who)).json()) as RegisterAnswer;
const csvOf = async (query: string, who: string) => {
  const answer = await get(`/needs?language=sv${query}`, who, 'text/csv');
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="register-[\d-]+\.csv"$/);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  return parseCsv(bytes.toString('utf8'));
};

describe('The register', () => {
  const hostile = '=HYPERLINK("http://example.com";"x"), "ja"';

  test('says what came in, from whom, about what and when, what came in since, and what became of it', async () => {
    const { reference, link } = await submit({ title: hostile, school: 'kultur-samhalle' });
    await press(link, 'comment', { text: 'Det brådskar' });
    await act(reference, lisa, 'ask', { version: 2, question: 'Vilka salar?' });
    await press(link, 'answer', { answer: 'Alla' });
    await act(reference, registrar, 'register', { version: 4, number, secrecy: 'yes' });
    const [head, ...rows] = await csvOf('', registrar);
    expect(head).toEqual([
      ...['Behov', 'Inkom', 'Från', 'Institution', 'Gäller', 'Svar och kommentarer inkom', 'Läge'],
      ...['Beslutat', 'Beslutat av', 'Diarienummer', 'Kan omfattas av sekretess'],
    ]);
    const row = rows.find(([first]) => first === reference);
    expect(row?.slice(4)).toEqual([
      ...[`'${hostile}`, `${today} ${today}`, 'Förtydligas', '', '', number, 'Ja'],
    ]);
    expect(row?.slice(1, 4)).toEqual([today, 'Kim Lärare', 'Institutionen för kultur och samhälle']);
    const { from, to, needs } = await registered('', owner);
    expect([from, to]).toEqual([`${today.slice(0, 4)}-01-01`, today]);
    expect(needs.find((need) => need.reference === reference)).toMatchObject({
      ...{ received: today, name: 'Kim Lärare', title: hostile, incoming: [today, today] },
      ...{ status: 'clarifying', number, secrecy: true },
    });
    expect(needs).toHaveLength(rows.length);
  });

  test('says when and by whom it was decided', async () => {
    const { reference } = await submit({ areas: [], departments: ['it'] });
    const coordination = { actualNeed: 'En slinga', whyItArose: 'Renovering', leadArea: 'infrastruktur' };
    await act(reference, lisa, 'coordinate', { version: 1, ...coordination, responsible: 'it' });
    await act(reference, lisa, 'bypass', { version: 2, reason: 'one-department' });
    expect((await act(reference, 'chef.it', 'approve', { version: 3 })).status).toBe(200);
    const { needs } = await registered('', manager);
    expect(needs.find((need) => need.reference === reference)).toMatchObject({
      decided: { on: today, by: ['Chefen för IT och digital infrastruktur'] },
    });
    const row = (await csvOf('', manager)).find(([first]) => first === reference);
    expect(row?.slice(6, 9)).toEqual([
      'Beslutat, ska genomföras',
      today,
      'Chefen för IT och digital infrastruktur',
    ]);
  });

  test('is narrowed by the days on which needs came in, and says which day it cannot read', async () => {
    await submit();
    expect((await registered('&from=2020-01-01&to=2020-12-31', registrar)).needs).toEqual([]);
    expect((await registered(`&from=${today}&to=${today}`, registrar)).needs.length).toBeGreaterThan(0);
    const refused = await get('/needs?register=yes&from=i+fjol&to=2026-02-30', registrar);
    expect(refused.status).toBe(422);
    const { errors } = (await refused.json()) as { errors: readonly { field: string }[] };
    expect(errors.map(({ field }) => field)).toEqual(['from', 'to']);
    const page = await get('/needs?register=yes&from=i+fjol&language=sv', registrar, 'text/html');
    expect(page.status).toBe(422);
    expect(await page.text()).toMatch(/href="#register-from".*value="i fjol"/s);
  });

  test('is for manager, owner and registrar alone, who find a form for it where they search', async () => {
    for (const accept of ['text/csv', 'application/json']) {
      for (const who of [registrar, manager, owner])
        expect((await get('/needs?register=yes', who, accept)).status).toBe(200);
      for (const who of [lisa, 'chef.it', 'kim.larare'])
        expect((await get('/needs?register=yes', who, accept)).status).toBe(403);
      expect((await get('/needs?register=yes', undefined, accept)).status).toBe(401);
    }
    for (const [who, status] of [
      [lisa, 403],
      [undefined, 401],
    ] as const) {
      const refused = await get('/needs', who, 'text/csv');
      expect(refused.status).toBe(status);
      expect(refused.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    }
    const page = async (who: string) => (await get('/needs?language=sv', who, 'text/html')).text();
    expect(await page(registrar)).toContain('Hämta registret');
    expect(await page(lisa)).not.toContain('Hämta registret');
    const inBrowser = await get('/needs?register=yes', registrar, 'text/html,*/*;q=0.8');
    expect(inBrowser.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
  });

  test('names a need that cannot be read, and its export is a fault with its id', async () => {
    const { reference, link } = await submit();
    await press(link, 'comment', { text: 'Mer' });
    const client = new DynamoDBClient({
      endpoint: system.databaseUrl,
      region: 'eu-north-1',
      credentials: localCredentials,
    });
    await client.send(
      new DeleteItemCommand({ TableName: system.tableName, Key: eventKey({ reference, version: 1 }) }),
    );
    client.destroy();
    const { needs } = await registered('', registrar);
    expect(needs.at(-1)).toEqual({ reference, unreadable: true });
    expect((await csvOf('', registrar)).at(-1)?.slice(0, 5)).toEqual([
      ...[reference, '', '', '', 'Kan inte läsas'],
    ]);
    const fault = await get(`/needs/${reference}/export`, registrar);
    expect([fault.status, await fault.json()]).toEqual([
      500,
      expect.objectContaining({ instance: expect.stringMatching(/^urn:fault:/) as string }),
    ]);
  });
});

describe('An export', () => {
  test('has the whole need, whose chain anybody can verify, and the address of nobody but its submitter', async () => {
    const { reference, link } = await submit();
    await press(link, 'comment', { text: 'Det brådskar <b>' });
    await act(reference, lisa, 'take', { version: 2 });
    await act(reference, registrar, 'register', { version: 3, number });
    await inbox.skip();
    const text = await (await get(`/needs/${reference}/export`, registrar)).text();
    const { submission, contact, events, registry, next, version } = JSON.parse(text) as ExportAnswer;
    expect([contact, registry, next, version]).toEqual([aNeed.submitter, { number }, undefined, 4]);
    expect(submission).toMatchObject({
      title: aNeed.title,
      problem: aNeed.problem,
      areas: ['infrastruktur'],
    });

    const sha256 = (words: string) => createHash('sha256').update(words).digest('base64url');
    let last = sha256(JSON.stringify(submission));
    for (const { event, previous, hash } of events) {
      expect(previous).toBe(last);
      expect(hash).toBe(sha256(`${last}\n${JSON.stringify(event)}`));
      last = hash;
    }
    expect(events.map(({ event }) => event.action)).toEqual(['submit', 'comment', 'take', 'register']);
    const [submitted] = events;
    expect(submitted?.notices).toContainEqual({
      to: 'Lisa Eliasson',
      state: expect.stringMatching(/^(sent|delivered)$/) as string,
      at: expect.any(String) as string,
    });
    expect(text.match(/[\w.]+@example\.org/g)).toEqual(['kim.larare@example.org']);
    expect(text).not.toContain(new URL(link).pathname.slice(3));
  });

  test('is one page too, in which what people wrote is inert', async () => {
    const { reference, link } = await submit({ title: 'Salar <script>' });
    await press(link, 'comment', { text: '<img src=x>' });
    await act(reference, registrar, 'register', { version: 2, number, secrecy: 'yes' });
    const page = await get(`/needs/${reference}/export?language=sv`, manager, 'text/html');
    expect(page.status).toBe(200);
    const html = await page.text();
    for (const shown of [aNeed.problem, 'Kim Lärare', number, 'Ja', '&lt;img src=x>', 'Mejl till'])
      expect(html).toContain(shown);
    expect(html).toContain('3 händelser. Inget har ändrats sedan de sparades.');
    expect(html).not.toMatch(/<script>|<img src=x/);
    expect(html).not.toContain('lisa.eliasson@example.org');
  });

  test('is for registrar and manager alone, and says where there is no such need', async () => {
    const { reference } = await submit();
    const path = `/needs/${reference}/export`;
    for (const who of [registrar, manager]) {
      expect((await get(path, who)).status).toBe(200);
      expect((await get(path.toLowerCase(), who)).status).toBe(200);
      for (const none of ['B26-00000', 'x'])
        expect((await get(`/needs/${none}/export`, who)).status).toBe(404);
    }
    for (const who of [lisa, owner, 'chef.it', 'kim.larare']) expect((await get(path, who)).status).toBe(403);
    expect((await get(path)).status).toBe(401);
    const page = await get(path, undefined, 'text/html');
    expect([page.status, (await page.text()).includes(`name="next" value="${path}"`)]).toEqual([401, true]);
  });
});
