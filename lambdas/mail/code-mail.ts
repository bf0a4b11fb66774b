import type { CodeMail } from '../app/ports/mailer.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import { requestWords } from '../i18n/labels.ts';
import { localeFor } from '../i18n/locale.ts';
import { codeHtmlOf } from './html.ts';
import { codeTextOf } from './text.ts';

/** Writes the mail that brings a code. Its subject tells nothing of any need. */
export function writeCodeMail(
  { language, digits, request }: CodeMail,
  {
    organisation,
    link,
    isAnswerable = false,
  }: {
    readonly organisation: Organisation;
    readonly link: string;
    /** Whether somebody reads what is answered to mails. */
    readonly isAnswerable?: boolean;
  },
): { readonly subject: string; readonly text: string; readonly html: string } {
  const locale = localeFor(language, organisation);
  const { t } = locale;
  const words = request && requestWords(t, request);
  const message = {
    ...locale,
    what: words ? t('mail.code.byLink', words) : t('mail.code.signIn'),
    digits: `${digits.slice(0, 4)} ${digits.slice(4)}`,
    link,
    isAnswerable,
  };
  return { subject: t('mail.code.subject'), text: codeTextOf(message), html: codeHtmlOf(message) };
}
