import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { countFigures } from '../../lambdas/app/overview/count-figures.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { instantOf } from '../../lambdas/domain/time/time.ts';
import type { Day } from '../../lambdas/domain/time/time.ts';
import type { FiguresAnswer, StuckAnswer } from '../../lambdas/web/contract.ts';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import { shipped } from '../domain/fixtures.ts';
import { fetchByContract } from '../support/contract.ts';
import { aNeed, cookieFor, postNeed, storeOf } from '../support/people.ts';
import { changeOf } from '../support/works.ts';

let dataDir: string;
let system: LocalSystem;
let store: NeedStore;
const cookies: Record<string, string> = {};
const emailOf = (id: string) => shipped.people.find((person) => person.id === id)?.email ?? '';
const { modelManager: manager, modelOwner: owner } = shipped;
const others = ['lisa-eliasson', 'chef-it', 'anna-emmoth'];
const year = new Date().getFullYear();
let homeless: string;
const { work: late, entry } = changeOf(undefined, { plannedEnd: '2026-10-01' as Day });

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vso-oversight-'));
  system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly: inject('assembly') });
  store = storeOf(system);
  /* The first sweep counts the day's, of which there are none yet. */
  await vi.waitUntil(() => store.readCounted(), 30_000);
  for (const id of [manager, owner, ...others]) cookies[id] = await cookieFor(store, emailOf(id));
  cookies['submitter'] = await cookieFor(store, aNeed.submitter.email);
  await postNeed(system.url, { ...aNeed, areas: ['infrastruktur'], school: shipped.schools[0]?.id });
  const asked = await postNeed(system.url, { ...aNeed, title: '=HYPERLINK("http://x")' });
  await store.saveWork(late, entry);
  homeless = ((await asked.json()) as { reference: string }).reference;
});
afterAll(async () => {
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const get = (path: string, who?: string, accept = 'application/json') =>
  fetchByContract(new URL(path, system.url), {
    headers: { accept, ...(who !== undefined && { cookie: cookies[who] ?? '' }) },
  });

/** Counts as the sweep does in the night, on a day that has not come. */
const countNow = async () => {
  const at = instantOf(new Date());
  await countFigures({
    ...{ organisation: shipped, clock: () => at, log: () => undefined },
    store: { ...store, readCounted: () => Promise.resolve(undefined) },
  })();
};

describe('The figures', () => {
  test('are for the model’s manager and owner, in JSON, as a page and as CSV', async () => {
    await countNow();
    for (const who of [manager, owner]) {
      const answer = await get('/figures', who);
      expect(answer.status).toBe(200);
      const figures = (await answer.json()) as FiguresAnswer;
      expect(figures).toMatchObject({ year, whole: { in: 2 }, unreadable: 0 });
      expect(figures.areas.find(({ id }) => id === 'infrastruktur')).toMatchObject({ in: 1, open: 1 });
      expect(figures.areas.find(({ id }) => id === undefined)).toMatchObject({ in: 1, open: 1 });
      expect(figures.schools.find(({ id }) => id === shipped.schools[0]?.id)).toMatchObject({ in: 1 });
      expect(figures.open.find(({ status }) => status === 'received')?.ages.upTo30).toBe(2);
    }
    const html = await (await get('/figures?language=en', owner, 'text/html')).text();
    expect(html).toContain(`<h1>Figures for ${year}</h1>`);
    expect(html).toMatch(
      /<svg class="chart"[^>]* role="img" aria-labelledby="chart-title chart-description"/,
    );
    expect(html).not.toMatch(/ style=|<script(?! src)/);
    expect(html).toContain(`/figures?year=${year}&amp;language=en&amp;format=csv`);
  });

  test('as CSV are one number a row, in UTF-8 that spreadsheets know', async () => {
    for (const answer of [
      await get(`/figures?year=${year}`, manager, 'text/csv'),
      await get(`/figures?year=${year}&format=csv&language=sv`, manager, 'text/html'),
    ]) {
      expect(answer.headers.get('content-type')).toContain('text/csv');
      expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="figures-${year}.csv"`);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      const lines = new TextDecoder().decode(bytes).split('\r\n');
      expect(lines[0]).toBe('period,by,id,name,measure,value');
      expect(lines).toContain(`${year},all,,,in,2`);
      expect(lines.some((line) => /^\d{4},area,infrastruktur,.+,in,1$/.test(line))).toBe(true);
      expect(lines.at(-1)).toBe('');
    }
  });

  test('are for nobody else, and lead whoever is not signed in to sign in', async () => {
    for (const who of [...others, 'submitter']) expect((await get('/figures', who)).status, who).toBe(403);
    expect((await get('/figures')).status).toBe(401);
    const page = await get('/figures?language=sv', undefined, 'text/html');
    expect(page.status).toBe(401);
    expect(await page.text()).toContain('name="next" value="/figures?language=sv"');
  });

  test.each(['1999', '2025', '9999', 'i-fjol', '26', '2026.5', '-2026'])(
    'are not of such a year: %s',
    async (bad) => {
      const answer = await get(`/figures?year=${bad}&language=sv`, manager);
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ errors: [{ field: 'year' }] });
      const page = await get(`/figures?year=${bad}&language=sv`, manager, 'text/html');
      expect(page.status).toBe(422);
      expect(await page.text()).toContain(`Välj ett år från 2026 till ${year}.`);
    },
  );
});

describe('What is stuck', () => {
  test('is one list with why and what to do, for the manager', async () => {
    const answer = await get('/stuck', manager);
    const { needs, work } = (await answer.json()) as StuckAnswer;
    expect(needs).toEqual([
      expect.objectContaining({
        ...{ kind: 'need', reference: homeless, status: 'received', areas: [], action: 'reroute' },
        why: [{ reason: 'no-area', days: 0 }],
      }),
    ]);
    expect(work).toEqual([
      expect.objectContaining({
        kind: 'work',
        reference: late.id,
        why: [expect.objectContaining({ reason: 'overdue' })],
      }),
    ]);
    const html = await (await get('/fastnat', manager, 'text/html')).text();
    expect(html).toContain(`${system.url}/work/${late.id}`);
    expect(html).toContain(`${system.url}/needs/${homeless}?action=reroute#reroute`);
    expect(html).toContain('Har inget område');
    const need = await get(`/needs/${homeless}?action=reroute`, manager, 'text/html');
    expect(await need.text()).toMatch(/<details[^>]* id="reroute"[^>]* open/);
  });

  test('is read by the owner, who opens the need, and by nobody else', async () => {
    const { needs } = (await (await get('/stuck', owner)).json()) as StuckAnswer;
    expect(needs).toHaveLength(1);
    expect(needs[0]).not.toHaveProperty('action');
    const html = await (await get('/en/stuck', owner, 'text/html')).text();
    expect(html).toContain('Open the need');
    for (const who of [...others, 'submitter']) expect((await get('/stuck', who)).status, who).toBe(403);
    expect((await get('/stuck')).status).toBe(401);
    expect((await get('/fastnat', undefined, 'text/html')).status).toBe(401);
  });

  test('is counted on the manager’s own page, and not on that of others', async () => {
    const mine = await (await get('/min-sida', manager, 'text/html')).text();
    expect(mine).toContain('Det som har fastnat (2)');
    expect(mine).toContain(`${system.url}/figures?language=sv`);
    const other = await (await get('/min-sida', 'lisa-eliasson', 'text/html')).text();
    expect(other).not.toContain('/fastnat');
  });
});
