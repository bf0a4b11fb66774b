import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { cardOf } from '../../lambdas/domain/need/make-card.ts';
import type { Card } from '../../lambdas/domain/need/card.ts';
import { statuses } from '../../lambdas/domain/need/workflow.ts';
import { figuresOf } from '../../lambdas/domain/overview/figures.ts';
import { dayOf, daysAfter, instantOf } from '../../lambdas/domain/time/time.ts';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import { needIn, shipped } from '../domain/fixtures.ts';
import { picking } from '../support/histories.ts';
import { aNeed, cookieFor, postNeed, storeOf } from '../support/people.ts';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from './browser.ts';

const phone = { width: 320, height: 640 };
const desktop = { width: 1280, height: 900 };

let dataDir: string;
let system: LocalSystem;
let browser: Browser;
let cookie: string;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vso-oversight-'));
  [system, browser] = await Promise.all([
    startLocal({ port: 0, mailPort: 0, dataDir, assembly: inject('assembly') }),
    openBrowser(),
  ]);
  const store = storeOf(system);
  const now = instantOf(new Date());
  const year = Number(dayOf(now).slice(0, 4));
  /* The first sweep counts the day's, of which there are none yet. */
  await vi.waitUntil(() => store.readCounted(), 30_000);
  await store.writeFigures(
    figuresOf(shipped, { cards: cardsUntil(dayOf(now)), unreadable: 1 }, { year, now }),
  );
  const manager = shipped.people.find(({ id }) => id === shipped.modelManager);
  cookie = await cookieFor(store, manager?.email ?? '');
  for (const title of [aNeed.title, 'Digitaltentamensövervakningsrutinbeskrivningar'])
    await postNeed(system.url, { ...aNeed, title });
});
afterAll(async () => {
  await browser.close();
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A year and more of needs in every status. */
function cardsUntil(today: ReturnType<typeof dayOf>): readonly Card[] {
  const pick = picking(7);
  const numbers = Array.from({ length: 400 }, (_, index) => index);
  return statuses.flatMap((status) => {
    const card = cardOf(needIn(status));
    return numbers.slice(0, pick([5, 20, 40])).map((index) => {
      const [since, before, long] = [pick(numbers), pick(numbers), pick(numbers)];
      const on = daysAfter(today, -since - before);
      return {
        ...card,
        since: `${daysAfter(today, -since)}T12:00:00.000Z` as Card['since'],
        received: index % 9 === 0 ? (undefined as never) : daysAfter(on, -long),
        ...(card.decided && { decided: { ...card.decided, on } }),
        areas: [pick(shipped.areas).id],
        departments: [pick(shipped.departments).id],
        school: pick(shipped.schools).id,
      };
    });
  });
}

async function withPage(
  how: { readonly colorScheme: 'light' | 'dark'; readonly viewport: typeof phone },
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ ...how, javaScriptEnabled: true, reducedMotion: 'reduce' });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: system.url }]);
  const page = await context.newPage();
  await use(page);
  await context.close();
}

const searches = [
  '/needs?language=sv',
  '/needs?q=digital&language=en',
  '/needs?q=x&area=mars&from=snart&to=2026-02-30',
];
const pages = [
  '/figures?language=sv',
  '/figures?language=en',
  '/figures?year=1999',
  '/fastnat',
  '/en/stuck',
  ...searches,
];

test.each([
  ['light', phone],
  ['dark', desktop],
] as const)(
  'What the model’s manager sees of all of it is found faultless by axe, and never scrolls sideways: %s',
  async (colorScheme, viewport) => {
    await withPage({ colorScheme, viewport }, async (page) => {
      for (const path of pages) {
        await page.goto(new URL(path, system.url).href);
        await expectAccessible(page, `${path}, ${colorScheme}`);
        await expectNoSidewaysScroll(page, `${path}, ${viewport.width} px`);
      }
    });
  },
);

test('A table that is wider than a phone scrolls by itself, also by keyboard, and a chart is as wide as there is room', async () => {
  await withPage({ colorScheme: 'light', viewport: phone }, async (page) => {
    await page.goto(new URL(pages[0] ?? '', system.url).href);
    const scrolled = await page
      .locator('.scroll')
      .first()
      .evaluate((table) => {
        (table as unknown as { focus(): void }).focus();
        return [table.scrollWidth > table.clientWidth, table.ownerDocument.activeElement === table];
      });
    expect(scrolled).toEqual([true, true]);
    const chart = await page.locator('figure svg, svg.chart').first().boundingBox();
    expect(chart?.width).toBeGreaterThan(250);
    expect(chart?.width).toBeLessThanOrEqual(phone.width);
  });
});
