import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { dayOf, daysAfter, instantOf } from '../../lambdas/domain/time/time.ts';
import { fillWithDemo } from '../../local/demo/fill.ts';
import { startLocal } from '../../local/system.ts';
import { shipped } from '../domain/fixtures.ts';
import { cookieFor, storeOf } from '../support/people.ts';
import { openBrowser } from './browser.ts';
import { doAction, fillIn, mouse, report, wayToDone } from './walker.ts';

/* npm run screens: pictures of every page and mail on the way to Klart, and of the lists with the demo, into docs/screens/; two for the README. */

const folder = new URL('../../docs/screens/', import.meta.url).pathname;
const looks = [
  { name: 'phone-light', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'desktop-dark', viewport: { width: 1100, height: 800 }, colorScheme: 'dark' },
] as const;
const inReadme = 'approve-studentservice';

interface Mail {
  readonly destination: { readonly to: readonly string[] };
  readonly subject: string;
  readonly body: { readonly html: string };
}

const dataDir = mkdtempSync(join(tmpdir(), 'vso-screens-'));
const system = await startLocal({ port: 0, mailPort: 0, dataDir });
const browser = await openBrowser();
await mkdir(folder, { recursive: true });
const context = await browser.newContext({ locale: 'sv-SE', reducedMotion: 'reduce' });
const page = await context.newPage();

async function shoot(name: string): Promise<void> {
  for (const { name: look, viewport, colorScheme } of looks) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await page.screenshot({
      path: join(folder, `${name}.${look}.png`),
      fullPage: true,
    });
  }
}
/** The top of a page or mail. */
async function shootForReadme(shown: Page, name: string): Promise<void> {
  await shown.setViewportSize({ width: 720, height: 900 });
  await shown.emulateMedia({ colorScheme: 'light' });
  await shown.evaluate('scrollTo(0, 0)');
  await shown.screenshot({ path: join(folder, `readme-${name}.png`) });
}
const mails = async (): Promise<readonly Mail[]> =>
  ((await (await fetch(`${system.mailUrl}/store`)).json()) as { emails: Mail[] }).emails;
/* Of a person who does two things by one mail, it is shown once. */
const shown = new Set<string>();
async function shootMail(name: string, to: string, inEnglish = false): Promise<void> {
  const mail = (await mails()).findLast(({ destination }) => destination.to[0]?.includes(to));
  if (!mail) throw new Error(`no mail to ${to}`);
  if (shown.has(mail.body.html)) return;
  shown.add(mail.body.html);
  const reader = await context.newPage();
  await reader.setContent(mail.body.html);
  for (const { name: look, viewport, colorScheme } of looks) {
    await reader.setViewportSize(viewport);
    await reader.emulateMedia({ colorScheme });
    const path = join(folder, `mail-${name}${inEnglish ? '-english' : ''}.${look}.png`);
    await reader.screenshot({ path, fullPage: true });
  }
  if (name.includes(inReadme)) await shootForReadme(reader, 'mail');
  await reader.close();
}
/** The latest mail with a button for the action, once it has come. */
async function linkTo(person: string, action: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const mine = (await mails()).filter(({ destination }) => destination.to[0]?.includes(person)).at(-1);
    const href = new RegExp(`href="([^"]*[?]action=${action}#${action})"`).exec(mine?.body.html ?? '')?.[1];
    if (href !== undefined) return href;
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new Error(`no mail to ${person} with a button for ${action}`);
}
const submit = (on: Page) => Promise.all([on.waitForEvent('load'), on.click('form button[type=submit]')]);

try {
  for (const [name, path] of [
    ['form', '/'],
    ['form-english', '/en'],
    ['privacy', '/integritet'],
    ['accessibility', '/tillganglighet'],
    ['unknown-link', '/n/unknown'],
  ] as const) {
    await page.goto(`${system.url}${path}`);
    await shoot(name);
  }
  await page.goto(system.url);
  await submit(page);
  await shoot('form-mistakes');
  await page.goto(system.url);
  await fillIn(page, mouse, 'form', report);
  await Promise.all([page.waitForURL(/\/n\//), page.click('form button[type=submit]')]);
  await shoot('receipt');
  const receipt = page.url();
  await linkTo('kim.larare', 'disown');
  await shootMail('receipt', 'kim.larare');
  let before = '';
  const signIn = async (person: string) => {
    await page.context().clearCookies();
    const [name = '', value = ''] = (await cookieFor(storeOf(system), `${person}@example.org`)).split('=');
    await page.context().addCookies([{ name, value, url: system.url }]);
  };
  for (const [index, [person, action, ...fields]] of wayToDone.entries()) {
    const isSame = person === before;
    before = person;
    const link = isSame
      ? `${page.url().replace(/[?#].*/, '')}?action=${action}`
      : await linkTo(person, action);
    await signIn(person);
    await page.goto(link);
    const step = `${String(index + 1).padStart(2, '0')}-${action}-${person.replace(/^chef\./, '')}`;
    await shoot(step);
    if (step.includes(inReadme)) await shootForReadme(page, 'page');
    await shootMail(step, person);
    await doAction(page, mouse, action, fields);
    if (action !== 'coordinate') continue;
    await linkTo('kim.larare', 'comment');
    await shootMail('understood', 'kim.larare');
  }
  await linkTo('kim.larare', 'evaluate');
  await shootMail('completed', 'kim.larare');
  /* Another person's session would be named on it. */
  await page.context().clearCookies();
  await page.goto(receipt);
  await shoot('status-completed');
  const demo = { organisation: shipped, store: storeOf(system), now: instantOf(new Date()) };
  await fillWithDemo(demo);
  for (const [person, name, path] of [
    ['lisa.eliasson', 'my-page', '/min-sida'],
    ['lisa.eliasson', 'board', '/areas/infrastruktur?language=sv'],
    ['lisa.eliasson', 'work', '/work?language=sv&area=infrastruktur'],
    ['stina.eklund', 'board-all', '/areas?language=sv&overdue=yes'],
    ['stina.eklund', 'search', '/needs?language=sv&school=lararutbildning'],
    ['stina.eklund', 'stuck', '/fastnat'],
    ['stina.eklund', 'figures', '/figures?language=sv'],
    ['registrator', 'register', '/needs?language=sv#register-from'],
  ] as const) {
    await signIn(person);
    await page.goto(`${system.url}${path}`);
    await shoot(name);
  }
  /* A meeting, from its planning to its notes. */
  await signIn('lisa.eliasson');
  await page.goto(`${system.url}/min-sida`);
  const press = async (selector: string) => {
    await page.click(selector);
    await page.waitForLoadState();
  };
  await press('text=Planera ett möte');
  await page.fill('#at', `${daysAfter(dayOf(demo.now), 5)}T10:00`);
  await page.fill('#place', 'Styrelserummet');
  await shoot('meeting-plan');
  await press('main form button[type=submit]');
  await shoot('meeting-agenda');
  await press('#present button');
  await press('a.next');
  await shoot('meeting-item');
  const next = 'text=Klar, nästa punkt';
  while (await page.isVisible(next)) await press(next);
  await press('text=Klar, skicka ut');
  await shoot('meeting-notes');
} finally {
  await browser.close();
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
