import type { BrowserContextOptions, Browser, Page } from 'playwright-core';
import { assets } from '../../lambdas/web/assets/index.ts';

/** A site of which nothing runs: a page is shown as it was written, with the files that it loads. */
export const site = 'http://behov.example.org';

/** Shows a page that the site would answer with, and closes it after use. */
export async function withShown<Result>(
  browser: Browser,
  html: string,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ locale: 'sv-SE', ...options });
  try {
    await context.route(`${site}/**`, async (route) => {
      const asset = assets.get(new URL(route.request().url()).pathname);
      await route.fulfill({
        contentType: asset?.type ?? 'text/html; charset=utf-8',
        body: asset?.body ?? html,
      });
    });
    const page = await context.newPage();
    await page.goto(`${site}/`);
    return await use(page);
  } finally {
    await context.close();
  }
}

/** How high a whole page is, in CSS pixels. */
export const heightOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollHeight');

/** On how many sheets of A4 a page prints. */
export async function sheetsOf(page: Page): Promise<number> {
  const pdf = await page.pdf({ format: 'A4' });
  return pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
}
