import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import type { BoardAnswer, SearchAnswer, WorkAnswer } from '../../lambdas/web/contract.ts';
import { addressHashOf, hashOf } from '../../lambdas/app/hash.ts';
import { instantOf, later } from '../../lambdas/domain/time/time.ts';
import { traps } from '../../lambdas/web/trap-names.ts';
import { fetchByContract } from '../support/contract.ts';
import { aNeed, cookieFor, Inbox, postNeed, storeOf } from '../support/people.ts';

let dataDir: string;
let system: LocalSystem;
let inbox: Inbox;
const cookies: Record<string, string> = {};
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vso-overview-'));
  system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly: inject('assembly') });
  inbox = new Inbox(system);
  const store = storeOf(system);
  for (const name of [
    ...['lisa.eliasson', 'anna.emmoth', 'chef.it', 'chef.hr', 'stina.eklund', 'registrator'],
    ...['kim.larare', 'someone.else'],
  ])
    cookies[name] = await cookieFor(store, `${name}@example.org`);
});
afterAll(async () => {
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const get = (path: string, who?: string, headers: Record<string, string> = {}) =>
  fetchByContract(new URL(path, system.url), {
    headers: { accept: 'application/json', ...(who && { cookie: cookies[who] ?? '' }), ...headers },
  });
const post = (path: string, body: object, who?: string, headers: Record<string, string> = {}) =>
  fetchByContract(new URL(path, system.url), {
    method: 'POST',
    headers: {
      ...{ accept: 'application/json', 'content-type': 'application/json' },
      ...(who && { cookie: cookies[who] ?? '' }),
      ...headers,
    },
    body: JSON.stringify(body),
  });
const boardOf = async (path: string, who: string) => (await (await get(path, who)).json()) as BoardAnswer;
const cardsOn = ({ columns }: BoardAnswer, name: string) =>
  columns.find((column) => column.name === name)?.cards ?? [];

const aPiece = {
  title: 'Nytt passersystem',
  area: 'infrastruktur',
  responsible: 'fastighet-campus',
  state: 'going',
  plannedEnd: '2027-06-30',
  size: 'L',
  goals: ['strategy'],
};
const lisa = 'lisa.eliasson';

describe('A board', () => {
  test('has needs beside ongoing work, and what each department has under way', async () => {
    const { reference } = (await (
      await postNeed(system.url, { ...aNeed, areas: ['infrastruktur'] })
    ).json()) as {
      reference: string;
    };
    const { id } = (await (await post('/work', aPiece, lisa)).json()) as { id: string };
    const board = await boardOf('/areas/infrastruktur', lisa);
    expect(board.area).toEqual({ id: 'infrastruktur', name: expect.any(String) as string });
    expect(board.columns.map(({ name }) => name)).toEqual([
      ...['clarifying', 'prioritising', 'deciding', 'going', 'waiting', 'done'],
    ]);
    expect(cardsOn(board, 'clarifying')).toContainEqual(
      expect.objectContaining({ kind: 'need', reference, status: 'received', waitingDays: 0 }),
    );
    expect(cardsOn(board, 'going')).toContainEqual(
      expect.objectContaining({
        ...{ kind: 'work', reference: id, title: 'Nytt passersystem', status: 'going', size: 'L' },
        ...{ areas: ['infrastruktur'], responsible: 'fastighet-campus', goals: ['strategy'] },
      }),
    );
    expect(board.load.map(({ department }) => department)).toEqual([
      'studentservice',
      'fastighet-campus',
      'it',
    ]);
    expect(board.load[1]).toMatchObject({ count: 1, sizes: { S: 0, M: 0, L: 1, unknown: 0 } });
    const all = await boardOf('/areas', 'stina.eklund');
    expect(all.load).toHaveLength(8);
    expect(all.columns.flatMap(({ cards }) => cards).filter((card) => card.reference === id)).toHaveLength(1);
  });

  test('of another area is not for a developer, and none is for a submitter or a stranger', async () => {
    expect((await get('/areas/infrastruktur', 'anna.emmoth')).status).toBe(403);
    expect((await get('/areas', 'kim.larare')).status).toBe(403);
    expect((await get('/areas')).status).toBe(401);
    expect((await get('/areas/ingenstans', lisa)).status).toBe(404);
    const [own, none] = [await boardOf('/areas', lisa), await boardOf('/areas', 'anna.emmoth')];
    expect(own.columns.some(({ cards }) => cards.length > 0)).toBe(true);
    expect(none.columns.flatMap(({ cards }) => cards)).toEqual([]);
  });

  test('leads whoever is not signed in to sign in, and on to the board', async () => {
    const page = await get('/areas/infrastruktur?overdue=yes', undefined, { accept: 'text/html' });
    expect(page.status).toBe(401);
    expect(await page.text()).toContain('name="next" value="/areas/infrastruktur?overdue=yes"');
  });

  test('is narrowed by its address, and says so', async () => {
    const narrowed = await boardOf('/areas/infrastruktur?department=it&overdue=yes', lisa);
    expect(narrowed.columns.flatMap(({ cards }) => cards)).toEqual([]);
    const page = await get('/areas/infrastruktur?goal=strategy&language=sv', lisa, { accept: 'text/html' });
    const html = await page.text();
    expect(html).toContain('Listan visar bara en del: Strategin.');
    expect(html).toContain('Nytt passersystem');
    expect(html).not.toContain(aNeed.title);
  });
});

describe('Ongoing work', () => {
  const noted = async (change: object = {}) =>
    ((await (await post('/work', { ...aPiece, ...change }, lisa)).json()) as { id: string }).id;
  const read = async (id: string) => (await (await get(`/work/${id}`, lisa)).json()) as WorkAnswer;

  test('is noted, read, changed and remembered, and mails nobody', async () => {
    await inbox.skip();
    const answer = await post('/work', aPiece, lisa);
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as { id: string };
    expect(id).toMatch(/^A\d\d-[0-9A-Z]{5}$/);
    expect(answer.headers.get('location')).toBe(`${system.url}/work/${id}`);
    expect(await read(id)).toMatchObject({ ...aPiece, id, version: 1 });
    const changed = await post(
      `/work/${id}`,
      { ...aPiece, state: 'paused', size: undefined, version: 1 },
      'chef.it',
    );
    expect([changed.status, await changed.json()]).toEqual([200, { version: 2 }]);
    const { history, size, state } = await read(id);
    expect([state, size]).toEqual(['paused', undefined]);
    expect(history.map(({ by, changed: names }) => [by, names.toSorted()])).toEqual([
      ['Lisa Eliasson', ['area', 'goals', 'plannedEnd', 'responsible', 'size', 'state', 'title']],
      [expect.any(String), ['size', 'state']],
    ]);
    await inbox.next(0);
  });

  test('is noted once and changed once, however often the same is sent', async () => {
    const twice = await Promise.all([1, 2].map(() => post('/work', { ...aPiece, key: 'en nyckel' }, lisa)));
    const ids = await Promise.all(twice.map(async (answer) => ((await answer.json()) as { id: string }).id));
    expect(ids[0]).toBe(ids[1]);
    const change = { ...aPiece, title: 'Passersystem, etapp två', version: 1 };
    for (let time = 0; time < 2; time++) {
      const answer = await post(`/work/${ids[0]}`, change, lisa);
      expect([answer.status, await answer.json()]).toEqual([200, { version: 2 }]);
    }
  });

  test('that somebody else has changed meanwhile is not changed unseen, and nothing that was written is lost', async () => {
    const id = await noted();
    await post(`/work/${id}`, { ...aPiece, state: 'paused', version: 1 }, 'chef.it');
    const mine = { ...aPiece, title: 'Mitt', version: 1, language: 'sv' };
    const refused = await post(`/work/${id}`, mine, lisa);
    expect([refused.status, await refused.json()]).toEqual([
      409,
      expect.objectContaining({ status: 'paused', version: 2, title: 'Arbetet har ändrats' }),
    ]);
    const page = await fetchByContract(new URL(`/work/${id}`, system.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookies[lisa] ?? '' },
      body: new URLSearchParams({
        ...aPiece,
        goals: 'strategy',
        title: 'Mitt',
        version: '1',
        language: 'sv',
      }),
    });
    expect(page.status).toBe(409);
    const html = await page.text();
    expect(html).toContain('value="Mitt"');
    expect(html).toContain('name="version" value="2"');
  });

  test('is refused with all its mistakes at once, and what was written stays in the form', async () => {
    const answer = await post(
      '/work',
      { title: ' ', area: 'mars', responsible: 'it', plannedEnd: 'snart' },
      lisa,
    );
    expect(answer.status).toBe(422);
    const { errors } = (await answer.json()) as { errors: readonly { field: string }[] };
    expect(errors.map(({ field }) => field).toSorted()).toEqual(['area', 'plannedEnd', 'state', 'title']);
    const page = await fetchByContract(new URL('/work', system.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookies[lisa] ?? '' },
      body: new URLSearchParams({ ...aPiece, goals: 'strategy', plannedEnd: '0026-01-01', language: 'sv' }),
    });
    expect(page.status).toBe(422);
    expect(await page.text()).toContain('value="Nytt passersystem"');
  });

  test('is not changed without the version that was shown, whatever stands in its place', async () => {
    const id = await noted();
    for (const version of [undefined, null, '', [], {}, { toString: null }, '1.5', 0, true]) {
      const answer = await post(`/work/${id}`, { ...aPiece, title: 'Annat', version }, lisa);
      expect(answer.status, JSON.stringify(version)).toBe(422);
    }
    expect((await read(id)).version).toBe(1);
  });

  test('is neither noted nor changed nor seen by those whose it is not, nor by another site or a machine', async () => {
    const id = await noted();
    expect((await post('/work', aPiece)).status).toBe(401);
    expect((await post('/work', aPiece, 'anna.emmoth')).status).toBe(403);
    expect((await post('/work', aPiece, 'kim.larare')).status).toBe(403);
    expect((await get(`/work/${id}`, 'anna.emmoth')).status).toBe(404);
    expect((await post(`/work/${id}`, { ...aPiece, version: 1 }, 'anna.emmoth')).status).toBe(404);
    expect((await get('/work/A26-00000', lisa)).status).toBe(404);
    expect((await post('/work', aPiece, lisa, { origin: 'https://example.com' })).status).toBe(403);
    expect((await post('/work', { ...aPiece, [traps.text]: 'x' }, lisa)).status).toBe(422);
    expect((await read(id)).version).toBe(1);
  });

  test('is refused to those whose it is not, and where it has been changed meanwhile, before its mistakes are named', async () => {
    const id = await noted();
    const wrong = { ...aPiece, title: 'x'.repeat(1000), version: 1 };
    expect((await post('/work', wrong, 'anna.emmoth')).status).toBe(403);
    expect((await post(`/work/${id}`, wrong, 'registrator')).status).toBe(403);
    expect((await post(`/work/${id}`, { ...aPiece, version: undefined }, 'registrator')).status).toBe(403);
    const elsewhere = { ...wrong, area: 'kommunikation', responsible: 'kommunikation' };
    expect((await post(`/work/${id}`, elsewhere, lisa)).status).toBe(403);
    expect((await post(`/work/${id}`, wrong, lisa)).status).toBe(422);
    await post(`/work/${id}`, { ...aPiece, state: 'paused', version: 1 }, 'chef.it');
    expect((await post(`/work/${id}`, wrong, lisa)).status).toBe(409);
    expect((await post(`/work/${id}`, { ...wrong, version: 2 }, lisa)).status).toBe(422);
  });

  test('is shown without a form to whoever may only read it, and they are not led to note any', async () => {
    const id = await noted();
    const pageFor = async (path: string, who: string) =>
      (await get(path, who, { accept: 'text/html' })).text();
    const [mine, theirs] = [await pageFor(`/work/${id}`, lisa), await pageFor(`/work/${id}`, 'registrator')];
    expect(mine).toMatch(/<form method="post"/);
    expect(theirs).not.toMatch(/<form method="post"/);
    for (const said of ['Infrastruktur', 'Pågår', '30 juni 2027', 'Strategin'])
      expect(theirs).toContain(said);
    expect(await pageFor('/areas/infrastruktur?language=sv', lisa)).toContain('Lägg till pågående arbete');
    expect(await pageFor('/areas/infrastruktur?language=sv', 'registrator')).not.toContain('Lägg till');
  });

  test('is written on pages that a browser keeps, so that whoever goes back finds what they wrote', async () => {
    const id = await noted();
    const kept = async (path: string, accept: string) =>
      (await get(path, lisa, { accept })).headers.get('cache-control');
    for (const path of ['/work', `/work/${id}`, '/meetings'])
      expect(await kept(path, 'text/html'), path).toBe('private, max-age=0');
    expect(await kept(`/work/${id}`, 'application/json')).toBe('no-store');
    expect((await get('/work', undefined, { accept: 'text/html' })).headers.get('cache-control')).toBe(
      'no-store',
    );
  });

  test('is noted on a page that is filled in with what is likely, and one comes back to the board', async () => {
    const page = await get('/work?area=infrastruktur&language=sv', 'chef.it', { accept: 'text/html' });
    const html = await page.text();
    expect(html).toMatch(/<option value="infrastruktur" selected/);
    expect(html).toMatch(/<option value="it" selected/);
    const sent = await fetchByContract(new URL('/work', system.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookies['chef.it'] ?? '' },
      body: new URLSearchParams({ ...aPiece, goals: 'strategy', language: 'sv' }),
    });
    expect(sent.status).toBe(303);
    expect(sent.headers.get('location')).toBe(`${system.url}/areas/infrastruktur?language=sv`);
  });
});

describe('A session', () => {
  test('lasts for as long again from what is done in it on a person’s page, on work and in meetings', async () => {
    const store = storeOf(system);
    const email = 'lisa.eliasson@example.org';
    cookies['used'] = await cookieFor(store, email);
    const address = addressHashOf(email);
    const [, secret = ''] = (cookies['used'] ?? '').split('.');
    const session = (await store.sessionsOf(address)).find(({ id }) => id === hashOf(secret));
    if (!session) throw new Error('no session');
    const ago = later(instantOf(new Date()), -2 * 3_600_000);
    const at = new Date(Date.now() + 3_600_000).toISOString();
    for (const [path, body, does] of [
      ['/my', { rhythm: 'daily' }, true],
      ['/work', aPiece, true],
      ['/meetings', { kind: 'steering-group', area: 'infrastruktur', at }, true],
      ['/work', { title: '' }, false],
    ] as const) {
      await store.renewSession({ ...session, last: ago });
      const answer = await post(path, body, 'used');
      expect([answer.status < 400, answer.headers.get('set-cookie')?.split(';')[0]]).toEqual(
        does ? [true, cookies['used']] : [false, undefined],
      );
      const after = (await store.sessionsOf(address)).find(({ id }) => id === session.id);
      expect((after?.last ?? '') > ago, path).toBe(does);
    }
    await store.renewSession({ ...session, last: ago });
    const ended = await post('/my', { end: session.id }, 'used');
    expect(ended.headers.get('set-cookie')).toContain('Max-Age=0');
    expect(ended.headers.get('clear-site-data'), 'what the browser has kept').toBe('"cache"');
    expect((await get('/my', 'used')).status).toBe(401);
  });
});

describe('A search', () => {
  const found = async (query: string, who: string) => {
    const { cards } = (await (await get(`/needs?${query}`, who)).json()) as SearchAnswer;
    return cards.map(({ title }) => title);
  };

  const reported = async (more: object) => {
    const body = { ...aNeed, areas: ['infrastruktur'], ...more };
    return (await (await postNeed(system.url, body)).json()) as { reference: string; link: string };
  };

  test('finds needs and work by their words, and only those that one may see', async () => {
    await postNeed(system.url, {
      ...aNeed,
      title: 'Kaffe',
      problem: 'Espressomaskinen läcker.',
      areas: ['infrastruktur'],
    });
    await post('/work', { ...aPiece, title: 'Espressobar i biblioteket' }, lisa);
    expect((await found('q=espresso', lisa)).toSorted()).toEqual(['Espressobar i biblioteket', 'Kaffe']);
    expect(await found('q=espresso', 'anna.emmoth')).toEqual([]);
    expect(await found('q=espresso', 'kim.larare')).toEqual(['Kaffe']);
    expect(await found('q=espresso&status=received&area=infrastruktur', 'stina.eklund')).toEqual(['Kaffe']);
  });

  test('finds a need by the words of what is really needed, once that is clear', async () => {
    const { reference } = await reported({ title: 'Ljudet i aulan' });
    const act = async (action: string, fields: object = {}) => {
      const { version } = (await (await get(`/needs/${reference}`, lisa)).json()) as { version: number };
      const body = { action, version, confirm: 'yes', ...fields };
      expect((await post(`/needs/${reference}`, body, lisa)).status).toBe(200);
    };
    expect(await found('q=ljudabsorbenter', lisa)).toEqual([]);
    await act('take');
    await act('coordinate', {
      ...{ actualNeed: 'Ljudabsorbenter i taket', whyItArose: 'Den byggdes om.' },
      ...{ leadArea: 'infrastruktur', responsible: 'it', departments: ['it'] },
    });
    for (const who of [lisa, 'chef.it', 'kim.larare', 'stina.eklund', 'registrator'])
      expect(await found('q=ljudabs', who), who).toEqual(['Ljudet i aulan']);
    for (const who of ['anna.emmoth', 'chef.hr', 'someone.else'])
      expect(await found('q=ljudabs', who), who).toEqual([]);
    expect(await found(`q=${reference.toLowerCase()}`, 'anna.emmoth')).toEqual([]);
  });

  test('finds what is held for the manager alone, and what staff have submitted for themselves', async () => {
    const { submitter: _submitter, ...need } = aNeed;
    const sent = await fetchByContract(`${system.url}/needs`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        ...need,
        ...{ title: 'Pärmar', problem: 'Gemsorteringsapparat fattas.', areas: 'infrastruktur' },
        ...{ submitterName: 'Anna', submitterEmail: 'anna.emmoth@example.org', [traps.text]: 'x' },
      }),
    });
    expect(sent.status).toBe(303);
    for (const who of ['stina.eklund', 'anna.emmoth'])
      expect(await found('q=gemsort', who), who).toEqual(['Pärmar']);
    for (const who of [lisa, 'chef.it', 'registrator', 'kim.larare'])
      expect(await found('q=gemsort', who), who).toEqual([]);
    const page = async (who: string) =>
      (await get('/needs?q=gemsort&language=sv', who, { accept: 'text/html' })).text();
    expect(await page('stina.eklund')).toContain('väntar på att adressen bekräftas');
    expect(await page('anna.emmoth')).not.toContain('väntar på att adressen bekräftas');
  });

  test('leads a registrar from their own page to the register, and no developer', async () => {
    const mine = async (who: string) => (await get('/min-sida', who, { accept: 'text/html' })).text();
    expect(await mine('registrator')).toContain(`${system.url}/needs?language=sv#register-from`);
    expect(await mine('registrator')).not.toContain('/fastnat');
    expect(await mine(lisa)).not.toContain('#register');
  });

  test('begins on one’s own page and on every board', async () => {
    for (const path of ['/min-sida', '/areas/infrastruktur?language=sv', '/areas?language=sv']) {
      const html = await (await get(path, lisa, { accept: 'text/html' })).text();
      expect(html, path).toMatch(new RegExp(`method="get" action="${system.url}/needs" role="search"`));
    }
    const own = await (await get('/min-sida', 'kim.larare', { accept: 'text/html' })).text();
    expect(own).toContain('role="search"');
  });

  test('says which of its fields cannot be searched for', async () => {
    const answer = await get('/needs?q=x&from=snart&area=mars', lisa);
    expect(answer.status).toBe(422);
    const { errors } = (await answer.json()) as { errors: readonly { field: string }[] };
    expect(errors.map(({ field }) => field).toSorted()).toEqual(['area', 'from']);
  });

  test('leads a browser that is not signed in to the form, and asks a program to sign in', async () => {
    const page = await get('/needs', undefined, { accept: 'text/html' });
    expect([page.status, page.headers.get('location')]).toEqual([303, `${system.url}/`]);
    expect((await get('/needs?q=x')).status).toBe(401);
  });

  test('of needs like one is its developers’ to ask for, and shows them no other’s', async () => {
    const need = { ...aNeed, areas: ['infrastruktur'], title: 'Dörrarna till biblioteket är tunga' };
    await postNeed(system.url, {
      ...need,
      title: 'Tunga dörrar i hus B',
      problem: 'Biblioteket är svårt att nå.',
    });
    const { reference, link } = (await (await postNeed(system.url, need)).json()) as Record<string, string>;
    const page = async (path: string, who?: string) => (await get(path, who, { accept: 'text/html' })).text();
    expect(await page(`/needs/${reference}?language=sv`, lisa)).toContain('Visa liknande behov');
    expect(await page(`/needs/${reference}?language=sv&similar=yes`, lisa)).toContain('Tunga dörrar i hus B');
    expect(await page(`${link}?similar=yes&language=sv`)).not.toContain('Liknande behov');
    expect(await page(`/needs/${reference}?similar=yes&language=sv`, 'chef.it')).not.toContain('Liknande');
  });
});
