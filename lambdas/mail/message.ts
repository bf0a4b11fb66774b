import type { ActionName } from '../domain/need/workflow.ts';
import type { Fact } from '../i18n/labels.ts';
import type { Locale } from '../i18n/locale.ts';

/** A mail in the order it is read; the HTML and the plain text say the same. */
export interface Message extends Locale {
  readonly reference: string;
  readonly title: string;
  /** What an inbox shows beside the subject. */
  readonly preheader: string;
  readonly greeting: string;
  /** What happened, by whom. */
  readonly happened: string;
  /** What was said with it. */
  readonly said: readonly Fact[];
  readonly status: string;
  readonly next: string;
  /** What is asked of the person; nothing where nothing is. */
  readonly asked: string | undefined;
  readonly notes: readonly string[];
  /** What the person may do now: what moves the need on, and what can also be done. */
  readonly buttons: readonly Button[];
  readonly quietButtons: readonly Button[];
  /** The need as far as it is known; the submitter's receipt holds all that was sent. */
  readonly need: { readonly heading: string; readonly facts: readonly Fact[] } | undefined;
  readonly link: string;
}

export interface Button {
  readonly action: ActionName;
  readonly label: string;
  readonly link: string;
}

/** Who sends the mail. */
export const footerOf = ({ t, organisation }: Message): string =>
  t('mail.footer', { university: organisation.university.name[t.language], service: t('site.name') });
