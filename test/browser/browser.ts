import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import chromium from '@sparticuz/chromium';
import { chromium as driver } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Chromium as the npm package ships it, for Linux on x64: nothing else needs to be installed there. Elsewhere CHROME_PATH names a Chrome.
 * It asks nothing of any network.
 */
export const openBrowser = async (): Promise<Browser> =>
  driver.launch({
    executablePath: process.env['CHROME_PATH'] || (await chromium.executablePath()),
    timeout: 120_000,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--font-render-hinting=none',
    ],
  });

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Expects axe to find nothing on the page as it stands: WCAG 2.2 AA and best practices. `state` names it when it does. */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  /* The page's own policy lets no foreign script in; the debugger may. */
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe });
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, { runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'] })
      .then(({ violations, passes }) => JSON.stringify({ passes: passes.length, violations: violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join('; ')) }))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  expect(exceptionDetails, state).toBeUndefined();
  const found = JSON.parse(String(result.value)) as { passes: number; violations: string[] };
  expect(found.violations, state).toEqual([]);
  expect(found.passes, state).toBeGreaterThan(10);
}

/** Expects that nothing on the page is wider than the window: nobody must scroll sideways to read. */
export async function expectNoSidewaysScroll(page: Page, state: string): Promise<void> {
  const [content, window] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  expect(content, `${state}: width of the content`).toBeLessThanOrEqual(window);
}

/** Presses Tab until what the selector names has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`)) return;
  }
  throw new Error(`no Tab leads to ${selector}`);
}
