import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { AreaId } from '../../lambdas/domain/organisation/ids.ts';
import { dayOf, daysAfter, instantOf } from '../../lambdas/domain/time/time.ts';
import { workAfter, workIdFrom } from '../../lambdas/domain/work/work.ts';
import { fillWithDemo } from '../../local/demo/fill.ts';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import { shipped } from '../domain/fixtures.ts';
import { ids } from '../support/needs.ts';
import { changeOf } from '../support/works.ts';
import { cookieFor, Inbox, storeOf } from '../support/people.ts';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from './browser.ts';

const area = 'utbildningsadministration' as AreaId;
const projector = { width: 1280, height: 720 };
const phone = { width: 390, height: 844 };
const tooMany = 60;

let dataDir: string;
let system: LocalSystem;
let browser: Browser;
let inbox: Inbox;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vso-meeting-'));
  [system, browser] = await Promise.all([
    startLocal({ port: 0, mailPort: 0, dataDir, assembly: inject('assembly') }),
    openBrowser(),
  ]);
  inbox = new Inbox(system);
  const store = storeOf(system);
  const now = instantOf(new Date());
  await fillWithDemo({ organisation: shipped, store, now });
  await raiseUntil(8);
  /* The demo has one late piece of work in the area; a group that meets seldom has more. */
  for (const title of ['Nytt schemaverktyg', 'Digital tentamen', 'Ny kursplansmall', 'Arkivering av betyg']) {
    const { entry } = changeOf(undefined, { title, area, plannedEnd: daysAfter(dayOf(now), -10) });
    const event = { ...entry.event, id: workIdFrom(dayOf(now), ids.referenceBytes()) };
    await store.saveWork(workAfter(undefined, event), { ...entry, event });
  }
});
afterAll(async () => {
  await browser.close();
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const as = async (person: string): Promise<string> => cookieFor(storeOf(system), `${person}@example.org`);

/** Raises clarified needs of the area until so many wait for its group's advice. */
async function raiseUntil(count: number): Promise<void> {
  const store = storeOf(system);
  const { cards } = await store.openCards();
  const own = cards.filter(({ leadArea }) => leadArea === area);
  const waiting = own.filter(({ status }) => status === 'advising').length;
  const cookie = await as('monica.eriksson');
  for (const { reference } of own
    .filter(({ status }) => status === 'coordinating')
    .slice(0, count - waiting)) {
    const version = (await store.read(reference))?.need.version;
    const raised = await fetch(`${system.url}/needs/${reference}`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ action: 'raise', version, confirm: 'yes' }),
    });
    expect(raised.status).toBe(200);
  }
}

async function pageFor(person: string | undefined, viewport: typeof phone): Promise<Page> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', locale: 'sv-SE' });
  if (person !== undefined) {
    const [name = '', value = ''] = (await as(person)).split('=');
    await context.addCookies([{ name, value, url: system.url }]);
  }
  return context.newPage();
}

/** Whoever counts what somebody presses; typing is not pressing. */
function pressing(page: Page) {
  let presses = 0;
  return {
    press: async (selector: string) => {
      presses += 1;
      await page.click(selector);
      await page.waitForLoadState();
    },
    count: () => presses,
  };
}

test(
  'A meeting of nine needs and five pieces of work, one need of which comes in late, is prepared, held and sent out with few presses',
  { timeout: 240_000 },
  async () => {
    const page = await pageFor('monica.eriksson', projector);
    const { press, count } = pressing(page);
    await page.goto(`${system.url}/min-sida`);
    await press('text=Planera ett möte');
    await page.fill('#at', `${daysAfter(dayOf(instantOf(new Date())), 5)}T10:00`);
    await page.fill('#place', 'Styrelserummet');
    await expectAccessible(page, 'the form of a meeting');
    await press('main form button[type=submit]');
    const titles = await page.locator('section[aria-labelledby=agenda] li').allInnerTexts();
    expect(titles.filter((title) => title.includes('väntar på råd'))).toHaveLength(8);
    expect(titles.filter((title) => title.includes('försenat'))).toHaveLength(5);
    await expectAccessible(page, 'an agenda');
    await expectNoSidewaysScroll(page, 'an agenda');

    const meeting = page.url().split('?')[0] ?? '';
    await raiseUntil(9);
    await page.reload();
    await expectAccessible(page, 'an agenda, and what has come to stand since');
    await expectNoSidewaysScroll(page, 'an agenda, and what has come to stand since');
    await press('text=Ta upp på dagordningen');
    expect(await page.locator('section[aria-labelledby=agenda] li').count()).toBe(14);
    await press('#present button');
    await press('a.next');
    await expectAccessible(page, 'an item');
    await expectNoSidewaysScroll(page, 'an item');
    for (let need = 1; need <= 8; need++) {
      expect(await page.locator('main nav').innerText()).toContain(`Punkt ${need} av 14`);
      await press(`label[for="${need % 4 === 0 ? 'advise-advice-later' : 'advise-advice'}"]`);
      await page.selectOption('#advise-priority', need < 4 ? 'high' : 'medium');
      if (need === 1) await page.fill('#advise-reason', 'Berör flest studenter.');
      await press('text=Spara rådet, nästa punkt');
    }
    for (let work = 1; work <= 5; work++) {
      if (work === 1) {
        await page.fill('#note', 'Leverantören är sen.');
        await press('text=Någon ska göra något');
        await page.fill('#what', 'Ring leverantören');
        await page.selectOption('#who', { index: 1 });
      }
      await press('text=Klar, nästa punkt');
    }
    /* The need that came last. */
    await press('label[for="advise-advice"]');
    await page.selectOption('#advise-priority', 'low');
    await press('text=Spara rådet, nästa punkt');
    await press('text=Klar, skicka ut');
    await expectAccessible(page, 'notes');
    expect(page.url()).toContain(meeting);
    /* Each list that is chosen from is pressed as well. */
    const presses = count() + 9 + 1;
    expect(presses).toBeLessThanOrEqual(tooMany);

    const notes = await page.locator('main').innerText();
    for (const part of [
      ...['Minnesanteckningar', 'Tid', 'Plats', 'Styrelserummet', 'Närvarande', 'Monica Eriksson'],
      ...['Vid anteckningarna', 'Mötet är rådgivande', 'Berör flest studenter.', 'Leverantören är sen.'],
      ...['Ring leverantören', 'Genomför', 'Hög'],
    ])
      expect(notes, part).toContain(part);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect([...pdf.toString('latin1').matchAll(/\/Type \/Page\b/g)].length).toBeLessThanOrEqual(5);
    await page.context().close();
  },
);

test(
  'A representative raises a question from a phone that ends as a need',
  { timeout: 120_000 },
  async () => {
    const lead = await pageFor('monica.eriksson', projector);
    await lead.goto(`${system.url}/meetings`);
    await lead.selectOption('#group', { label: 'Dialogarena Utbildningsadministration' });
    await lead.fill('#at', `${daysAfter(dayOf(instantOf(new Date())), 6)}T13:00`);
    await inbox.skip();
    await lead.click('main form button[type=submit]');
    await lead.waitForLoadState();
    const arena = lead.url().split('?')[0] ?? '';
    const link = async () => {
      const { emails } = (await (await fetch(`${system.mailUrl}/store`)).json()) as {
        readonly emails: readonly {
          readonly destination: { readonly to: readonly string[] };
          readonly body: { readonly text: string };
        }[];
      };
      const mail = emails.findLast(({ destination }) =>
        destination.to[0]?.includes('representant.lararutbildning'),
      );
      return new RegExp(`${system.url}/m/[\\w-]+`).exec(mail?.body.text ?? '')?.[0] ?? '';
    };
    await expect.poll(link, { timeout: 30_000 }).toContain('/m/');

    const page = await pageFor(undefined, phone);
    await page.goto(await link());
    await expectAccessible(page, 'an arena by a link');
    await expectNoSidewaysScroll(page, 'an arena by a link');
    await page.fill('#text', 'Kan vi få scheman två veckor tidigare?');
    await page.click('text=Skicka frågan');
    await page.waitForLoadState();
    expect(await page.locator('main').innerText()).toContain('Kan vi få scheman två veckor tidigare?');

    await lead.goto(arena);
    await lead.click('text=Kan vi få scheman två veckor tidigare?');
    await lead.click('text=Gör ett behov av frågan');
    expect(await lead.inputValue('#problem')).toBe('Kan vi få scheman två veckor tidigare?');
    expect(await lead.inputValue('#submitterEmail')).toBe('representant.lararutbildning@example.org');
    await lead.fill('#affected', 'Alla lärare');
    await lead.fill('#title', 'Scheman två veckor tidigare');
    /* The form takes what comes in under three seconds for a machine's. */
    await lead.waitForTimeout(3_500);
    await Promise.all([lead.waitForURL('**/n/**'), lead.click('main form button[type=submit]')]);
    expect(await lead.locator('h1').innerText()).toBe('Scheman två veckor tidigare');

    await lead.goto(arena);
    await lead.click('text=Kan vi få scheman två veckor tidigare?');
    const offered = lead.locator('#became-suggested option', { hasText: 'Scheman två veckor tidigare' });
    const reference = (await offered.getAttribute('value')) ?? '';
    await expectAccessible(lead, 'a question');
    await lead.fill('#became', reference);
    await lead.click('text=Klar, nästa punkt');
    await lead.waitForLoadState();
    await lead.goto(arena);
    expect(await lead.locator('section[aria-labelledby=agenda]').innerText()).toContain(
      `Kan vi få scheman två veckor tidigare? (${reference})`,
    );

    const mine = await pageFor('representant.lararutbildning', phone);
    await mine.goto(`${system.url}/min-sida`);
    expect(await mine.locator('section[aria-labelledby=school]').innerText()).toContain(
      'Scheman två veckor tidigare',
    );
    await expectAccessible(mine, 'a representative’s own page');
    for (const one of [page, lead, mine]) await one.context().close();
  },
);
