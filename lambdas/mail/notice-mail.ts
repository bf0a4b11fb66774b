import { actorOf } from '../app/need/links.ts';
import type { NoticeMail } from '../app/ports/mailer.ts';
import type { Contact } from '../domain/need/submission.ts';
import type { ActionName } from '../domain/need/workflow.ts';
import { recipientsIn } from '../domain/notice/recipient.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import { movesOn, permissionsOf } from '../domain/organisation/permissions.ts';
import type { Permissions } from '../domain/organisation/permissions.ts';
import type { Instant } from '../domain/time/time.ts';
import { dayOf } from '../domain/time/time.ts';
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
import { askedOf, nextText } from '../i18n/progress.ts';
import type { Asked } from '../i18n/progress.ts';
import { fixedHtmlOf, htmlOf } from './html.ts';
import type { Button, FixedMessage, Message } from './message.ts';
import { fixedTextOf, textOf } from './text.ts';

/** A mail to an address that is not confirmed: it says nothing that its sender wrote, since anybody may have given the address. */
function writeFixedMail({ event }: NoticeMail, locale: Locale, link: string) {
  const { t } = locale;
  const isReceipt = event.action === 'submit';
  const message: FixedMessage = {
    ...locale,
    subject: t(isReceipt ? 'mail.unconfirmed.subject' : 'mail.unconfirmed.subjectLater'),
    what: t(isReceipt ? 'mail.unconfirmed.received' : 'mail.unconfirmed.later'),
    link,
    notYou: `${link}?action=disown#disown`,
  };
  return { subject: message.subject, text: fixedTextOf(message), html: fixedHtmlOf(message) };
}

/** What a mail is written from. */
interface Context {
  readonly locale: Locale;
  readonly mail: NoticeMail;
  readonly permissions: Permissions;
  readonly asked: Asked;
  /** The address of the need's page. */
  readonly link: string;
  readonly now: Instant;
  /** Whether the reader is the submitter and nothing else. */
  readonly isForSubmitter: boolean;
  /** Whether the mail tells the submitter that the need has come in. */
  readonly isReceipt: boolean;
}

/**
 * Writes the mail to one person about one event, with a button for each action that this person may take at `now`
 * (docs/design.md, "Who is told").
 */
export function writeNoticeMail(
  mail: NoticeMail,
  {
    organisation,
    linkTo,
    now,
  }: {
    readonly organisation: Organisation;
    /** The address of the need's page, by the token of a link to it. */
    readonly linkTo: (token: string) => string;
    readonly now: Instant;
  },
): { readonly subject: string; readonly text: string; readonly html: string } {
  const { event, file, recipient, token, substituteFor } = mail;
  if (recipient === 'submitter' && file.need.confirmation !== 'confirmed')
    return writeFixedMail(mail, localeFor(mail.language, organisation), linkTo(token));
  const locale = localeFor(mail.language, organisation);
  const permissions = permissionsOf(organisation, file.need, actorOf(recipient), dayOf(now));
  const { roles } = permissions;
  const context = {
    locale,
    mail,
    permissions,
    asked: askedOf(locale, file, permissions, substituteFor),
    link: linkTo(token),
    now,
    isForSubmitter: roles.every(({ kind }) => kind === 'submitter'),
    isReceipt: event.action === 'submit' && roles.some(({ kind }) => kind === 'submitter'),
  };
  const message = messageOf(context);
  return { subject: subjectOf(context), text: textOf(message), html: htmlOf(message) };
}

function messageOf(context: Context): Message {
  const { locale, mail, permissions, asked, link, now, isForSubmitter } = context;
  const { t } = locale;
  const { need } = mail.file;
  const happened = happenedIn(context);
  const button = (action: ActionName): Button => ({
    action,
    label: actionLabel(t, action),
    link: `${link}?action=${action}#${action}`,
  });
  return {
    ...locale,
    reference: need.reference,
    title: need.title,
    preheader: asked.asked ?? happened,
    greeting: t('mail.hello'),
    happened,
    details: eventFacts(locale, mail.event),
    status: statusLabel(t, need.status),
    next: nextText(locale, need, now, isForSubmitter),
    asked: asked.asked,
    notes: notesIn(context),
    buttons: permissions.open.filter(movesOn).map(button),
    quietButtons: permissions.open.filter((name) => !movesOn(name)).map(button),
    need: needIn(context),
    link,
  };
}

/** What happened, by whom. A receipt says that the need has come in. */
function happenedIn({ locale: { t }, mail, permissions, isForSubmitter, isReceipt }: Context): string {
  if (isReceipt && isForSubmitter) return t('mail.receipt');
  const { event, file, recipient } = mail;
  const reader = recipientsIn(recipient, permissions.roles);
  return sentenceOf(t, event, byLabel(t, event.by, reader, file.contact?.name));
}

function notesIn({ locale: { t }, mail, permissions, asked, isReceipt }: Context): readonly string[] {
  const { event, recipient } = mail;
  const reader = recipientsIn(recipient, permissions.roles);
  const isOwn =
    event.by.kind !== 'system' && reader.includes(event.by.kind === 'person' ? event.by.person : 'submitter');
  return [
    ...asked.notes,
    ...(asked.standingIn === undefined ? [] : [asked.standingIn]),
    ...(asked.asked === undefined && !isReceipt
      ? [t(event.action === 'escalate' ? 'mail.escalated' : 'mail.nothingAsked')]
      : []),
    ...(isOwn && !isReceipt ? [t('mail.you')] : []),
  ];
}

/** The need itself: in a receipt all that was submitted, to staff what they must know to act, to a submitter nothing more. */
function needIn({ locale, mail, isForSubmitter, isReceipt }: Context): Message['need'] {
  const { t } = locale;
  const { event, file } = mail;
  const submitted = submissionFacts(locale, file.submission);
  if (isReceipt) return { heading: t('mail.copy'), facts: submitted };
  if (isForSubmitter) return undefined;
  const clarified = clarifiedIn(locale, mail);
  const facts =
    event.action === 'submit' ? submitted : clarified.length > 0 ? clarified : submitted.slice(1, 4);
  const { contact } = file;
  return {
    heading: t('mail.need'),
    facts: [
      ...facts,
      ...(contact ? [{ label: t('mail.submitterName'), values: [contactWords(locale, mail, contact)] }] : []),
    ],
  };
}

/** The submitter's name, as they wrote it, and address. */
const contactWords = ({ t }: Locale, { file }: NoticeMail, { name, email }: Contact): string => {
  const { confirmation } = file.need;
  const words = `${t('who.quoted', { name })}, ${email}`;
  return confirmation === 'confirmed' ? words : `${words} (${t(`need.address.${confirmation}`)})`;
};

/** What the developers have clarified, unless that is what happened. */
function clarifiedIn({ t }: Locale, { event, file }: NoticeMail): readonly Fact[] {
  const { coordination } = file.need;
  if (!coordination || event.action === 'coordinate') return [];
  return (['actualNeed', 'whyItArose'] as const).map((field) => ({
    label: fieldLabel(t, 'coordinate', field),
    values: [coordination[field]],
  }));
}

/* Inboxes cut earlier than this; servers need no more. */
const longestSubject = 120;

/** The reference, which mails of one need have in common, and what is asked, or else what happened. */
function subjectOf(context: Context): string {
  const { need } = context.mail.file;
  const stem = `[Behov ${need.reference}] `;
  const title = need.title.replace(/\s+/g, ' ').trim();
  return (
    stem + aboutIn(context, cutAtWord(title, longestSubject - stem.length - aboutIn(context, '').length))
  );
}

function aboutIn(context: Context, title: string): string {
  const { locale, mail, permissions, asked, isForSubmitter, isReceipt } = context;
  const { t } = locale;
  if (asked.isForHelp) return t('mail.subject.help', { title });
  if (asked.asked !== undefined)
    return t(permissions.open.includes('answer') ? 'mail.subject.answer' : 'mail.subject.decide', { title });
  const happened = isReceipt && isForSubmitter ? t('action.submit.receipt') : happenedLabel(t, mail.event);
  return t('mail.subject.happened', { happened, title });
}

/** A text of at most `most` characters, cut between two words if it can be. */
function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  const gap = kept.lastIndexOf(' ');
  return `${(gap > most / 2 ? kept.slice(0, gap) : kept).trimEnd()}…`;
}
