import type { ActionName } from '../domain/need/workflow.ts';
import type { Fact } from '../i18n/labels.ts';
import type { Locale } from '../i18n/locale.ts';

/** What a mail says, in the order it is read. HTML and plain text say the same. */
export interface Message extends Locale {
  readonly reference: string;
  readonly title: string;
  /** What an inbox shows beside the subject. */
  readonly preheader: string;
  readonly greeting: string;
  /** What happened, by whom. */
  readonly happened: string;
  /** What was filled in with it. */
  readonly details: readonly Fact[];
  readonly status: string;
  readonly next: string;
  /** What is asked of the person; undefined when nothing is. */
  readonly asked: string | undefined;
  readonly notes: readonly string[];
  /** The actions that the person may take now: first those that move the need on. */
  readonly buttons: readonly Button[];
  readonly quietButtons: readonly Button[];
  /** What is known of the need; in a receipt all that was submitted. */
  readonly need: { readonly heading: string; readonly facts: readonly Fact[] } | undefined;
  readonly link: string;
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
}

/** What a mail to an address that is not confirmed says. */
export interface FixedMessage extends Locale {
  readonly subject: string;
  readonly what: string;
  /** The address of the need's page. */
  readonly link: string;
  /** Where its reader says that they did not submit the need. */
  readonly notYou: string;
}

/** Who sends the mail. */
export const footerOf = ({ t, organisation }: Locale): string =>
  t('mail.footer', { university: organisation.university.name[t.language], service: t('site.name') });
