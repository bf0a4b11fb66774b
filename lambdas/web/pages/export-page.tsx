import type { NeedFile } from '../../app/ports/need-file.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Language } from '../../domain/text.ts';
import { formatMoment } from '../../i18n/index.ts';
import {
  byLabel,
  eventFacts,
  recipientLabel,
  sentenceOf,
  statusLabel,
  submissionFacts,
  writtenIn,
} from '../../i18n/labels.ts';
import { pageTextsFor } from '../../i18n/pages.ts';
import { addressOf } from '../routes.ts';
import { Facts } from './facts.tsx';
import { page } from './layout.tsx';

interface Props {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly file: NeedFile;
}

/** All that is kept of a need, on one page to be printed: its words, each event with what was filled in, and who was told. */
export function exportPage({ language, organisation, baseUrl, file }: Props): string {
  const t = pageTextsFor(language);
  const locale = { t, organisation };
  const { need, submission, contact, history } = file;
  const events = history.map(({ event }) => event);
  const fact = (label: string, value: string | undefined) =>
    value === undefined ? [] : [{ label, values: [value] }];
  const toldIn = ({ notices }: NeedFile['history'][number]) =>
    notices.map((notice) => {
      const who = recipientLabel(locale, contact, notice.to);
      return `${who}: ${t(`register.notice.${notice.state}`)}`;
    });
  return page({
    t,
    organisation,
    title: `${t('register.export')} ${need.reference}`,
    namesSite: true,
    otherLanguage: `${addressOf(baseUrl, need.reference)}/export?language=${language === 'sv' ? 'en' : 'sv'}`,
    children: (
      <article class="sheet">
        <p class="reference">{t('need.reference', { reference: need.reference })}</p>
        <h1 {...writtenIn(locale, need.language)}>{need.title}</h1>
        <Facts
          facts={[
            ...fact(t('search.status'), statusLabel(t, need.status)),
            ...fact(t('register.column.from'), contact && `${contact.name}, ${contact.email}`),
            ...fact(t('register.column.number'), need.registry?.number),
            ...fact(t('register.column.secrecy'), t(need.registry?.secrecy ? 'register.yes' : 'register.no')),
          ]}
        />
        <h2>{t('mail.copy')}</h2>
        <Facts facts={submissionFacts(locale, submission)} />
        <h2>{t('register.events')}</h2>
        <ol>
          {history.map((entry) => (
            <li key={entry.event.version}>
              <p>
                <strong>{formatMoment(language, entry.event.at)}</strong>{' '}
                {sentenceOf(locale, entry.event, byLabel(t, entry.event.by, [], contact?.name), events)}
              </p>
              <Facts facts={eventFacts(locale, entry.event, need.language)} />
              {entry.notices.length > 0 && <p class="hint">{toldIn(entry).join('; ')}</p>}
            </li>
          ))}
        </ol>
        <p class="hint">{t('register.intact', { hash: history.at(-1)?.hash ?? '' })}</p>
      </article>
    ),
  });
}
