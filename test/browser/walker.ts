import type { Page } from 'playwright-core';
import { tabTo } from './browser.ts';

/** A way of using pages: how one goes about filling in and pressing. */
export interface Hand {
  fill(page: Page, selector: string, value: string): Promise<void>;
  tick(page: Page, selector: string): Promise<void>;
  choose(page: Page, selector: string, value: string): Promise<void>;
  press(page: Page, selector: string): Promise<void>;
  /** Opens what is folded, such as the form of an action, unless it is open. */
  open(page: Page, action: string): Promise<void>;
}

const isOpen = (page: Page, action: string) => page.locator(`details#${action}[open]`).count();

export const mouse: Hand = {
  fill: (page, selector, value) => page.fill(selector, value),
  tick: (page, selector) => page.check(selector),
  async choose(page, selector, value) {
    await page.selectOption(selector, value);
  },
  press: (page, selector) => page.click(selector),
  async open(page, action) {
    if (!(await isOpen(page, action))) await page.click(`details#${action} > summary`);
  },
};

export const keyboard: Hand = {
  async fill(page, selector, value) {
    await tabTo(page, selector);
    /* A date is typed as this browser shows it: month, day, year. */
    const isDate = (await page.getAttribute(selector, 'type')) === 'date';
    await page.keyboard.type(isDate ? value.replace(/^(\d+)-(\d+)-(\d+)$/, '$2$3$1') : value);
  },
  async tick(page, selector) {
    await tabTo(page, selector);
    if (!(await page.isChecked(selector))) await page.keyboard.press('Space');
  },
  async choose(page, selector, value) {
    await tabTo(page, selector);
    const label = (await page.textContent(`${selector} option[value="${value}"]`)) ?? '';
    await page.keyboard.type(label.slice(0, 12));
  },
  async press(page, selector) {
    await tabTo(page, selector);
    await page.keyboard.press('Enter');
  },
  async open(page, action) {
    if (await isOpen(page, action)) return;
    await tabTo(page, `details#${action} > summary`);
    await page.keyboard.press('Enter');
  },
};

type Field = readonly [kind: 'fill' | 'tick' | 'choose' | 'unfold', name: string, value: string];

/** Everything that is pressed from a need's receipt to Klart: who, which action, what is filled in. */
export const wayToDone: readonly (readonly [person: string, action: string, ...fields: Field[]])[] = [
  [
    'lisa.eliasson',
    'coordinate',
    ['fill', 'actualNeed', 'Alla ska kunna höra i salarna.'],
    ['fill', 'whyItArose', 'Kraven glömdes vid renoveringen.'],
    ['choose', 'part-studentservice', 'responsible'],
    ['choose', 'part-it', 'decides'],
    ['tick', 'raiseNow', 'yes'],
  ],
  [
    'chef.it',
    'advise',
    ['tick', 'advice', 'do'],
    ['choose', 'priority', 'high'],
    ['tick', 'goals', 'strategy'],
  ],
  ['chef.it', 'approve'],
  ['chef.studentservice', 'approve'],
  ['lisa.eliasson', 'start', ['fill', 'plannedEnd', '2040-06-30']],
  ['lisa.eliasson', 'complete', ['fill', 'outcome', 'Hörslingor finns i alla salar.']],
];

export const report: readonly Field[] = [
  ['fill', 'problem', 'Studenter med hörapparat hör inte föreläsaren.'],
  ['fill', 'affected', 'Omkring 40 studenter varje termin.'],
  ['fill', 'title', 'Salarna saknar hörslinga'],
  ['fill', 'submitterName', 'Kim Lärare'],
  ['fill', 'submitterEmail', 'kim.larare@example.org'],
  ['unfold', 'more', ''],
  ['tick', 'areas', 'infrastruktur'],
];

/** Fills in fields within a form. */
export async function fillIn(
  page: Page,
  hand: Hand,
  within: string,
  fields: readonly Field[],
): Promise<void> {
  for (const [kind, name, value] of fields) {
    const choice = `${within} input[name="${name}"][value="${value}"]`;
    if (kind === 'unfold') await hand.open(page, name);
    else if (kind === 'choose') await hand.choose(page, `${within} select[name="${name}"]`, value);
    else if (kind === 'tick') await hand.tick(page, choice);
    else await hand.fill(page, `${within} [name="${name}"]`, value);
  }
}

/** Does one action on a page that is open, as a person would, and waits for the page that follows. */
export async function doAction(
  page: Page,
  hand: Hand,
  action: string,
  fields: readonly Field[],
): Promise<void> {
  await hand.open(page, action);
  await fillIn(page, hand, `details#${action}`, fields);
  await hand.tick(page, `details#${action} input[name=confirm]`);
  await Promise.all([page.waitForEvent('load'), hand.press(page, `details#${action} button[type=submit]`)]);
}
