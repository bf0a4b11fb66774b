import { describe, expect, test } from 'vitest';
import type { NoticeMail } from '../../lambdas/app/ports/mailer.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import { viewFor } from '../../lambdas/app/need/view.ts';
import { personIn } from '../../lambdas/domain/organisation/organisation.ts';
import type { Language } from '../../lambdas/domain/text.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { linkTo, paths } from '../../lambdas/web/routes.ts';
import { writeNoticeMail } from '../../lambdas/mail/notice-mail.ts';
import { now, pure } from '../domain/fixtures.ts';
import { contact, everyStanding, fileIn, hostile } from '../i18n/walk.ts';
import { openedBy } from '../support/needs.ts';

const baseUrl = 'https://behov.example.org';
const token = `B26-7KQ4M-${'t'.repeat(43)}`;
const link = `${baseUrl}/n/${token}`;

function mailTo(recipient: Recipient, file: NeedFile, language: Language) {
  const { event } = file.history.at(-1) ?? {};
  if (!event) throw new Error('nothing has happened');
  const to = recipient === 'submitter' ? contact : personIn(pure, recipient);
  if (!to) throw new Error(`nobody is ${recipient}`);
  const mail: NoticeMail = { to, recipient, language, event, file, token };
  return writeNoticeMail(mail, {
    organisation: pure,
    linkTo: (token) => linkTo(baseUrl, token),
    myPage: (language) => baseUrl + paths.my[language],
    now,
  });
}

const linksIn = (html: string) =>
  [...html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));

describe('A mail', () => {
  test.each(everyStanding)(
    'to $holder of a need that is $status has a button for each open action and no other, unless it only informs',
    ({ status, holder, language }) => {
      const file = fileIn(status);
      const { html, text, subject } = mailTo(holder, file, language);
      if (/För kännedom|For information/.test(subject)) {
        expect(linksIn(html), 'what only informs has the way to the need, and to less of it').toEqual([
          link,
          baseUrl + paths.my[language],
        ]);
        return;
      }
      const open = viewFor(pure, openedBy(holder, file), now).actions.map(
        ({ name }) => `${link}?action=${name}#${name}`,
      );
      expect(
        linksIn(html)
          .filter((href) => href.includes('action='))
          .sort(),
      ).toEqual([...open].sort());
      expect(linksIn(html).filter((href) => !href.includes('action='))).toEqual([link]);
      for (const href of linksIn(html)) expect(text.split('\n')).toContain(href);
    },
  );

  test.each(everyStanding)(
    'to $holder of a need that is $status has a subject of one line that threads',
    ({ status, holder, language }) => {
      for (const title of [
        'Kort',
        'Ett ord i taget '.repeat(20),
        'x'.repeat(300),
        'En\r\nBcc: alla@example.org',
      ]) {
        const { subject } = mailTo(holder, fileIn(status, { title }), language);
        expect(subject).toMatch(
          language === 'sv'
            ? /^\[Behov B26-7KQ4M\] [^\r\n]+: \S[^\r\n]*$/
            : /^\[Need B26-7KQ4M\] [^\r\n]+: \S[^\r\n]*$/,
        );
        expect(subject.length).toBeLessThanOrEqual(120);
      }
    },
  );

  test.each<[Parameters<typeof fileIn>[0], string, Language, string]>([
    ['received', 'developer-north', 'sv', 'Nytt behov att ta hand om'],
    ['received', 'head-shared', 'sv', 'För kännedom: nytt behov'],
    ['received', 'submitter', 'en', 'Received'],
    ['clarifying', 'developer-south', 'sv', 'För kännedom: har tagits om hand'],
    ['awaiting-submitter', 'submitter', 'en', 'Your answer is needed'],
    ['awaiting-submitter', 'developer-north', 'sv', 'För kännedom: fråga ställd'],
    ['coordinating', 'developer-north', 'sv', 'Samordna behovet'],
    ['advising', 'lead-north', 'sv', 'Ge råd'],
    ['deciding', 'head-responsible', 'sv', 'Ditt beslut behövs'],
    ['deciding', 'lead-north', 'en', 'For information: advice from the steering group'],
    ['approved', 'developer-north', 'sv', 'Starta arbetet'],
    ['declined', 'developer-north', 'sv', 'För kännedom: beslutat, genomförs inte'],
  ])(
    'of a need that is %s says in its subject to %s, in %s, what is wanted: %s',
    (status, to, language, wish) => {
      const stem = language === 'sv' ? '[Behov B26-7KQ4M]' : '[Need B26-7KQ4M]';
      /* One colon: two in a row read badly. */
      const before = wish.includes(':') ? ' –' : ':';
      expect(mailTo(to as Recipient, fileIn(status), language).subject).toBe(
        `${stem} ${wish}${before} Bokning av salar`,
      );
    },
  );

  test('says first what is asked, then what a head needs to decide, with what their own answer leads to', () => {
    const { text } = mailTo('head-responsible' as Recipient, fileIn('deciding'), 'sv');
    const places = [
      'DET HÄR BEHÖVER DU GÖRA',
      'Din avdelning ansvarar',
      'Ja, genomför',
      'Prioritet',
      'Vilka berörs',
    ];
    expect(places.map((words) => text.indexOf(words))).toEqual(
      places.map((words) => text.indexOf(words)).toSorted((one, other) => one - other),
    );
    expect(text).not.toContain('?:');
    const other = mailTo('head-shared' as Recipient, fileIn('deciding'), 'sv').text;
    expect(other).toContain('Ja, vi deltar');
    expect(other).toContain('Säger du nej, eller att ni kan först senare, samordnas behovet på nytt.');
  });

  test('that tells a submitter how the need is understood leads to where they say that it is not', () => {
    const { html, text } = mailTo('submitter', fileIn('coordinating'), 'sv');
    expect(text).toContain(`Stämmer det inte? Skriv till oss:\n${link}?action=comment#comment`);
    expect(linksIn(html).filter((href) => href.includes('action=comment'))).toHaveLength(1);
    expect(mailTo('developer-north' as Recipient, fileIn('coordinating'), 'sv').text).not.toContain(
      'Stämmer',
    );
    expect(mailTo('submitter', fileIn('clarifying'), 'sv').text).not.toContain('Stämmer');
  });

  test('says where the need stands within its sentence', () => {
    expect(mailTo('submitter', fileIn('approved'), 'sv').text).toContain('Läge: beslutat, ska genomföras');
    expect(mailTo('submitter', fileIn('approved'), 'en').html).toMatch(/Status: [a-z]/);
  });

  test('speaks of buttons only where it has any', () => {
    const asking = mailTo('head-responsible' as Recipient, fileIn('deciding'), 'sv');
    const informing = mailTo('head-shared' as Recipient, fileIn('coordinating'), 'sv');
    expect(asking.text).toContain('Svara med knappen');
    expect(asking.html).toContain('Ser du inga knappar?');
    expect(informing.text).not.toContain('knapp');
    expect(informing.text).toContain('Det går inte att svara på mejlet. Öppna behovet');
    expect(informing.html).not.toContain('knapp');
  });

  test('that only informs is a few lines and one link', () => {
    const { text } = mailTo('head-shared' as Recipient, fileIn('coordinating'), 'sv');
    expect(text.split('\n').filter((line) => line.startsWith('https:'))).toEqual([
      link,
      `${baseUrl}/min-sida`,
    ]);
    expect(text).not.toContain('action=');
  });

  test('cuts its subject between characters, also where one is made of several', () => {
    const { subject } = mailTo('submitter', fileIn('received', { title: '👩🏽‍🔬'.repeat(17) }), 'sv');
    expect(subject.isWellFormed()).toBe(true);
    expect(subject).toMatch(/👩🏽‍🔬…$/u);
  });

  test('keeps the submitter’s address from everyone but staff', () => {
    for (const { status } of everyStanding) {
      const { subject, text, html } = mailTo('submitter', fileIn(status), 'sv');
      expect(subject + text + html).not.toContain(contact.email);
    }
    expect(mailTo('developer-north' as Recipient, fileIn('received'), 'sv').text).toContain(contact.email);
  });

  test('gives the submitter a copy of all that was sent, in the receipt', () => {
    const file = fileIn('received');
    const { text, html } = mailTo('submitter', file, 'sv');
    const { title, problem, cause, affected } = file.submission;
    for (const said of [title, problem, cause, affected]) {
      expect(text).toContain(said);
      expect(html).toContain(said);
    }
  });

  test('carries hostile text as text', () => {
    const words = { title: hostile, problem: hostile, cause: hostile, affected: hostile };
    const file = fileIn('clarifying', words);
    for (const recipient of ['submitter', 'developer-north'] as Recipient[]) {
      const { html } = mailTo(recipient, { ...file, contact: { ...contact, name: hostile } }, 'sv');
      expect(html).not.toMatch(/<script|<img|<svg|<textarea/);
      expect(html).toContain('&lt;script>alert(1)');
    }
  });

  test('keeps a title with quotation marks within the attribute that it stands in', () => {
    const title = 'Salar" onmouseover="alert(1)" x="';
    const { html } = mailTo('submitter', fileIn('clarifying', { title }), 'sv');
    expect(html).toContain(`aria-label="${title.replaceAll('"', '&quot;')}"`);
    expect(html).not.toContain('" onmouseover="');
  });
});

describe('What people wrote', () => {
  test('keeps its own direction in a mail, and its language where the mail has another', () => {
    const words = { title: 'שלום', problem: 'Rooms are booked twice.', language: 'en' as const };
    const file = fileIn('received', words);
    const developer = 'developer-north' as Recipient;
    const { html } = mailTo(developer, file, 'sv');
    expect(html).toMatch(/<h1\s+dir="auto" lang="en"\s[^>]*>\s*שלום/);
    expect(html).toMatch(/<p dir="auto" lang="en" class="ink"[^>]*>\s*Rooms are booked twice\./);
    const same = mailTo(developer, file, 'en').html;
    expect(same).toContain('dir="auto"');
    expect(same).not.toMatch(/dir="auto" lang/);
  });
});
