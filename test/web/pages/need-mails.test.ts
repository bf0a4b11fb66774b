import { describe, expect, test } from 'vitest';
import type { NeedFile } from '../../../lambdas/app/ports/need-file.ts';
import type { Notice } from '../../../lambdas/domain/notice/notice.ts';
import { viewFor } from '../../../lambdas/app/need/view.ts';
import { writeNoticeMail } from '../../../lambdas/mail/notice-mail.ts';
import { linkTo } from '../../../lambdas/web/routes.ts';
import { needPage } from '../../../lambdas/web/pages/need-page.tsx';
import type { Language } from '../../../lambdas/domain/text.ts';
import { later } from '../../../lambdas/domain/time/time.ts';
import type { Recipient } from '../../../lambdas/domain/notice/recipient.ts';
import { now, pure, shipped } from '../../domain/fixtures.ts';
import { contact, next, openedBy, submitted } from '../../support/needs.ts';
import { noticeAs } from '../../support/notices.ts';
import { fileIn } from '../../i18n/walk.ts';

const { need, submission, entry, token } = submitted();
const context = {
  organisation: shipped,
  linkTo: (linked: string) => linkTo('http://localhost', linked),
  myPage: () => 'http://localhost/my',
  now,
};

/** The need with what became of some people's mails; the others' are delivered. */
function fileWith(...changed: readonly Notice[]): NeedFile {
  const notices = entry.notices.map(
    ({ to }) => changed.find((notice) => notice.to === to) ?? noticeAs('delivered', to),
  );
  return { need, submission, contact, history: [{ ...entry, notices }] };
}
const pageFor = (holder: string, file = fileWith(noticeAs('bounced', 'chef-it')), language = 'sv') =>
  needPage({
    language: language as Language,
    organisation: shipped,
    view: viewFor(shipped, openedBy(holder as Recipient, file), now),
    address: `/n/${token}`,
    baseUrl: 'http://localhost',
    now,
  });
const lisa = 'lisa-eliasson' as Recipient;

describe('Staff see, person by person, what became of the mails about an event', () => {
  test.each<[string, Notice, string]>([
    ['delivered', noticeAs('delivered', 'chef-it'), 'levererat'],
    [
      'come back',
      noticeAs('bounced', 'chef-it', { reason: 'Permanent General' }),
      'kom tillbaka, adressen tog inte emot det',
    ],
    [
      'not sent, since the address is suppressed',
      noticeAs('bounced', 'chef-it', { reason: 'address suppressed' }),
      'inte skickat, eftersom ett tidigare mejl till adressen kom tillbaka eller anmäldes som skräppost',
    ],
    [
      'come back for a passing reason',
      noticeAs('pending', 'chef-it', {
        softBounced: 'mail-1',
        dueAt: later(now, 86_400_000),
        reason: 'Transient MailboxFull',
      }),
      'kom tillbaka, skickas igen 24 november 2026',
    ],
    ['sent once more', noticeAs('sent', 'chef-it', { softBounced: 'mail-1' }), 'skickat'],
    ['to be sent', noticeAs('pending', 'chef-it'), 'på väg'],
    ['being sent', noticeAs('claimed', 'chef-it', { softBounced: 'mail-1' }), 'på väg'],
    ['failed', noticeAs('failed', 'chef-it', { reason: 'no address' }), 'gick inte att skicka'],
  ])('%s', (_what, notice, said) => {
    const page = pageFor('lisa-eliasson', fileWith(notice));
    expect(page).toContain(`<td>Chefen för IT och digital infrastruktur</td><td>${said}</td>`);
    expect(page).toContain('<td>”Kim Lärare”</td><td>levererat</td>');
  });

  test('and who was asked instead of whom', () => {
    const page = pageFor(
      'lisa-eliasson',
      fileWith(noticeAs('delivered', 'chef-it', { substituteFor: lisa })),
    );
    expect(page).toContain(
      '<td>Chefen för IT och digital infrastruktur, i stället för Lisa Eliasson</td><td>levererat</td>',
    );
  });
});

test('The submitter does not', () => {
  expect(pageFor('submitter')).not.toContain('kom tillbaka');
});

describe('Somebody who is asked because mail did not reach another', () => {
  const mail = {
    to: { name: 'Chefen för IT', email: 'chef.it@example.org' },
    recipient: 'chef-it' as Recipient,
    event: entry.event,
    file: fileWith(
      noticeAs('bounced', 'lisa-eliasson'),
      noticeAs('delivered', 'chef-it', { substituteFor: lisa }),
    ),
    token,
    substituteFor: lisa,
  };
  const flat = (text: string) => text.replace(/\s+/g, ' ');
  const english = writeNoticeMail({ ...mail, language: 'en' }, context);
  const swedish = writeNoticeMail({ ...mail, language: 'sv' }, context);

  test('hears it in the subject, and in both parts and both languages what they can do', () => {
    expect(swedish.subject).toBe(`[Behov ${need.reference}] Din hjälp behövs: Salarna saknar hörslinga`);
    expect(english.subject).toBe(`[Need ${need.reference}] Your help is needed: Salarna saknar hörslinga`);
    for (const part of [swedish.text, swedish.html]) {
      expect(flat(part)).toContain(
        'Ett mejl till Lisa Eliasson kom inte fram. Därför vänder vi oss till dig.',
      );
      expect(flat(part)).toContain(
        'Försök nå Lisa Eliasson på ett annat sätt. Går det inte: be Stina Eklund,',
      );
    }
    expect(flat(english.text)).toContain('Try to reach Lisa Eliasson in another way.');
  });

  test('is not told that there is nothing to do', () => {
    for (const { text, html } of [swedish, english]) {
      expect(flat(text + html)).not.toMatch(/behöver inte göra något|do not need to do anything/);
    }
    const { substituteFor: _nobody, ...copy } = mail;
    expect(writeNoticeMail({ ...copy, language: 'sv' }, context).subject).toContain('För kännedom');
  });

  test('reads the same on the page, until something else has happened', () => {
    const page = pageFor('chef-it', mail.file);
    expect(page).toContain('Försök nå Lisa Eliasson på ett annat sätt.');
    expect(pageFor('chef-it', mail.file, 'en')).toContain('Try to reach Lisa Eliasson in another way.');
    const { need: after, entry: taken } = next(need, entry);
    const moved = { ...mail.file, need: after, history: [...mail.file.history, taken] };
    expect(pageFor('chef-it', moved)).not.toContain('Det här behöver du göra');
  });

  test('is asked for what is theirs to do as well', () => {
    const file = fileIn('deciding');
    const letterTo = (recipient: string, substituteFor: string) =>
      writeNoticeMail(
        {
          ...mail,
          to: { name: recipient, email: `${recipient}@example.org` },
          recipient: recipient as Recipient,
          event: file.history.at(-1)?.event ?? entry.event,
          file,
          substituteFor: substituteFor as Recipient,
          language: 'sv',
        },
        { ...context, organisation: pure },
      );
    const deputy = letterTo('deputy-shared', 'head-shared');
    expect(deputy.subject).toContain('Ditt beslut behövs');
    expect(flat(deputy.text)).toContain('Ett mejl till Name of head-shared kom inte fram.');
    expect(deputy.text).not.toContain('Försök nå');
    const colleague = letterTo('head-shared', 'head-responsible');
    expect(colleague.subject).toContain('Din hjälp behövs');
    expect(flat(colleague.text)).toMatch(/Försök nå Name of head-responsible .*Besluta för shared\./);
    for (const { text } of [deputy, colleague]) expect(text).toContain('?action=approve#approve');
  });
});
