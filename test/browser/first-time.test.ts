import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { readBoard } from '../../lambdas/app/overview/read-board.ts';
import { mineOf } from '../../lambdas/app/session/mine.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { personIn } from '../../lambdas/domain/organisation/organisation.ts';
import { dayOf, instantOf } from '../../lambdas/domain/time/time.ts';
import { boardPage } from '../../lambdas/web/pages/board-page.tsx';
import { myPage } from '../../lambdas/web/pages/my-page.tsx';
import { workPage } from '../../lambdas/web/pages/work-page.tsx';
import { workingDayFrom, momentOn } from '../../local/demo/days.ts';
import { fillWithDemo } from '../../local/demo/fill.ts';
import { shipped } from '../domain/fixtures.ts';
import { memoryStore } from '../support/memory-store.ts';
import { storeNeed } from '../support/stored.ts';
import { openBrowser } from './browser.ts';
import { site, withShown } from './shown.ts';

/* What somebody finds who sees the demo for the first time: the answers stand where they look first. */

const phone = { viewport: { width: 390, height: 844 } };
const desktop = { viewport: { width: 1280, height: 800 } };
const now = instantOf(new Date('2026-11-27T10:00:00.000Z'));
const store = memoryStore();
const lisa = 'lisa-eliasson' as PersonId;
const shownIn = { language: 'sv', organisation: shipped, baseUrl: site, now } as const;

let browser: Browser;
beforeAll(async () => {
  await fillWithDemo({ organisation: shipped, store, now });
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function pageOf(id: PersonId): Promise<string> {
  const person = personIn(shipped, id);
  const mine = await mineOf(
    { organisation: shipped, store },
    { address: addressHashOf(person?.email ?? ''), person },
    now,
  );
  const nothing = { settings: {}, sessions: [], current: '', remind: undefined };
  return myPage({ ...shownIn, ...nothing, person, mine });
}

async function boardFor(id: PersonId, area: string | undefined): Promise<string> {
  const areaId = shipped.areas.find((one) => one.id === area)?.id;
  const shown = await readBoard({ organisation: shipped, store }, id, { areaId, filter: {}, now });
  if (shown === 'never') throw new Error(`${id} does not see ${area ?? 'all'}`);
  return boardPage({ ...shownIn, ...shown, filter: {} });
}

/** The texts of what is found that stand wholly on the first screen. */
const onFirstScreen = (page: Page, selector: string): Promise<readonly string[]> =>
  page.evaluate<string[]>(
    `[...document.querySelectorAll(${JSON.stringify(selector)})]
      .filter((one) => one.getBoundingClientRect().bottom <= innerHeight)
      .map((one) => one.innerText.replace(/\\s+/g, ' ').trim())`,
  );

test('What is late for Lisa stands on the first screen of her phone, how many and which, also when 40 needs are hers', async () => {
  const late = [
    'Datorerna i datorsalarna är sju år gamla',
    'Projektorerna i lärosalarna tappar bilden',
    'Bokningen av salar visar lediga tider som inte finns',
  ];
  const read = (html: string) =>
    withShown(browser, html, phone, async (page) => ({
      heading: await onFirstScreen(page, '#waiting'),
      titles: await onFirstScreen(page, '.waiting li:has(.late) > a:first-child'),
    }));
  expect(await read(await pageOf(lisa))).toEqual({
    heading: ['4 behov väntar på dig, varav 3 är försenade'],
    titles: late,
  });
  const today = workingDayFrom(shipped, dayOf(now), 0);
  for (let count = 0; count < 28; count++) {
    /* Two of them have waited for too long. */
    const day = workingDayFrom(shipped, today, count < 2 ? -6 : -2);
    const title = `Mikrofonerna i sal ${count + 1} piper när läraren går nära högtalaren`;
    await storeNeed(store, shipped, { title, areas: ['infrastruktur'] }, momentOn(day, title, undefined));
  }
  const { heading, titles } = await read(await pageOf(lisa));
  expect(heading).toEqual(['32 behov väntar på dig, varav 5 är försenade']);
  expect(titles).toHaveLength(5);
  expect(titles).toEqual(expect.arrayContaining(late));
});

test('A long button leaves a line of its own to how long a need has waited', async () => {
  const monica = 'monica-eriksson' as PersonId;
  const widths = await withShown(browser, await pageOf(monica), phone, (page) =>
    page.evaluate<number[]>(
      `[...document.querySelectorAll('.waiting li > p')].map((one) => one.getBoundingClientRect().width)`,
    ),
  );
  expect(widths.length).toBeGreaterThan(5);
  expect(Math.min(...widths)).toBeGreaterThanOrEqual(120);
});

test('A line does not say a name twice where an area is called as its department is', async () => {
  const html = await boardFor('stina-eklund' as PersonId, undefined);
  const lines = [...html.matchAll(/<p class="hint">([^<]*)<\/p>/g)].map(([, facts = '']) =>
    facts.split(' · '),
  );
  expect(lines.some((facts) => facts.includes('Kommunikation'))).toBe(true);
  for (const facts of lines) expect(new Set(facts).size, facts.join()).toBe(facts.length);
});

test('A box that is ticked and a dot that is chosen are drawn once', async () => {
  const values = { area: 'infrastruktur', responsible: 'it', state: 'going', goals: ['strategy'] };
  for (const html of [await pageOf(lisa), workPage({ ...shownIn, values })])
    await withShown(browser, html, phone, async (page) => {
      const drawn = await page.evaluate<string[]>(
        `[...document.querySelectorAll('input:checked')].map((one) =>
          [getComputedStyle(one).appearance, getComputedStyle(one, '::after').content].join())`,
      );
      expect(drawn).toEqual(['auto,none']);
    });
});

test('What could wait if a need were done now, and how loaded IT is, stand on the board', async () => {
  await withShown(browser, await boardFor(lisa, 'infrastruktur'), desktop, async (page) => {
    const loads = await onFirstScreen(page, '.loads > div');
    expect(loads.find((load) => load.startsWith('IT'))).toMatch(/^IT \d+ pågående: \d+ stora, /);
    const line = page.locator('.board li', { hasText: 'Nätverket i hus 9' });
    expect(await line.innerText()).toMatch(
      /Kan vänta i stället: Inloggning i ett steg för gästföreläsare och Nytt trådlöst nät i hus 1 till 5/,
    );
  });
});
