import { actorOf } from '../app/need/links.ts';
import type { NoticeMail } from '../app/ports/mailer.ts';
import type { Contact } from '../domain/need/submission.ts';
import type { ActionName } from '../domain/need/workflow.ts';
import { recipientsIn } from '../domain/notice/recipient.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import { asksOf } from '../domain/notice/asking.ts';
import { decidingIn } from '../domain/need/deciding.ts';
import { permissionsOf } from '../domain/organisation/permissions.ts';
import type { Permissions } from '../domain/organisation/permissions.ts';
import type { Language } from '../domain/text.ts';
import type { Instant } from '../domain/time/time.ts';
import { dayOf } from '../domain/time/time.ts';
import type { Fact } from '../i18n/labels.ts';
import {
  labelFor,
  byLabel,
  inputFacts,
  loadFacts,
  eventFacts,
  fieldLabel,
  happenedLabel,
  sentenceOf,
  shortDepartmentName,
  statusLabel,
  submissionFacts,
  withinSentence,
  writtenIn,
} from '../i18n/labels.ts';
import { formatDay } from '../i18n/index.ts';
import type { Locale } from '../i18n/locale.ts';
import { localeFor } from '../i18n/locale.ts';
import { askedOf, nextText } from '../i18n/progress.ts';
import type { AskedOfReader } from '../i18n/progress.ts';
import { fixedHtmlOf, htmlOf } from './html.ts';
import type { Button, FixedMessage, Message } from './message.ts';
import { fixedTextOf, textOf } from './text.ts';

/** A mail to an address that is not confirmed: it says nothing that its sender wrote, since anybody may have given the address. */
function writeFixedMail({ event }: NoticeMail, locale: Locale, link: string, isAnswerable: boolean) {
  const { t } = locale;
  const isReceipt = ['submit', 'readdress', 'hold'].includes(event.action);
  const message: FixedMessage = {
    ...locale,
    subject: t(isReceipt ? 'mail.unconfirmed.subject' : 'mail.unconfirmed.subjectLater'),
    what: t(isReceipt ? 'mail.unconfirmed.received' : 'mail.unconfirmed.later'),
    link,
    notYou: `${link}?action=disown#disown`,
    isAnswerable,
  };
  return { subject: message.subject, text: fixedTextOf(message), html: fixedHtmlOf(message) };
}

/** What a mail is written from. */
interface Context {
  readonly locale: Locale;
  readonly mail: NoticeMail;
  readonly permissions: Permissions;
  readonly asked: AskedOfReader;
  /** The address of the need's page. */
  readonly link: string;
  readonly isAnswerable: boolean;
  readonly now: Instant;
  /** Whether nothing is asked of a member of staff. */
  readonly isInformation: boolean;
  /** Whether the reader is the submitter and nothing else. */
  readonly isForSubmitter: boolean;
  /** Whether the mail tells the submitter that the need has come in. */
  readonly isReceipt: boolean;
  /** The address of the reader's own page. */
  readonly mine: string;
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
    myPage,
    isAnswerable = false,
    now,
  }: {
    readonly organisation: Organisation;
    /** The address of the need's page, by the token of a link to it. */
    readonly linkTo: (token: string) => string;
    /** The address of the reader's own page. */
    readonly myPage: (language: Language) => string;
    /** Whether somebody reads what is answered to mails. */
    readonly isAnswerable?: boolean;
    readonly now: Instant;
  },
): {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where its reader chooses to get fewer of its kind. */
  readonly unsubscribe?: string;
} {
  const { event, file, recipient, token, substituteFor } = mail;
  if (recipient === 'submitter' && file.need.confirmation !== 'confirmed')
    return writeFixedMail(mail, localeFor(mail.language, organisation), linkTo(token), isAnswerable);
  const locale = localeFor(mail.language, organisation);
  const permissions = permissionsOf(organisation, file.need, actorOf(recipient), dayOf(now));
  const { roles } = permissions;
  const isForSubmitter = roles.every(({ kind }) => kind === 'submitter');
  const asked = askedOf(locale, file, permissions, substituteFor);
  const isInformation = !isForSubmitter && !asked.isForHelp && !asksOf(permissions, event);
  const context = {
    locale,
    mail,
    permissions,
    asked,
    link: linkTo(token),
    isAnswerable,
    now,
    isForSubmitter,
    isInformation,
    isReceipt: event.action === 'submit' && roles.some(({ kind }) => kind === 'submitter'),
    mine: myPage(mail.language),
  };
  const message = messageOf(context);
  return {
    subject: subjectOf(context),
    text: textOf(message),
    html: htmlOf(message),
    ...(isInformation && { unsubscribe: context.mine }),
  };
}

function messageOf(context: Context): Message {
  const { locale, mail, permissions, asked, link, now, isForSubmitter, isInformation } = context;
  const { t } = locale;
  const { need } = mail.file;
  const happened = happenedIn(context);
  const button = (action: ActionName): Button => ({
    action,
    label: labelFor(t, permissions, action),
    link: `${link}?action=${action}#${action}`,
  });
  const isUnderstood = mail.event.action === 'coordinate' && isForSubmitter;
  /* In the place of the button for a comment, beside what it is about. */
  const notRight =
    isUnderstood && permissions.actions.includes('comment')
      ? { label: t('need.notRight'), link: button('comment').link }
      : undefined;
  return {
    ...locale,
    isInformation,
    reference: need.reference,
    title: need.title,
    titleWritten: writtenIn(locale, need.language),
    preheader: (isInformation ? undefined : asked.asked) ?? happened,
    happened,
    details: isWeighed(context) ? forDecision(context) : eventFacts(locale, mail.event, need.language),
    understood: isUnderstood ? { heading: t('need.clarified'), ...(notRight && { notRight }) } : undefined,
    status: t('mail.now', { status: withinSentence(t, statusLabel(t, need.status)) }),
    next: nextText(locale, need, now, isForSubmitter),
    asked: isInformation ? undefined : asked.asked,
    notes: notesIn(context),
    isAnswerable: context.isAnswerable,
    isQuestion: !isInformation && permissions.primary.includes('answer'),
    mine: context.mine,
    /* What only informs is a few lines, with the way to the need. */
    buttons: isInformation ? [] : permissions.primary.map(button),
    quietButtons: (isInformation ? [] : permissions.actions)
      .filter((name) => !permissions.primary.includes(name) && name !== 'disown')
      .filter((name) => !(notRight && name === 'comment'))
      .toSorted((one, other) => Number(one === 'withdraw') - Number(other === 'withdraw'))
      .map(button),
    notYou: permissions.actions.includes('disown') ? button('disown').link : undefined,
    need: needIn(context),
    link,
  };
}

/** What happened, by whom. A receipt says that the need has come in. */
function happenedIn({ locale, mail, permissions, isForSubmitter, isReceipt }: Context): string {
  const { t } = locale;
  if (isReceipt && isForSubmitter) return t('mail.receipt');
  const { event, file, recipient } = mail;
  if (event.action === 'remind' && isForSubmitter)
    return t('mail.reminded', { day: formatDay(t.language, dayOf(file.need.since)) });
  const reader = recipientsIn(recipient, permissions.roles);
  const history = file.history.map((entry) => entry.event);
  return sentenceOf(locale, event, byLabel(t, event.by, reader, file.contact?.name), history);
}

function notesIn({ locale, permissions, asked, isInformation }: Context): readonly string[] {
  return [
    ...asked.notes,
    ...(asked.standingIn === undefined ? [] : [asked.standingIn]),
    ...(isInformation ? [] : consequenceOf(locale, permissions)),
  ];
}

/** What a head's answer leads to, as it is for their own department. */
function consequenceOf({ t }: Locale, { need, undecided }: Permissions): readonly string[] {
  if (need.status !== 'deciding' || undecided.length === 0) return [];
  if (!undecided.includes(need.coordination.responsible)) return [t('mail.consequence.other')];
  return [t(decidingIn(need).length > 1 ? 'mail.consequence.responsible' : 'mail.consequence.alone')];
}

/** The need itself: in a receipt all that was submitted, to staff what they must know to act, to a submitter nothing more. */
function needIn(context: Context): Message['need'] {
  const { locale, mail, isForSubmitter, isReceipt } = context;
  const { t } = locale;
  const { event, file } = mail;
  const submitted = submissionFacts(locale, file.submission);
  if (isReceipt) return { heading: t('mail.copy'), facts: submitted };
  if (isForSubmitter) return undefined;
  const clarified = clarifiedIn(locale, mail);
  const facts =
    event.action === 'submit'
      ? submitted.filter(({ label }) => label !== t('form.field.title.label'))
      : clarified.length > 0
        ? clarified
        : submissionFacts(locale, file.submission, ['problem', 'cause', 'affected']);
  const { contact } = file;
  return {
    heading: t('mail.need'),
    facts: [
      ...(isWeighed(context) ? [] : forDecision(context)),
      ...facts,
      ...(contact ? [{ label: t('need.contact'), values: [contactWords(locale, mail, contact)] }] : []),
    ],
  };
}

/** Whether the advice is new to a head who is to decide: it and what they weigh it by are then one list, right below the buttons. */
const isWeighed = ({ mail, permissions }: Context): boolean =>
  mail.event.action === 'advise' && permissions.undecided.length > 0;

/**
 * What a head needs to decide, the shortest first: the advice and its priority, who is responsible, their load, how many it concerns;
 * then the reasons, and what gets better. Nothing to whoever has nothing to decide.
 */
function forDecision({ locale, mail, permissions }: Context): readonly Fact[] {
  const { t } = locale;
  const { event, file, loads } = mail;
  const { need, submission } = file;
  if (!('route' in need) || permissions.undecided.length === 0) return [];
  const { route, deadline } = need;
  const { responsible } = need.coordination;
  const { affected, effect, ifNothing } = submission;
  const fact = (label: string, value: string | undefined, more?: Pick<Fact, 'written'>): readonly Fact[] =>
    value === undefined ? [] : [{ label, values: [value], ...more }];
  const said = { written: writtenIn(locale, submission.language) };
  const advice =
    event.action === 'advise'
      ? eventFacts(locale, event, need.language)
      : route.kind === 'advised'
        ? inputFacts(locale, 'advise', route)
        : fact(t('field.advise.advice.label'), t('need.bypassed'));
  return [
    ...advice.filter(({ written }) => !written),
    ...fact(
      t('field.coordinate.responsible.label'),
      /* That it is their own has been said. */
      permissions.undecided.includes(responsible) ? undefined : shortDepartmentName(locale, responsible),
    ),
    ...fact(
      t('form.deadlineKinds.law'),
      deadline?.kind === 'law' ? formatDay(t.language, deadline.date) : undefined,
    ),
    ...loadFacts(locale, loads, permissions.undecided),
    ...fact(t('form.field.affected.label'), affected, said),
    ...advice.filter(({ written }) => written),
    ...fact(t('form.field.effect.label'), effect, said),
    ...fact(t('form.field.ifNothing.label'), ifNothing, said),
  ];
}

/** The submitter's name, as they wrote it, and address. */
const contactWords = ({ t }: Locale, { file }: NoticeMail, { name, email }: Contact): string => {
  const { confirmation } = file.need;
  const words = `${t('who.quoted', { name })}, ${email}`;
  return confirmation === 'confirmed' ? words : `${words} (${t(`need.address.${confirmation}`)})`;
};

/** What the developers have clarified, unless that is what happened. */
function clarifiedIn(locale: Locale, { event, file }: NoticeMail): readonly Fact[] {
  const { coordination } = file.need;
  if (!coordination || event.action === 'coordinate') return [];
  return (['actualNeed', 'whyItArose'] as const).map((field) => ({
    label: fieldLabel(locale.t, 'coordinate', field),
    values: [coordination[field]],
    written: writtenIn(locale, undefined),
  }));
}

/* Inboxes cut earlier than this; servers need no more. */
const longestSubject = 120;

/** The reference, which mails of one need have in common, and what is asked, or else what happened. */
function subjectOf(context: Context): string {
  const { locale, mail } = context;
  const { need } = mail.file;
  const stem = `${locale.t('mail.subject.stem', { reference: need.reference })} `;
  const title = need.title.replace(/\s+/g, ' ').trim();
  return (
    stem + aboutIn(context, cutAtWord(title, longestSubject - stem.length - aboutIn(context, '').length))
  );
}

function aboutIn(context: Context, title: string): string {
  const { locale, mail, asked, isForSubmitter, isReceipt, isInformation } = context;
  const { t } = locale;
  if (asked.isForHelp) return t('mail.subject.help', { title });
  if (!isInformation && asked.asked !== undefined)
    return t('mail.subject.asked', { wish: wishIn(context), title });
  const happened = isReceipt && isForSubmitter ? t('action.submit.receipt') : happenedLabel(t, mail.event);
  return isInformation
    ? t('mail.subject.information', { happened: withinSentence(t, happened), title })
    : t('mail.subject.happened', { happened, title });
}

/** What is wanted of the reader, in a few words. */
function wishIn({ locale: { t }, mail: { event, file }, permissions }: Context): string {
  const { need } = file;
  if (permissions.primary.includes('reroute')) return t('mail.wish.homeless');
  if (event.action === 'remind') return t('mail.wish.reminder');
  switch (need.status) {
    case 'clarifying':
      return t(
        `mail.wish.${event.action === 'answer' ? 'answered' : event.action === 'lapse' ? 'lapsed' : 'clarifying'}`,
      );
    case 'coordinating':
      return t(event.action === 'coordinate' ? 'mail.wish.coordinating' : 'mail.wish.again');
    case 'received':
    case 'advising':
    case 'deciding':
    case 'approved':
    case 'awaiting-submitter':
      return t(`mail.wish.${need.status}`);
    default:
      return happenedLabel(t, event);
  }
}

const graphemes = new Intl.Segmenter('sv', { granularity: 'grapheme' });

/** A text of at most `most` characters, cut between two words if it can be, and within no character that is made of several. */
function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length > most - 1) break;
    kept += segment;
  }
  const gap = kept.lastIndexOf(' ');
  return `${(gap > most / 2 ? kept.slice(0, gap) : kept).trimEnd()}…`;
}
