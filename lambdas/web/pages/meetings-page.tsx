import type { groupsRunBy } from '../../domain/meeting/access.ts';
import type { MeetingCard } from '../../domain/meeting/card.ts';
import { meetingLimits } from '../../domain/meeting/meeting.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Language } from '../../domain/text.ts';
import { meetingName } from '../../i18n/meeting-labels.ts';
import { pageLocaleFor } from '../../i18n/pages.ts';
import type { Values } from '../body.ts';
import { inLanguage, pathTo } from '../routes.ts';
import { LineQuestion, Mistakes, oneOf, SelectQuestion, Traps } from './controls.tsx';
import { page } from './layout.tsx';
import { MeetingList } from './meeting-list.tsx';
import { otherThan } from '../../domain/text.ts';

interface Props {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly meetings: readonly MeetingCard[];
  /** The groups whose meetings their reader makes. */
  readonly groups: ReturnType<typeof groupsRunBy>;
  readonly values: Values;
  readonly mistakes: readonly { readonly field: string; readonly message: string }[];
}

/** The meetings that somebody sees, and the form where one is made. */
export function meetingsPage(props: Props): string {
  const { language, organisation, baseUrl, meetings, groups, values, mistakes } = props;
  const locale = pageLocaleFor(language, organisation);
  const { t } = locale;
  const byTime = (one: MeetingCard, other: MeetingCard) => one.at.localeCompare(other.at);
  const lists = [
    { title: 'planned', cards: meetings.filter(({ state }) => state === 'planned').toSorted(byTime) },
    {
      title: 'held',
      cards: meetings.filter(({ state }) => state === 'sent').toSorted((one, other) => byTime(other, one)),
    },
  ] as const;
  const question = (name: 'group' | 'at' | 'place', required: boolean) => ({
    ...{ t, id: name, name, required },
    label: t(`meetings.field.${name}.label`),
    hint: t(`meetings.field.${name}.hint`),
    mistake: mistakes.find(
      ({ field }) => field === name || (name === 'group' && ['kind', 'area'].includes(field)),
    )?.message,
  });
  return page({
    t,
    organisation,
    title: t('meetings.title'),
    mistaken: mistakes.length > 0,
    namesSite: true,
    otherLanguage: inLanguage(`${baseUrl}${pathTo('/meetings', {})}`, otherThan(language)),
    children: (
      <>
        <Mistakes t={t} mistakes={mistakes.map(({ field, message }) => ({ id: field, message }))} />
        <h1>{t('meetings.title')}</h1>
        {groups.length > 0 && (
          <section aria-labelledby="make">
            <h2 id="make">{t('meetings.make')}</h2>
            <p>{t('meetings.lead')}</p>
            <form method="post" action={`${baseUrl}${pathTo('/meetings', {})}`} novalidate>
              <input type="hidden" name="language" value={language} />
              <input type="hidden" name="key" value={oneOf(values, 'key')} />
              <Traps t={t} id="meeting" />
              <SelectQuestion
                {...question('group', true)}
                value={oneOf(values, 'group') || (groups[0] ? idOf(groups[0]) : '')}
                options={groups.map((group) => ({ value: idOf(group), label: meetingName(locale, group) }))}
              />
              <LineQuestion {...question('at', true)} type="datetime-local" value={oneOf(values, 'at')} />
              <LineQuestion
                {...question('place', false)}
                value={oneOf(values, 'place')}
                most={meetingLimits.place}
              />
              <button type="submit">{t('meetings.save')}</button>
            </form>
          </section>
        )}
        {lists.map(({ title, cards }) => (
          <section key={title} aria-labelledby={title}>
            <h2 id={title}>{t(`meetings.${title}`)}</h2>
            {cards.length === 0 && <p>{t(`meetings.none.${title}`)}</p>}
            <MeetingList {...{ baseUrl, language, locale, cards }} />
          </section>
        ))}
      </>
    ),
  });
}

const idOf = ({ kind, area }: Props['groups'][number]): string =>
  area === undefined ? kind : `${kind}:${area}`;
