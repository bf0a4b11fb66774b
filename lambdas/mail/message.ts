import type { ActionName } from '../domain/need/workflow.ts';
import type { Fact, Written } from '../i18n/labels.ts';
import type { Locale } from '../i18n/locale.ts';

/** What a mail says. HTML and plain text say the same, in the same order: what is asked first. */
export interface Message extends Locale {
  /** A mail that only informs is short: what happened, where the need stands, and the way to it. */
  readonly isInformation: boolean;
  readonly reference: string;
  readonly title: string;
  /** How the title is marked, which the submitter wrote. */
  readonly titleWritten: Written;
  /** What an inbox shows beside the subject. */
  readonly preheader: string;
  /** What happened, by whom. */
  readonly happened: string;
  /** What was filled in with it. */
  readonly details: readonly Fact[];
  /** How their need is understood is what a submitter is told, and where they say that it is not so. */
  readonly understood:
    | { readonly heading: string; readonly notRight?: Pick<Button, 'label' | 'link'> }
    | undefined;
  readonly status: string;
  readonly next: string;
  /** What is asked of the person; undefined when nothing is. */
  readonly asked: string | undefined;
  readonly notes: readonly string[];
  /** The actions that the person may take now: first those that move the need on. */
  readonly buttons: readonly Button[];
  readonly quietButtons: readonly Button[];
  /** Where the owner of the address that the submitter gave says that it was not them; until they have confirmed it. */
  readonly notYou: string | undefined;
  /** What is known of the need; in a receipt all that was submitted. */
  readonly need: { readonly heading: string; readonly facts: readonly Fact[] } | undefined;
  readonly link: string;
  /** Whether somebody reads what is answered to the mail. */
  readonly isAnswerable: boolean;
  /** Whether it asks a question: how to answer then stands beside it. */
  readonly isQuestion: boolean;
  /** The reader's own page, where they choose how often they get what is only for information. */
  readonly mine: string;
}

export interface Button {
  readonly action: ActionName;
  readonly label: string;
  readonly link: string;
}

/** What a mail that brings a code says. */
export interface CodeMessage extends Locale {
  /** What the code is for. */
  readonly what: string;
  /** In two groups of four. */
  readonly digits: string;
  /** The address of the code page. */
  readonly link: string;
  readonly isAnswerable: boolean;
}

/** What a mail to an address that is not confirmed says. */
export interface FixedMessage extends Locale {
  readonly subject: string;
  readonly what: string;
  /** The address of the need's page. */
  readonly link: string;
  /** Where its reader says that they did not submit the need. */
  readonly notYou: string;
  readonly isAnswerable: boolean;
}

/** A need in a letter. */
export interface LetterItem extends Pick<Button, 'link'> {
  /** Of a need: another page has none. */
  readonly reference?: string;
  readonly title: string;
  /** How the title is marked, which the submitter wrote. */
  readonly titleWritten?: Written;
  /** What is said of it. */
  readonly lines: readonly string[];
  /** What else its reader may want with it. */
  readonly quiet?: Pick<Button, 'label' | 'link'>;
}

export interface LetterSection {
  readonly heading: string;
  readonly items: readonly LetterItem[];
}

/** What a letter says. */
export interface LetterMessage extends Locale {
  readonly subject: string;
  readonly lead: string;
  readonly sections: readonly LetterSection[];
  readonly isInformation: boolean;
  readonly isAnswerable: boolean;
  /** The reader's own page. */
  readonly mine: string;
}

/** Who sends the mail. */
const footerOf = ({ t, organisation }: Locale): string =>
  t('mail.footer', { university: organisation.university.name[t.language], service: t('site.name') });

/** Whether a mail has buttons for actions, or nothing but the way to the need. */
export const hasButtons = ({
  buttons = [],
  quietButtons = [],
}: Partial<Pick<Message, 'buttons' | 'quietButtons'>>): boolean => buttons.length + quietButtons.length > 0;

type Medium = 'html' | 'text';

/** Beside a question: how to answer it, where nobody reads what is answered to mails. Plain text has links and no buttons. */
export const answering = (
  { t, isQuestion, isAnswerable, buttons }: Message,
  medium: Medium,
): string | undefined => {
  if (!isQuestion || isAnswerable) return undefined;
  return medium === 'text' ? t('mail.noReplyLink') : t('mail.noReply', { count: buttons.length });
};

/** What stands at the end of a mail about a need. */
export const footOf = (
  message: Locale & Pick<Message, 'isAnswerable'> & Partial<Pick<Message, 'buttons' | 'isQuestion'>>,
  medium: Medium,
): readonly string[] => {
  const { t, isAnswerable, isQuestion = false, buttons: { length: count } = [] } = message;
  const noReply = medium === 'html' && count > 0 ? t('mail.noReply', { count }) : t('mail.noReplyOpen');
  return [t('mail.personal'), ...(isAnswerable || isQuestion ? [] : [noReply]), footerOf(message)];
};

/** What stands at the end of a mail that is not about one need. */
export const shortFootOf = (message: Locale & Pick<Message, 'isAnswerable'>): readonly string[] => [
  ...(message.isAnswerable ? [] : [message.t('mail.noReplyAtAll')]),
  footerOf(message),
];
