import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { viewFor } from '../../lambdas/app/need/view.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { needPage } from '../../lambdas/web/pages/need-page.tsx';
import { now, shipped } from '../domain/fixtures.ts';
import { atDecision } from '../support/decision.ts';
import { openedBy } from '../support/needs.ts';
import { openBrowser } from './browser.ts';
import { heightOf, site, withShown } from './shown.ts';

const phone = { viewport: { width: 390, height: 844 } };

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** The page of a need for somebody, by session; `chosen` is the action whose button in the mail was pressed. */
function pageFor(holder: string, file: NeedFile, chosen?: string): string {
  const opened = { ...openedBy(holder as Recipient, file), hasSession: true };
  return needPage({
    ...{ language: 'sv', organisation: shipped, baseUrl: site, now, address: `${site}/` },
    view: viewFor(shipped, opened, now),
    ...(chosen !== undefined && { chosen }),
  });
}

describe('The page on which a head decides', () => {
  test.each([['approve'], ['defer'], ['decline'], [undefined]])(
    'is less than 2,500 pixels high on a phone, with the form that a mail’s button opened: %s',
    async (chosen) => {
      const html = pageFor('chef-studentservice', atDecision(), chosen);
      await withShown(browser, html, phone, async (page) => {
        expect(await heightOf(page)).toBeLessThan(2500);
      });
    },
  );
});
