import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { traps } from '../../lambdas/web/trap-names.ts';
import en from '../../lambdas/i18n/en.json' with { type: 'json' };
import sv from '../../lambdas/i18n/sv.json' with { type: 'json' };
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import { aNeed, Inbox, postNeed, press, storeOf } from '../support/people.ts';
import { openBrowser } from './browser.ts';

/* A mail scanner follows the links of a mail in a real browser, ticks, fills in and presses whatever it finds. */

let dataDir: string;
let system: LocalSystem;
let browser: Browser;
let inbox: Inbox;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vso-scanner-'));
  const start = { port: 0, mailPort: 0, dataDir, assembly: inject('assembly'), unthrottled: true };
  [system, browser] = await Promise.all([startLocal(start), openBrowser()]);
  inbox = new Inbox(system);
});
afterAll(async () => {
  await browser.close();
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Fills in every field of a form, those that people do not see as well, and presses it. */
const submitAll = (index: number) => `(() => {
  const form = document.forms[${index}];
  if (!form) return false;
  for (const field of form.elements) {
    if (field.type === 'checkbox' || field.type === 'radio') field.checked = true;
    else if (field.tagName === 'SELECT') field.selectedIndex = field.options.length - 1;
    else if (field.type === 'date') field.value = '2099-12-31';
    else if (field.type === 'email') field.value = 'scanner@example.org';
    else if (field.type !== 'hidden' && field.type !== 'submit' && 'value' in field) field.value = '12345678';
  }
  form.noValidate = true;
  form.submit();
  return true;
})()`;

/** Submits each form of a page in turn, and each form of the page that follows. @returns how many were submitted */
async function scan(page: Page, address: string): Promise<number> {
  let submitted = 0;
  const submit = async (index: number): Promise<boolean> => {
    const loaded = page.waitForEvent('load');
    if (!(await page.evaluate<boolean>(submitAll(index)))) {
      loaded.catch(() => undefined);
      await page.goto('about:blank');
      return false;
    }
    await loaded;
    submitted += 1;
    return true;
  };
  for (let first = 0; first < 40; first++) {
    await page.goto(address);
    if (!(await submit(first))) break;
    /* The first few forms of what follows: the others are those of the page before. */
    for (let second = 0; second < 2; second++) {
      if (page.url() === 'about:blank' || !(await submit(second))) break;
      await page.goto(address);
      if (!(await submit(first))) break;
    }
  }
  return submitted;
}

test('changes nothing on any page of a need’s life, two forms deep, for anybody who is mailed', async () => {
  await inbox.skip();
  const answer = await postNeed(system.url, { ...aNeed, areas: ['utbildningsadministration'] });
  const { reference, link } = (await answer.json()) as { reference: string; link: string };
  const mails = await inbox.next(3);
  const linkTo = (start: string) => mails.find(({ to }) => to.startsWith(start))?.link ?? '';
  const developer = linkTo('monica');
  const store = storeOf(system);
  const context = await browser.newContext({ locale: 'sv-SE' });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const stages: (readonly [string, string, Record<string, unknown>])[] = [
    ['', '', {}],
    [developer, 'take', {}],
    [developer, 'ask', { question: 'Vilken sal?' }],
  ];
  for (const [by, action, fields] of stages) {
    if (by !== '') expect((await press(by, action, fields)).httpStatus).toBe(200);
    const before = (await store.read(reference as Reference))?.need;
    let submitted = 0;
    for (const address of [link, developer, linkTo('kim'), linkTo('chef')])
      submitted += await scan(page, address);
    expect(submitted).toBeGreaterThan(8);
    expect((await store.read(reference as Reference))?.need, `after ${action}`).toEqual(before);
  }
  await context.close();
});

test('the traps have no name, label or autocomplete that a browser fills in by itself', () => {
  /* What Chromium and Firefox recognise in names and labels, in English and Swedish. */
  const known =
    /name|namn|mail|e-?post|tel|phone|mobil|address|adress|street|gata|city|ort|stad|zip|post|country|land|company|företag|org|user|pass|lösen|card|kort|cvc|exp|birth|född|day|dag|month|månad|year|år|url|webb|sex|kön|code|kod|otp/i;
  for (const text of [
    ...Object.values(traps),
    sv.form.trapText,
    sv.form.trapBox,
    en.form.trapText,
    en.form.trapBox,
  ])
    expect(text).not.toMatch(known);
});
