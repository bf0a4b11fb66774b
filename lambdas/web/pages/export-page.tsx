import type { Entry, NeedFile } from '../../app/ports/need-file.ts';
import type { By, NeedEvent } from '../../domain/need/event.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Language } from '../../domain/text.ts';
import type { Instant } from '../../domain/time/time.ts';
import { formatMoment } from '../../i18n/index.ts';
import type { Fact } from '../../i18n/labels.ts';
import {
  byLabel,
  eventFacts,
  fieldLabel,
  optionLabel,
  recipientLabel,
  sentenceOf,
  statusLabel,
  submissionFacts,
  writtenIn,
} from '../../i18n/labels.ts';
import { pageLocaleFor } from '../../i18n/pages.ts';
import type { PageLocale } from '../../i18n/pages.ts';
import { addressOf } from '../routes.ts';
import { Facts } from './facts.tsx';
import { page } from './layout.tsx';
import { mailOutcome } from './need-parts.tsx';

interface Props {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly file: NeedFile;
  /** The events that are shown, oldest first. */
  readonly entries: readonly Entry[];
  /** Whether they begin with the first, after what came in. */
  readonly isFirst: boolean;
  /** The address of the events after them. */
  readonly next: string | undefined;
  readonly now: Instant;
}

/** A whole need on one page to be printed or kept: what came in, from whom, all that happened, and what became of each mail. */
export function exportPage({
  language,
  organisation,
  baseUrl,
  file,
  entries,
  isFirst,
  next,
  now,
}: Props): string {
  const locale = pageLocaleFor(language, organisation);
  const { t } = locale;
  const { need, submission, contact } = file;
  const came = [
    ...submissionFacts(locale, submission),
    ...fact(t('form.field.submitterName.label'), contact?.name ?? t('need.forgotten')),
    ...fact(t('form.field.submitterEmail.label'), contact?.email),
  ];
  const read = [...entries, ...file.history].map(({ event }) => event);
  return page({
    t,
    organisation,
    title: `${t('export.title')} ${need.reference}`,
    children: (
      <article class="sheet">
        <p class="reference">
          {organisation.university.name[language]} · {t('need.reference', { reference: need.reference })}
        </p>
        <h1 {...writtenIn(locale, need.language)}>{need.title}</h1>
        <Facts facts={headFacts(locale, file, now)} />
        {isFirst && (
          <>
            <h2>{t('need.submission')}</h2>
            <Facts facts={came} />
          </>
        )}
        <h2>{t('need.history')}</h2>
        <ol class="history" start={entries[0]?.event.version ?? 1}>
          {entries.map((entry) => (
            <ExportedEvent key={entry.event.version} {...{ locale, file, entry, read }} />
          ))}
        </ol>
        {next !== undefined && (
          <p>
            <a href={next}>{t('export.next')}</a>
          </p>
        )}
        <p class="buttons">
          <a href={addressOf(baseUrl, need.reference)}>{t('decision.back')}</a>
        </p>
      </article>
    ),
  });
}

const fact = (label: string, value: string | undefined): readonly Fact[] =>
  value === undefined ? [] : [{ label, values: [value] }];

function headFacts(locale: PageLocale, { need, history }: NeedFile, now: Instant): readonly Fact[] {
  const { t } = locale;
  const { registry } = need;
  const secrecy = registry?.secrecy;
  return [
    ...fact(t('export.status'), statusLabel(t, need.status)),
    ...fact(fieldLabel(t, 'register', 'number'), registry?.number),
    ...fact(
      fieldLabel(t, 'register', 'secrecy'),
      secrecy === undefined ? undefined : optionLabel(locale, 'register', 'secrecy', secrecy ? 'yes' : 'no'),
    ),
    ...fact(t('export.at'), formatMoment(t.language, now)),
    ...fact(t('export.verified'), t('export.intact', { count: history.length })),
    ...fact(t('export.lastHash'), history.at(-1)?.hash),
  ];
}

/** One event: what happened, what was filled in, its hash, and what became of the mails about it. */
function ExportedEvent({
  locale,
  file: { need, contact },
  entry: { event, hash, notices },
  read,
}: {
  readonly locale: PageLocale;
  readonly file: NeedFile;
  readonly entry: Entry;
  /** What is read of the need. */
  readonly read: readonly NeedEvent[];
}) {
  const { t } = locale;
  const nameOf = (by: By): string => byLabel(t, by, [], contact?.name);
  return (
    <li>
      <p>{sentenceOf(locale, event, nameOf(event.by), read)}</p>
      <time datetime={event.at}>{formatMoment(t.language, event.at)}</time>
      <Facts facts={eventFacts(locale, event, need.language)} />
      {notices.length > 0 && (
        <ul>
          {notices.map((notice) => (
            <li key={notice.to}>
              {t('export.mail', {
                who: recipientLabel(locale, contact, notice.to),
                outcome: mailOutcome(t, notice),
                when: formatMoment(t.language, 'settledAt' in notice ? notice.settledAt : notice.dueAt),
              })}
            </li>
          ))}
        </ul>
      )}
      <p class="hint">{t('export.hash', { hash })}</p>
    </li>
  );
}
