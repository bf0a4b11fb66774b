import { describe, expect, test } from 'vitest';
import type { NoticeMail } from '../../lambdas/app/ports/mailer.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import { viewFor } from '../../lambdas/app/need/view.ts';
import { statuses } from '../../lambdas/domain/need/workflow.ts';
import { personIn } from '../../lambdas/domain/organisation/organisation.ts';
import type { Language } from '../../lambdas/domain/text.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { linkTo, paths } from '../../lambdas/web/routes.ts';
import { textsFor } from '../../lambdas/i18n/index.ts';
import { writeNoticeMail } from '../../lambdas/mail/notice-mail.ts';
import { now, pathTo, pure } from '../domain/fixtures.ts';
import { contact, everyStanding, fileAfter, fileIn, hostile, remindedFile } from '../i18n/walk.ts';
import { openedBy } from '../support/needs.ts';

const baseUrl = 'https://behov.example.org';
const token = `B26-7KQ4M-${'t'.repeat(43)}`;
const link = `${baseUrl}/n/${token}`;

function mailTo(
  recipient: Recipient,
  file: NeedFile,
  language: Language,
  { isAnswerable = false, ...more }: { isAnswerable?: boolean; substituteFor?: Recipient } = {},
) {
  const { event } = file.history.at(-1) ?? {};
  if (!event) throw new Error('nothing has happened');
  const to = recipient === 'submitter' ? contact : personIn(pure, recipient);
  if (!to) throw new Error(`nobody is ${recipient}`);
  const mail: NoticeMail = { to, recipient, language, event, file, token, ...more };
  return writeNoticeMail(mail, {
    organisation: pure,
    linkTo: (token) => linkTo(baseUrl, token),
    myPage: (language) => baseUrl + paths.my[language],
    now,
    isAnswerable,
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

  test('about a new need says its title once, as its heading', () => {
    const { text } = mailTo(
      'developer-north' as Recipient,
      fileIn('received', { title: 'Ovanlig rad' }),
      'sv',
    );
    expect(text.split('Ovanlig rad')).toHaveLength(2);
  });

  test('to a head who decides has the advice and what is weighed against it in one list, the reasons last', () => {
    const { text } = mailTo('head-responsible' as Recipient, fileIn('deciding'), 'sv');
    const places = ['Styrgruppens råd:', 'Prioritet:', 'Vilka berörs', 'BEHOVET'].map((said) =>
      text.indexOf(said),
    );
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(text.split('Vilka berörs')).toHaveLength(2);
  });

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

  test.each(everyStanding)(
    'to $holder of a need that is $status has one colon in its subject',
    ({ status, holder, language }) => {
      const { subject } = mailTo(holder, fileIn(status), language);
      expect(subject.match(/:/g)).toHaveLength(1);
      if (/kännedom|information/.test(subject))
        expect(subject).toMatch(/\] (För kännedom|For information): /);
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

  test.each([
    ['sv', 'Så har vi förstått behovet', 'Stämmer det inte? Skriv till oss'],
    ['en', 'How we have understood the need', 'Have we got it wrong? Write to us'],
  ] as const)(
    'that tells a submitter how the need is understood leads to where they say that it is not, in %s',
    (language, understood, wrong) => {
      const { html, text } = mailTo('submitter', fileIn('coordinating'), language);
      for (const mail of [text.toLowerCase(), html.toLowerCase()]) {
        const places = [understood, 'En bokning', wrong].map((words) => mail.indexOf(words.toLowerCase()));
        expect(places).toEqual(places.toSorted((one, other) => one - other));
        expect(places[0]).toBeGreaterThan(0);
      }
      expect(text).toContain(`${wrong}:\n${link}?action=comment#comment`);
      expect(linksIn(html).filter((href) => href.includes('action=comment'))).toHaveLength(1);
      const toStaff = mailTo('developer-north' as Recipient, fileIn('coordinating'), language).text;
      for (const words of [understood, wrong]) expect(toStaff).not.toContain(words);
      expect(mailTo('submitter', fileIn('clarifying'), language).text).not.toContain(wrong);
    },
  );

  test.each(statuses)('says within its sentence that a need is %s', (status) => {
    for (const [language, label] of [
      ['sv', 'Läge'],
      ['en', 'Status'],
    ] as const) {
      const { text, html } = mailTo('submitter', fileIn(status), language);
      const whole = textsFor(language)(`status.${status}`);
      const said = `${label}: ${whole.charAt(0).toLowerCase()}${whole.slice(1)}`;
      expect(text.split('\n')).toContain(said);
      expect(html).toContain(said);
    }
  });

  test('says in words, and not as a field that was ticked, that a need was raised with what makes it clear', () => {
    const [take, coordinate] = pathTo.coordinating;
    if (!take || !coordinate) throw new Error('no way');
    const [action, actor, filledIn] = coordinate;
    const raised = [take, [action, actor, { ...filledIn, raiseNow: 'yes' }]] as const;
    const file = fileAfter(pure, { departments: ['shared', 'responsible'] }, raised);
    for (const [language, sentence, field, subject] of [
      [
        'sv',
        'förtydligade behovet och lyfte det till styrgruppen.',
        'Lyft till styrgruppen nu',
        'Lyft till styrgruppen:',
      ],
      [
        'en',
        'clarified the need and raised it with the steering group.',
        'steering group now',
        'Raised with the steering group:',
      ],
    ] as const) {
      const mail = mailTo('submitter', file, language);
      expect(mail.text).toContain(`Name of developer-north ${sentence}`);
      expect(mail.text).not.toContain(field);
      expect(mail.subject).toContain(subject);
    }
  });

  test('says that a need is decided as people would', () => {
    expect(mailTo('submitter', fileIn('approved'), 'sv').text).toContain('Läge: beslutat, ska genomföras');
    expect(mailTo('submitter', fileIn('approved'), 'en').text).toContain('Status: decided, will go ahead');
  });

  test.each(everyStanding)(
    'to $holder of a need that is $status speaks of a button only where it has one to answer with',
    ({ status, holder, language }) => {
      const { html, text } = mailTo(holder, fileIn(status), language);
      const strong = html.match(/class="button"/g)?.length ?? 0;
      const any = strong + (html.match(/class="quiet"/g)?.length ?? 0);
      const [one, several, buttons, no] =
        language === 'sv'
          ? ['Svara med knappen,', 'Svara med en av knapparna,', /knapp/i, 'det går inte att svara på mejlet']
          : [
              'Answer with the button.',
              'Answer with one of the buttons.',
              /button/i,
              'replies to this email are not read',
            ];
      const words = html.replace(/<style>[^]*<\/style>|<[^>]*>/g, '');
      const { length: asking } = viewFor(pure, openedBy(holder, fileIn(status)), now).permissions.primary;
      const isInformation = any === 0;
      expect(words.includes(one)).toBe(!isInformation && asking === 1);
      expect(words.includes(several)).toBe(!isInformation && asking > 1);
      expect(buttons.test(words)).toBe(any > 0);
      expect(text).not.toMatch(buttons);
      expect(text.toLowerCase()).toContain(no);
      const answerable = mailTo(holder, fileIn(status), language, { isAnswerable: true });
      for (const mail of [answerable.text, answerable.html]) expect(mail.toLowerCase()).not.toContain(no);
    },
  );

  test.each(['sv', 'en'] as const)(
    'to an address that is not confirmed, in %s, speaks of no button, and says that answers are not read unless they are',
    (language) => {
      const file = fileIn('received');
      const unconfirmed = { ...file, need: { ...file.need, confirmation: 'unconfirmed' as const } };
      const no =
        language === 'sv' ? 'Det går inte att svara på mejlet.' : 'Replies to this email are not read.';
      const { html, text } = mailTo('submitter', unconfirmed, language);
      for (const mail of [html.replace(/<style>[^]*<\/style>|<[^>]*>/g, ''), text]) {
        expect(mail).toContain(no);
        expect(mail).not.toMatch(/knapp|button/i);
      }
      expect(mailTo('submitter', unconfirmed, language, { isAnswerable: true }).text).not.toContain(no);
    },
  );

  test('that asks a question says beside it how to answer, where nobody reads what is answered to mails', () => {
    const { html, text } = mailTo('submitter', fileIn('awaiting-submitter'), 'sv');
    const said = html.indexOf('Svara med knappen, det går inte att svara på mejlet.');
    expect(said).toBeGreaterThan(html.indexOf('Svara på frågan, så att'));
    expect(said).toBeLessThan(html.indexOf('action=answer'));
    const inText = text.indexOf('Svara med länken, det går inte att svara på mejlet.');
    expect(inText).toBeGreaterThan(0);
    expect(inText).toBeLessThan(text.indexOf('action=answer'));
    for (const mail of [html, text]) expect(mail.match(/går inte att svara på mejlet/g)).toHaveLength(1);
  });

  test('has what takes a need back after all else that its submitter can do', () => {
    const { text } = mailTo('submitter', fileIn('received'), 'sv');
    expect(text.indexOf('action=comment')).toBeLessThan(text.indexOf('action=withdraw'));
  });

  test('that reminds a submitter, or somebody in their place, says since when the need waits', () => {
    const file = remindedFile();
    const toSubmitter = mailTo('submitter', file, 'sv');
    expect(toSubmitter.subject).toBe('[Behov B26-7KQ4M] Påminnelse: Bokning av salar');
    expect(toSubmitter.text).toContain('Behovet väntar på ditt svar sedan 23 november 2026.');
    const instead = { substituteFor: 'submitter' } as const;
    expect(mailTo('developer-north' as Recipient, file, 'sv', instead).text).toContain(
      'Behovet väntar sedan 23 november 2026.',
    );
    expect(mailTo('developer-north' as Recipient, file, 'en', instead).text).toContain(
      'The need has been waiting since 23 November 2026.',
    );
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
