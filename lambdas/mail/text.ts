import type { Fact } from '../i18n/labels.ts';
import { footerOf } from './message.ts';
import type { Button, CodeMessage, FixedMessage, Message } from './message.ts';

const bar = '-'.repeat(60);

const factLines = (facts: readonly Fact[]): string =>
  facts.map(({ label, values }) => `${label}:\n${values.map(indented).join('\n')}`).join('\n\n');

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');

const links = (buttons: readonly Button[]): string =>
  buttons.map(({ label, link }) => `${label}:\n${link}`).join('\n\n');

/** The message as plain text: the words and links of the HTML, in the same order. */
export function textOf(message: Message): string {
  const { t } = message;
  const parts = [
    message.greeting,
    message.happened,
    factLines(message.details),
    `${message.reference}: ${message.title}`,
    [t('mail.now', { status: message.status }), message.next].join('\n'),
    message.asked === undefined ? '' : `${t('mail.asked').toUpperCase()}\n${message.asked}`,
    ...message.notes,
    links(message.buttons),
    `${t('mail.open')}:\n${message.link}`,
    message.quietButtons.length > 0 ? `${t('mail.quiet')}\n\n${links(message.quietButtons)}` : '',
    message.need ? `${bar}\n${message.need.heading.toUpperCase()}\n\n${factLines(message.need.facts)}` : '',
    `${bar}\n${t('mail.personal')}`,
    footerOf(message),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** A mail that brings a code, as plain text. */
export const codeTextOf = (message: CodeMessage): string => {
  const { t, what, digits, link } = message;
  const parts = [
    t('mail.hello'),
    what,
    `${t('mail.code.digits')}\n\n${digits}`,
    `${t('mail.code.page')}:\n${link}`,
    t('mail.code.valid'),
    t('mail.code.never'),
    `${bar}\n${footerOf(message)}`,
  ];
  return `${parts.join('\n\n')}\n`;
};

/** A mail to an address that is not confirmed, as plain text. */
export const fixedTextOf = (message: FixedMessage): string => {
  const { t, what, link, notYou } = message;
  const parts = [
    t('mail.hello'),
    what,
    `${t('mail.open')}:\n${link}`,
    `${t('mail.unconfirmed.notYou')} ${t('mail.unconfirmed.notYouDo')}:\n${notYou}`,
    `${bar}\n${t('mail.personal')}`,
    footerOf(message),
  ];
  return `${parts.join('\n\n')}\n`;
};
