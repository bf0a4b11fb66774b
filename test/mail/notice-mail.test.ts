import { describe, expect, test } from 'vitest';
import type { NoticeMail } from '../../lambdas/app/ports/mailer.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import { viewFor } from '../../lambdas/app/need/view.ts';
import { personIn } from '../../lambdas/domain/organisation/organisation.ts';
import type { Language } from '../../lambdas/domain/text.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { linkTo } from '../../lambdas/web/routes.ts';
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
  return writeNoticeMail(mail, { organisation: pure, linkTo: (token) => linkTo(baseUrl, token), now });
}

const linksIn = (html: string) =>
  [...html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));

describe('A mail', () => {
  test.each(everyStanding)(
    'to $holder of a need that is $status has a button for each open action and no other',
    ({ status, holder, language }) => {
      const file = fileIn(status);
      const { html, text } = mailTo(holder, file, language);
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
        expect(subject).toMatch(/^\[Behov B26-7KQ4M\] [^\r\n]+: \S[^\r\n]*$/);
        expect(subject.length).toBeLessThanOrEqual(120);
      }
    },
  );

  test('says in its subject whether something is asked, or else what happened', () => {
    const subjects = (['received', 'clarifying', 'awaiting-submitter', 'declined'] as const).map((status) => [
      mailTo('developer-north' as Recipient, fileIn(status), 'sv').subject,
      mailTo('submitter', fileIn(status), 'en').subject,
    ]);
    expect(subjects).toEqual([
      [
        '[Behov B26-7KQ4M] Att ta ställning till: Bokning av salar',
        '[Behov B26-7KQ4M] Received: Bokning av salar',
      ],
      [
        '[Behov B26-7KQ4M] Att ta ställning till: Bokning av salar',
        '[Behov B26-7KQ4M] Taken: Bokning av salar',
      ],
      [
        '[Behov B26-7KQ4M] Fråga ställd: Bokning av salar',
        '[Behov B26-7KQ4M] Answer needed: Bokning av salar',
      ],
      [
        '[Behov B26-7KQ4M] Beslutat: nej: Bokning av salar',
        '[Behov B26-7KQ4M] Decided: no: Bokning av salar',
      ],
    ]);
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

  test('tells whoever acted that it was them, in case it was not', () => {
    const own = mailTo('developer-north' as Recipient, fileIn('clarifying'), 'sv').text;
    const other = mailTo('developer-south' as Recipient, fileIn('clarifying'), 'sv').text;
    expect(own).toContain('Du tog behovet.');
    expect(own).toContain('kontakta förvaltaren av modellen genast');
    expect(other).toContain('Name of developer-north tog behovet.');
    expect(other).not.toContain('kontakta förvaltaren av modellen genast');
  });
});
