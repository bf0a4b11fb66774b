import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { personIn } from '../../lambdas/domain/organisation/organisation.ts';
import { writeCodeMail } from '../../lambdas/mail/code-mail.ts';
import { writeLetterMail } from '../../lambdas/mail/letter-mail.ts';
import { writeNoticeMail } from '../../lambdas/mail/notice-mail.ts';
import { addressOf, codePageAt, linkTo } from '../../lambdas/web/routes.ts';
import { now, pure, shipped } from '../domain/fixtures.ts';
import { everyStanding, fileIn } from '../i18n/walk.ts';
import { atDecision } from '../support/decision.ts';
import { expectNoSidewaysScroll, openBrowser } from './browser.ts';

/* Forty letters, as Swedish makes them; an address and a link as long as they get. */
const word = 'Verksamhetsutvecklingssamordningsavdelni';
const email = `${'anmalare.med.ett.langt.namn'.repeat(2)}@${'institutionen-for-'.repeat(3)}larande.example.org`;
const url = `https://example.org/${'x'.repeat(180)}`;
const baseUrl = `https://${'behov-i-verksamhetsstodet-'.repeat(2)}vid.example.org`;
const said = { title: `${word} ${url}`, problem: `${word} ${email} ${url}`, cause: url, affected: word };

const long = <Named extends { readonly name: { sv: string; en: string } }>(one: Named): Named => ({
  ...one,
  name: { sv: `${word} ${one.name.sv}`, en: `${word} ${one.name.en}` },
});
const organisation: Organisation = {
  ...pure,
  university: long(pure.university),
  areas: pure.areas.map(long),
  departments: pure.departments.map(long),
  people: pure.people.map((person) => ({ ...person, name: `${word} ${person.name}` })),
};

/** A need whose every word is as long as words get, what its latest event carries among them. */
function longFile(status: (typeof everyStanding)[number]['status'], isConfirmed: boolean): NeedFile {
  const file = fileIn(status, said);
  const lengthened = (value: unknown): unknown =>
    typeof value === 'string' && value.includes(' ') ? `${word} ${url}` : value;
  const history = file.history.map((entry) => {
    const { event } = entry;
    if (!('input' in event)) return entry;
    const input = Object.fromEntries(
      Object.entries(event.input).map(([name, value]) => [name, lengthened(value)]),
    );
    return { ...entry, event: { ...event, input } as typeof event };
  });
  const need = { ...file.need, ...(isConfirmed ? {} : { confirmation: 'unconfirmed' as const }) };
  return { ...file, need, history, contact: { name: word, email } };
}

const places = {
  organisation,
  addressOf: (reference: string) => addressOf(baseUrl, reference),
  myPage: () => `${baseUrl}/min-sida`,
  meetingAt: (id: string, token?: string) =>
    token === undefined ? `${baseUrl}/meetings/${id}` : `${baseUrl}/m/${token}`,
  figuresPage: (year: number) => `${baseUrl}/figures?year=${year}`,
};

/** Every kind of mail: to each sort of reader in every status, to an address that is not confirmed, in place of another; codes and letters. */
function* everyMail(): Generator<readonly [kind: string, html: string]> {
  const token = `B26-7KQ4M-${'t'.repeat(43)}`;
  const notice = (recipient: Recipient, file: NeedFile, more: { substituteFor?: Recipient } = {}) => {
    const event = file.history.at(-1)?.event;
    const to = recipient === 'submitter' ? file.contact : personIn(organisation, recipient);
    if (!event || !to) throw new Error(`no mail to ${recipient}`);
    const mail = { to, recipient, language: 'sv' as const, event, file, token, ...more };
    return writeNoticeMail(mail, { ...places, linkTo: (link) => linkTo(baseUrl, link), now }).html;
  };
  const readers = [
    'submitter',
    'developer-north',
    'lead-north',
    'head-shared',
    'head-responsible',
    'deputy-shared',
    'manager',
  ];
  for (const status of new Set(everyStanding.map((standing) => standing.status))) {
    for (const reader of readers as Recipient[])
      yield [`${status} to ${reader}`, notice(reader, longFile(status, true))];
    yield [`${status}, unconfirmed`, notice('submitter', longFile(status, false))];
    const help = { substituteFor: 'head-shared' as Recipient };
    yield [`${status}, in place of another`, notice('manager' as Recipient, longFile(status, true), help)];
  }
  const request = { reference: 'B26-7KQ4M' as never, fields: { action: 'coordinate', version: 1 } };
  const code = { to: email, language: 'sv' as const, challenge: 'c'.repeat(43), digits: '12345678' };
  for (const asked of [{}, { request }])
    yield [
      'code',
      writeCodeMail(
        { ...code, ...asked },
        {
          organisation,
          link: codePageAt(baseUrl, code.challenge),
        },
      ).html,
    ];
  const need = { reference: 'B26-7KQ4M' as never, title: `${word} ${url}` };
  const waiting = (['asked', 'unanswered', 'overdue', 'passed-on'] as const).map((why) => ({
    ...need,
    why,
    days: 12,
  }));
  const file = longFile('deciding', true);
  const contents = [
    { kind: 'assigned', needs: [need] },
    { kind: 'reminder', needs: waiting },
    { kind: 'figures', year: 2026 },
    { kind: 'digest', waiting, news: [{ file, events: file.history.map(({ event }) => event) }] },
  ] as const;
  const to = { id: 'head-shared' as never, name: word, email, language: 'sv' as const };
  for (const one of contents)
    yield [one.kind, writeLetterMail({ ...one, id: 'l', address: 'a' as never, to }, places).html];
}

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('The first screen of a phone asks a head for the decision, and holds what they need for it', async () => {
  const file = atDecision();
  const head = shipped.people.find(({ id }) => id === 'chef-studentservice');
  const event = file.history.at(-1)?.event;
  if (!head || !event) throw new Error('nothing to decide on');
  const loads = [
    { department: 'studentservice' as never, count: 3, sizes: { S: 1, M: 1, L: 1, unknown: 0 } },
  ];
  const mail = { to: head, recipient: head.id, language: 'sv' as const, event, file, loads, token: 'token' };
  const shippedPlaces = {
    ...places,
    organisation: shipped,
    linkTo: () => 'https://behov.example.org/n/token',
  };
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.setContent(writeNoticeMail(mail, { ...shippedPlaces, now }).html);
  const seen = await page.evaluate<string>(
    `[...document.querySelectorAll('p, a')]
      .filter((one) => one.getBoundingClientRect().bottom <= innerHeight)
      .map((one) => one.innerText).join('\\n')`,
  );
  for (const said of [
    ...['Besluta för Studentservice', 'Ja, genomför', 'Vänta till ett datum', 'Nej, genomför inte'],
    ...['Din avdelning ansvarar', 'Genomför', 'Hög', 'Strategin, Målen'],
    ...['30 augusti 2027', '3 pågående: 1 stort, 1 mellanstort, 1 litet', 'Omkring 40 studenter'],
  ])
    expect(seen).toContain(said);
  await context.close();
});

test.each([
  [320, 'light'],
  [320, 'dark'],
  [412, 'light'],
  [412, 'dark'],
] as const)(
  'No mail is wider than a window of %i pixels, in %s, however long its words are',
  async (width, colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height: 700 }, colorScheme });
    const page = await context.newPage();
    let mails = 0;
    for (const [kind, html] of everyMail()) {
      await page.setContent(html);
      await expectNoSidewaysScroll(page, `${kind}, ${width} px, ${colorScheme}`);
      mails += 1;
    }
    expect(mails).toBeGreaterThan(100);
    await context.close();
  },
);
