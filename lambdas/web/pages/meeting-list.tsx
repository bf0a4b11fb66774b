import type { MeetingCard } from '../../domain/meeting/card.ts';
import type { Language } from '../../domain/text.ts';
import { formatMoment } from '../../i18n/index.ts';
import type { Locale } from '../../i18n/locale.ts';
import { meetingName } from '../../i18n/meeting-labels.ts';
import { inLanguage, meetingAt } from '../routes.ts';

/** Meetings, each with its day and its way in. */
export const MeetingList = ({
  baseUrl,
  language,
  locale,
  cards,
}: {
  readonly baseUrl: string;
  readonly language: Language;
  readonly locale: Locale;
  readonly cards: readonly MeetingCard[];
}) => (
  <ul class="needs">
    {cards.map((card) => (
      <li key={card.reference}>
        <p>
          <a href={inLanguage(meetingAt(baseUrl, card.reference), language)}>
            {meetingName(locale, { ...card, kind: card.of })}
          </a>
          <br />
          <span class="hint">{formatMoment(language, card.at)}</span>
        </p>
      </li>
    ))}
  </ul>
);
