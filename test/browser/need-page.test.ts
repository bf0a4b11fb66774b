import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { viewFor } from '../../lambdas/app/need/view.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { needPage } from '../../lambdas/web/pages/need-page.tsx';
import { now, shipped } from '../domain/fixtures.ts';
import { atDecision, ofFourDepartments } from '../support/decision.ts';
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

describe('The form with which a need is coordinated', () => {
  test.each([
    ['lisa-eliasson', atDecision],
    ['erik-backvall', ofFourDepartments],
  ])('shows %s at most ten controls, each department among them once', async (developer, file) => {
    const need = file();
    const clarifying = { ...need, need: { ...need.need, status: 'clarifying' } as NeedFile['need'] };
    await withShown(browser, pageFor(developer, clarifying, 'coordinate'), phone, async (page) => {
      const controls = page.locator(
        '#coordinate :is(input, select, textarea, button):not([type=hidden], .hidden *):visible',
      );
      const count = await controls.count();
      expect(count).toBeLessThanOrEqual(10);
      expect(count).toBeGreaterThan(6);
      const departments = page.locator('#coordinate .part label');
      const names = await departments.allTextContents();
      expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
      expect(names).toHaveLength(shipped.departments.length);
    });
  });
});
