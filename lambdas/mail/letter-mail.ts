import type { LetterMail, News } from '../app/ports/mailer.ts';
import { statusLabel, byLabel, sentenceOf, withinSentence, writtenIn } from '../i18n/labels.ts';
import type { NeedInLetter, WaitingNeed, WaitingNotes } from '../domain/notice/letter.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import type { Language } from '../domain/text.ts';
import { formatDay, formatMoment } from '../i18n/index.ts';
import { itemTitle, meetingName } from '../i18n/meeting-labels.ts';
import { localeFor } from '../i18n/locale.ts';
import type { Locale } from '../i18n/locale.ts';
import { letterHtmlOf } from './html.ts';
import type { LetterItem, LetterSection } from './message.ts';
import { letterTextOf } from './text.ts';

/** Where a letter leads: it carries no token, so each page asks its reader to sign in. */
interface Places {
  readonly addressOf: (reference: string) => string;
  readonly myPage: (language: Language) => string;
  readonly figuresPage: (year: number, language: Language) => string;
  readonly meetingAt: (id: string, token: string | undefined) => string;
}

interface Context extends Locale {
  readonly mail: LetterMail;
  readonly addressOf: Places['addressOf'];
  readonly figuresPage: Places['figuresPage'];
  readonly meetingAt: Places['meetingAt'];
  readonly mine: string;
}

/** Writes a letter: about needs that a person is newly assigned, a reminder, a digest, the figures of a year, or a meeting. */
export function writeLetterMail(
  mail: LetterMail,
  {
    organisation,
    addressOf,
    myPage,
    figuresPage,
    meetingAt,
    isAnswerable = false,
  }: Places & {
    readonly organisation: Organisation;
    /** Whether somebody reads what is answered to mails. */
    readonly isAnswerable?: boolean;
  },
): {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where its reader chooses to get fewer of its kind. */
  readonly unsubscribe?: string;
} {
  const { language } = mail.to;
  const locale = localeFor(language, organisation);
  const mine = myPage(language);
  const message = {
    ...locale,
    mine,
    isAnswerable,
    ...letterText({ ...locale, mail, addressOf, figuresPage, meetingAt, mine }),
  };
  return {
    subject: message.subject,
    text: letterTextOf(message),
    html: letterHtmlOf(message),
    ...(mail.kind === 'digest' && { unsubscribe: mine }),
  };
}

interface LetterText {
  readonly subject: string;
  readonly lead: string;
  readonly sections: readonly LetterSection[];
  readonly isInformation: boolean;
}

function letterText(context: Context): LetterText {
  const { t, mail } = context;
  switch (mail.kind) {
    case 'assigned':
      return {
        subject: t('mail.letter.subject', { count: mail.needs.length }),
        lead: t('mail.letter.why'),
        sections: [
          { heading: t('mail.letter.needs'), items: mail.needs.map((need) => itemOf(context, need)) },
        ],
        isInformation: false,
      };
    case 'reminder':
      return {
        subject: reminderSubject(context, mail.needs),
        lead: t('mail.reminder.lead'),
        sections: [...waitingSections(context, mail.needs), ...notesSections(context, mail.meetings ?? [])],
        isInformation: false,
      };
    case 'digest':
      return {
        subject: t('mail.digest.subject', { count: mail.news.length }),
        lead: t('mail.digest.lead'),
        sections: [
          ...waitingSections(context, mail.waiting),
          { heading: t('mail.digest.news'), items: mail.news.map((one) => newsItem(context, one)) },
        ],
        isInformation: true,
      };
    case 'figures':
      return figuresContents(context, mail.year);
    case 'meeting':
      return meetingContents(context, mail);
  }
}

function figuresContents({ t, figuresPage }: Context, year: number): LetterText {
  const item = { title: t('mail.figures.open', { year }), link: figuresPage(year, t.language), lines: [] };
  return {
    subject: t('mail.figures.subject', { year }),
    lead: t('mail.figures.lead', { year }),
    sections: [{ heading: t('mail.figures.heading'), items: [item] }],
    isInformation: false,
  };
}

/** When and where a meeting is, and its agenda; once its notes are there, the way to them and what its reader is to do. */
function meetingContents(
  context: Context,
  { about, meeting, token }: Extract<LetterMail, { kind: 'meeting' }>,
): LetterText {
  const { t, mail, meetingAt } = context;
  const { id, at, place, items } = meeting;
  const link = meetingAt(id, token);
  const when = formatMoment(t.language, at);
  const news = meeting.state === 'cancelled' ? 'cancelled' : about;
  const open = {
    title: t(news === 'notes' ? 'mail.meeting.openNotes' : 'mail.meeting.open'),
    link,
    lines: [
      when,
      ...(place ? [place] : []),
      ...(token !== undefined && news !== 'notes' ? [t('mail.meeting.ask')] : []),
    ],
  };
  const agenda = items.map((item) => ({
    ...{ title: itemTitle(context, item), lines: [] },
    link: `${link}?item=${item.id}`,
  }));
  const yours = items
    .flatMap(({ agreed }) => agreed)
    .filter(({ who }) => who === mail.to.id)
    .map(({ what, by }) => ({
      title: what,
      link,
      lines: by ? [t('mail.meeting.by', { day: formatDay(t.language, by) })] : [],
    }));
  const listed = news === 'notes' ? { heading: 'yours', items: yours } : { heading: 'agenda', items: agenda };
  return {
    subject: t(`mail.meeting.subject.${news}`, { when, group: meetingName(context, meeting) }),
    lead: t(`mail.meeting.lead.${news}`),
    sections: [
      { heading: meetingName(context, meeting), items: [open] },
      ...(listed.items.length > 0 && news !== 'cancelled'
        ? [
            {
              heading: t(listed.heading === 'yours' ? 'mail.meeting.yours' : 'mail.meeting.agenda'),
              items: listed.items,
            },
          ]
        : []),
    ],
    isInformation: false,
  };
}

function reminderSubject({ t }: Context, needs: readonly WaitingNeed[]): string {
  if (needs.length === 0) return t('mail.reminder.subjectNotes');
  const own = needs.filter(({ why }) => why !== 'passed-on');
  const days = Math.max(...own.map((need) => need.days));
  return own.length > 0
    ? t('mail.reminder.subject', { count: own.length, waited: t('mail.reminder.days', { count: days }) })
    : t('mail.reminder.subjectOthers', { count: needs.length });
}

/** The meetings whose notes have not been sent out. */
function notesSections(context: Context, meetings: readonly WaitingNotes[]): readonly LetterSection[] {
  const { t, meetingAt } = context;
  const items = meetings.map(({ meeting, of, area, days }) => ({
    title: meetingName(context, { kind: of, area }),
    link: meetingAt(meeting, undefined),
    lines: [t('mail.reminder.notesWait', { count: days })],
  }));
  return items.length > 0 ? [{ heading: t('mail.reminder.notes'), items }] : [];
}

/** What waits for the reader, and what waits for others. */
function waitingSections(context: Context, needs: readonly WaitingNeed[]): readonly LetterSection[] {
  const { t } = context;
  const section = (heading: string, some: readonly WaitingNeed[]) =>
    some.length > 0 ? [{ heading, items: some.map((need) => waitingItem(context, need)) }] : [];
  return [
    ...section(
      t('mail.reminder.own'),
      needs.filter(({ why }) => why !== 'passed-on'),
    ),
    ...section(
      t('mail.reminder.others'),
      needs.filter(({ why }) => why === 'passed-on'),
    ),
  ];
}

const itemOf = (
  { addressOf, ...locale }: Context,
  { reference, title, language }: NeedInLetter,
): LetterItem => ({
  ...{ reference, title, titleWritten: writtenIn(locale, language), link: addressOf(reference), lines: [] },
});

const waitingItem = (context: Context, need: WaitingNeed): LetterItem => ({
  ...itemOf(context, need),
  lines: [context.t(`mail.reminder.why.${need.why}`, { count: need.days })],
  quiet: {
    label: context.t('mail.reminder.putOff'),
    link: `${context.mine}?remind=${need.reference}#remind`,
  },
});

function newsItem(context: Context, { file, events }: News): LetterItem {
  const { t, mail } = context;
  const { need, contact } = file;
  const history = file.history.map(({ event }) => event);
  const sentences = events.map((event) =>
    sentenceOf(context, event, byLabel(t, event.by, [mail.to.id], contact?.name), history),
  );
  return {
    ...itemOf(context, need),
    lines: [...sentences, t('mail.now', { status: withinSentence(t, statusLabel(t, need.status)) })],
  };
}
