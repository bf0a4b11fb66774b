import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { viewFor } from '../../lambdas/app/need/view.ts';
import type { Beside } from '../../lambdas/app/need/access.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import type { DepartmentId, GoalId } from '../../lambdas/domain/organisation/ids.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { decisionOn } from '../../lambdas/domain/need/decision.ts';
import { decisionPage } from '../../lambdas/web/pages/decision-page.tsx';
import { needPage } from '../../lambdas/web/pages/need-page.tsx';
import { now, shipped } from '../domain/fixtures.ts';
import { atAdvice, atDecision, decidedNeed, ofFourDepartments, ofTwoAreas } from '../support/decision.ts';
import { openedBy } from '../support/needs.ts';
import { openBrowser } from './browser.ts';
import { heightOf, sheetsOf, site, withShown } from './shown.ts';

const phone = { viewport: { width: 390, height: 844 } };

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/* What goes on beside a need where much does. */
const beside: Beside = {
  goingOn: Array.from({ length: 30 }, (_, number) => ({
    reference: `B26-${String(number).padStart(5, '0')}`,
    title: `Behov ${number} av bättre stöd för undervisningen`,
  })),
  meetings: [],
  loads: [
    { department: 'studentservice' as DepartmentId, count: 9, sizes: { S: 2, M: 3, L: 2, unknown: 2 } },
  ],
};

/** The page of a need for somebody, by session; `chosen` is the action whose button in the mail was pressed. */
function pageFor(holder: string, file: NeedFile, chosen?: string, organisation = shipped): string {
  const opened = { ...openedBy(holder as Recipient, file), hasSession: true, beside };
  return needPage({
    ...{ language: 'sv', organisation, baseUrl: site, now, address: `${site}/` },
    view: viewFor(organisation, opened, now),
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
        const text = (await page.textContent('main')) ?? '';
        expect(text).toContain('Nytt passersystem (A26-00001)');
        expect(text).toContain('9 pågående: 2 stora, 3 mellanstora, 2 små, 2 av okänd storlek');
      });
    },
  );
});

const manyGoals: Organisation = {
  ...shipped,
  goals: Array.from({ length: 12 }, (_, number) => ({
    ...{ id: `goal-${number}` as GoalId, kind: 'goal' as const },
    name: { sv: `Mål ${number}`, en: `Goal ${number}` },
  })),
};

describe('The form with which a steering group advises', () => {
  test.each([
    ['the goals that ship', shipped],
    ['twelve goals', manyGoals],
  ])(
    'shows at most ten controls with %s, and what may wait instead once it is unfolded',
    async (_goals, organisation) => {
      const html = pageFor('chef-it', atAdvice(), 'advise', organisation);
      await withShown(browser, html, phone, async (page) => {
        const controls = page.locator(
          '#advise :is(input, select, textarea, button):not([type=hidden], .hidden *):visible',
        );
        expect(await controls.count()).toBeLessThanOrEqual(10);
        const mayWait = page.locator('#advise input[name=insteadOf]');
        expect(await mayWait.first().isVisible()).toBe(false);
        await page.getByText('Vad kan vänta i stället?').first().click();
        expect(await mayWait.first().isVisible()).toBe(true);
        expect(await mayWait.count()).toBe(30);
        expect(await mayWait.first().getAttribute('value')).toBe('B26-00000');
      });
    },
  );
});

describe('The form with which a need is coordinated', () => {
  test.each([
    ['lisa-eliasson', atDecision],
    ['erik-backvall', ofFourDepartments],
    ['lisa-eliasson', ofTwoAreas],
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

describe('On paper', () => {
  test('a need that the steering group advises on is at most two sheets, without forms and what became of mails', async () => {
    const html = pageFor('chef-it', atAdvice());
    await withShown(browser, html, {}, async (page) => {
      expect(await sheetsOf(page)).toBeLessThanOrEqual(2);
      await page.emulateMedia({ media: 'print' });
      for (const selector of ['.mails', 'form', 'footer'])
        expect(await page.locator(`${selector}:visible`).count(), selector).toBe(0);
      for (const said of ['Allt som anmälaren skrev', 'Historik'])
        expect(await page.isVisible(`summary:has-text('${said}')`), said).toBe(true);
      const after = await page.$$eval('h2, dt, summary', (all) =>
        all.map((one) => getComputedStyle(one).breakAfter),
      );
      expect(new Set(after)).toEqual(new Set(['avoid']));
    });
  });

  test('a decision is one sheet, which says all that must be documented', async () => {
    const file = decidedNeed();
    const opened = { ...openedBy('chef-studentservice' as Recipient, file), hasSession: true };
    const view = viewFor(shipped, opened, now);
    const decision = decisionOn(file.need, view.history);
    if (!decision) throw new Error('nothing is decided');
    expect(pageFor('chef-studentservice', file)).toContain(
      `<a href="${site}/?print=decision">Skriv ut beslutet</a>`,
    );
    const html = decisionPage({ language: 'sv', organisation: shipped, view, decision, address: `${site}/` });
    await withShown(browser, html, {}, async (page) => {
      expect(await sheetsOf(page)).toBe(1);
      const text = (await page.textContent('main')) ?? '';
      for (const said of [
        'Beslut',
        '23 november 2026',
        'Beslutat, ska genomföras',
        'Chefen för Studentservice och utbildningsadministration, avdelningschef',
        'Kravet följer av diskrimineringslagen',
        'Genomför',
        'Nytt passersystem (A26-00001)',
        'Lisa Eliasson',
      ])
        expect(text).toContain(said);
    });
  });
});
