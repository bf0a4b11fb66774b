import { actorOf } from '../app/need/links.ts';
import type { NoticeMail } from '../app/ports/mailer.ts';
import type { NeedEvent } from '../domain/need/event.ts';
import type { ActionName } from '../domain/need/workflow.ts';
import type { Recipient } from '../domain/notice/recipient.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import { movesOn, permissionsOf } from '../domain/organisation/permissions.ts';
import type { Instant } from '../domain/time/time.ts';
import { dayOf } from '../domain/time/time.ts';
import type { Texts } from '../i18n/index.ts';
import type { Fact } from '../i18n/labels.ts';
import {
  actionLabel,
  byLabel,
  eventFacts,
  fieldLabel,
  happenedLabel,
  sentenceOf,
  statusLabel,
  submissionFacts,
} from '../i18n/labels.ts';
import type { Locale } from '../i18n/locale.ts';
import { localeFor } from '../i18n/locale.ts';
import { askedText, nextText, standingInText, substituteText } from '../i18n/progress.ts';
import { htmlOf } from './html.ts';
import type { Button, Message } from './message.ts';
import { textOf } from './text.ts';

/**
 * Writes the mail to one person about one event, with a button for each action that they may take at `now` and none that
 * they may not (docs/design.md, "Who is told").
 */
export function writeNoticeMail(
  letter: NoticeMail,
  {
    organisation,
    linkTo,
    now,
  }: {
    organisation: Organisation;
    /** The address of the need's page, by the token of a link to it. */
    linkTo: (token: string) => string;
    now: Instant;
  },
): { readonly subject: string; readonly text: string; readonly html: string } {
  const { event, file, recipient, token } = letter;
  const { need } = file;
  const locale = localeFor(letter.language, organisation);
  const { t } = locale;
  const permissions = permissionsOf(organisation, need, actorOf(recipient), dayOf(now));
  const { roles, open } = permissions;
  const theirs = askedText(locale, permissions);
  const instead =
    letter.substituteFor === undefined
      ? undefined
      : substituteText(locale, file, letter.substituteFor, permissions);
  const asked = instead?.asked ?? theirs;
  const forSubmitter = roles.every(({ kind }) => kind === 'submitter');
  const isReceipt = event.action === 'submit' && roles.some(({ kind }) => kind === 'submitter');
  const reader: readonly Recipient[] = [
    recipient,
    ...(roles.some(({ kind }) => kind === 'submitter') ? (['submitter'] as const) : []),
  ];
  const own =
    (event.by.kind === 'submitter' && reader.includes('submitter')) ||
    (event.by.kind === 'person' && event.by.person === recipient);
  const link = linkTo(token);
  const button = (action: ActionName): Button => ({
    action,
    label: actionLabel(t, action),
    link: `${link}?action=${action}#${action}`,
  });
  const happened =
    isReceipt && forSubmitter
      ? t('mail.receipt')
      : sentenceOf(t, event, byLabel(t, event.by, reader, file.contact?.name));
  const standingIn = standingInText(locale, roles);

  const message: Message = {
    ...locale,
    reference: need.reference,
    title: need.title,
    preheader: asked ?? happened,
    greeting: t('mail.hello'),
    happened,
    said: eventFacts(locale, event),
    status: statusLabel(t, need.status),
    next: nextText(locale, need, now, forSubmitter),
    asked,
    notes: [
      ...(instead?.asked !== undefined && theirs !== undefined ? [theirs] : []),
      ...(instead?.note === undefined ? [] : [instead.note]),
      ...(standingIn === undefined ? [] : [standingIn]),
      ...(asked === undefined && !isReceipt
        ? [t(event.action === 'escalate' ? 'mail.escalated' : 'mail.nothingAsked')]
        : []),
      ...(own && !isReceipt ? [t('mail.you')] : []),
    ],
    buttons: open.filter(movesOn).map(button),
    quietButtons: open.filter((name) => !movesOn(name)).map(button),
    need: needIn(locale, letter, isReceipt, forSubmitter),
    link,
  };
  const isHelp = instead?.asked !== undefined;
  return {
    subject: subjectOf(t, message, event, open, isHelp),
    text: textOf(message),
    html: htmlOf(message),
  };
}

/** What the need is: for its submitter a copy of what was sent, once; for staff what they must know to act. */
function needIn(
  locale: Locale,
  { event, file, recipient }: NoticeMail,
  isReceipt: boolean,
  forSubmitter: boolean,
): Message['need'] {
  const { t } = locale;
  const { need, submission, contact } = file;
  if (isReceipt) {
    return { heading: t('mail.copy'), facts: submissionFacts(locale, submission) };
  }
  if (forSubmitter || recipient === 'submitter') return undefined;
  const { coordination } = need;
  const clarified: readonly Fact[] =
    coordination && event.action !== 'coordinate'
      ? [
          { label: fieldLabel(t, 'coordinate', 'actualNeed'), values: [coordination.actualNeed] },
          { label: fieldLabel(t, 'coordinate', 'whyItArose'), values: [coordination.whyItArose] },
        ]
      : [];
  const wrote = submissionFacts(locale, submission);
  const facts = event.action === 'submit' ? wrote : clarified.length > 0 ? clarified : wrote.slice(1, 4);
  return {
    heading: t('mail.need'),
    facts: [
      ...facts,
      ...(contact ? [{ label: t('mail.submitterName'), values: [`${contact.name}, ${contact.email}`] }] : []),
    ],
  };
}

/* Inboxes cut earlier than this; servers need no more. */
const longestSubject = 120;

/** One line that threads by its stem and says whether something is asked, or else what happened. */
function subjectOf(
  t: Texts,
  message: Message,
  event: NeedEvent,
  open: readonly ActionName[],
  isHelp: boolean,
): string {
  const stem = `[Behov ${message.reference}] `;
  const about = (title: string): string => {
    if (isHelp) return t('mail.subject.help', { title });
    if (message.asked !== undefined) {
      return t(open.includes('answer') ? 'mail.subject.answer' : 'mail.subject.decide', { title });
    }
    const happened =
      event.action === 'submit' && message.happened === t('mail.receipt')
        ? t('action.submit.receipt')
        : happenedLabel(t, event);
    return t('mail.subject.happened', { happened, title });
  };
  const title = message.title.replace(/\s+/g, ' ').trim();
  return stem + about(cutAtWord(title, longestSubject - stem.length - about('').length));
}

/** A text of at most `most` characters, cut between words where there is a gap to cut at. */
function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  const gap = kept.lastIndexOf(' ');
  return `${(gap > most / 2 ? kept.slice(0, gap) : kept).trimEnd()}…`;
}
