import type { LetterMail } from '../app/ports/mailer.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import { localeFor } from '../i18n/locale.ts';
import { letterHtmlOf } from './html.ts';
import { letterTextOf } from './text.ts';

/** Writes a letter: which needs wait for a person, each with the address of its page, which asks them to sign in. */
export function writeLetterMail(
  { to, needs }: LetterMail,
  {
    organisation,
    addressOf,
  }: { readonly organisation: Organisation; readonly addressOf: (reference: string) => string },
): { readonly subject: string; readonly text: string; readonly html: string } {
  const locale = localeFor(to.language, organisation);
  const subject = locale.t('mail.letter.subject', { count: needs.length });
  const links = needs.map(({ reference, title }) => ({
    label: `${reference} ${title}`,
    link: addressOf(reference),
  }));
  const message = { ...locale, subject, links };
  return { subject, text: letterTextOf(message), html: letterHtmlOf(message) };
}
