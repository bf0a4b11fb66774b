import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { dayOf, daysAfter, instantOf } from '../../lambdas/domain/time/time.ts';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import { cookieFor, storeOf } from '../support/people.ts';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from './browser.ts';

let dataDir: string;
let system: LocalSystem;
let browser: Browser;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vso-deputy-'));
  [system, browser] = await Promise.all([
    startLocal({ port: 0, mailPort: 0, dataDir, assembly: inject('assembly') }),
    openBrowser(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test('A head names a deputy in a browser, is shown whom, and ends it; the page is found faultless by axe on a phone', async () => {
  const cookie = await cookieFor(storeOf(system), 'chef.it@example.org');
  const context = await browser.newContext({
    viewport: { width: 320, height: 640 },
    reducedMotion: 'reduce',
  });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: system.url }]);
  const page = await context.newPage();
  const today = dayOf(instantOf(new Date()));
  const pressed = (selector: string) =>
    Promise.all([page.waitForEvent('load'), page.locator(selector).click()]);
  const section = page.locator('section[aria-labelledby=deputies-it]');
  const form = 'form:has(select[name=deputy])';

  for (const path of ['/min-sida', '/en/my-page']) {
    await page.goto(new URL(path, system.url).href);
    await expectAccessible(page, path);
    await expectNoSidewaysScroll(page, path);
  }
  await page.goto(new URL('/min-sida', system.url).href);
  await page.selectOption(`${form} select`, 'chef-studentservice');
  await page.fill(`${form} input[name=from]`, today);
  await page.fill(`${form} input[name=to]`, daysAfter(today, 7));
  await pressed(`${form} button`);
  expect(await section.textContent()).toContain(
    'Chefen för Studentservice och utbildningsadministrationFrån',
  );
  await expectAccessible(page, 'a deputy is named');
  await expectNoSidewaysScroll(page, 'a deputy is named');

  await pressed('form:has(input[name=endDeputy]) button');
  expect(await section.textContent()).toContain('Ingen ersättare är utsedd.');
  await context.close();
});
