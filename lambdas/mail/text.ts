import type { Texts } from '../i18n/index.ts';
import type { Fact } from '../i18n/labels.ts';
import { answering, footOf, shortFootOf } from './message.ts';
import type { Button, CodeMessage, FixedMessage, LetterItem, LetterMessage, Message } from './message.ts';

const bar = '-'.repeat(60);

const factLines = (facts: readonly Fact[]): string =>
  facts.map(({ label, values }) => `${headed(label)}\n${values.map(indented).join('\n')}`).join('\n\n');

/* A question has its mark already. */
const headed = (label: string): string => (label.endsWith('?') ? label : `${label}:`);

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');

const links = (buttons: readonly Pick<Button, 'label' | 'link'>[]): string =>
  buttons.map(({ label, link }) => `${headed(label)}\n${link}`).join('\n\n');

/* That what only informs can come less often, and where that is chosen. */
const lessOften = (t: Texts, mine: string): string =>
  `${t('mail.lessOften')} ${t('mail.chooseOften')}:\n${mine}`;

const disowning = (t: Texts, link: string): string =>
  `${t('mail.unconfirmed.notYou')} ${t('mail.unconfirmed.notYouDo')}:\n${link}`;

/** The message as plain text: the words and links of the HTML, in the same order. */
export function textOf(message: Message): string {
  const { t, asked, need } = message;
  const status = [message.status, message.next].join('\n');
  const { heading: understood = '', notRight } = message.understood ?? {};
  const title = `${message.reference}: ${message.title}`;
  const foot = [...(message.isInformation ? [lessOften(t, message.mine)] : []), ...footOf(message, 'text')];
  const end = [`${bar}\n${foot.join('\n\n')}`];
  const open = `${t('mail.open')}:\n${message.link}`;
  const notYou = message.notYou === undefined ? '' : disowning(t, message.notYou);
  const parts = message.isInformation
    ? [
        ...[message.happened, factLines(message.details), title, status, ...message.notes, open, notYou],
        ...end,
      ]
    : [
        title,
        asked === undefined ? '' : `${t('need.asked').toUpperCase()}\n${asked}`,
        ...message.notes,
        answering(message, 'text') ?? '',
        links(message.buttons),
        message.happened,
        understood.toUpperCase(),
        factLines(message.details),
        notRight ? links([notRight]) : '',
        need ? `${bar}\n${need.heading.toUpperCase()}\n\n${factLines(need.facts)}` : '',
        status,
        open,
        message.quietButtons.length > 0 ? `${t('mail.quiet')}\n\n${links(message.quietButtons)}` : '',
        notYou,
        ...end,
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
    `${bar}\n${shortFootOf(message).join('\n\n')}`,
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
    disowning(t, notYou),
    `${bar}\n${footOf(message, 'text').join('\n\n')}`,
  ];
  return `${parts.join('\n\n')}\n`;
};

/** A letter as plain text. */
export const letterTextOf = (message: LetterMessage): string => {
  const { t, lead, sections, isInformation, mine } = message;
  const parts = [
    t('mail.hello'),
    lead,
    ...sections.flatMap(({ heading, items }) => [heading.toUpperCase(), ...items.map(itemLines)]),
    bar,
    ...(isInformation ? [lessOften(t, mine)] : []),
    ...shortFootOf(message),
  ];
  return `${parts.join('\n\n')}\n`;
};

const itemLines = ({ reference, title, link, lines, quiet }: LetterItem): string =>
  [
    reference === undefined ? title : `${reference} ${title}`,
    ...lines,
    link,
    ...(quiet ? [`${headed(quiet.label)} ${quiet.link}`] : []),
  ].join('\n');
