import type { ShownBoard } from '../../app/overview/read-board.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Filter } from '../../domain/overview/board.ts';
import type { Language } from '../../domain/text.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import { formatDay } from '../../i18n/index.ts';
import { pageTextsFor } from '../../i18n/pages.ts';
import type { PageTexts } from '../../i18n/pages.ts';
import { departmentName, goalName, loadText, schoolName, shortDepartmentName } from '../../i18n/labels.ts';
import type { Locale } from '../../i18n/locale.ts';
import { inLanguage, pathTo } from '../routes.ts';
import { CardLine } from './card-line.tsx';
import { SearchBox } from './search-box.tsx';
import { page } from './layout.tsx';
import { MeetingList } from './meeting-list.tsx';
import { otherThan } from '../../domain/text.ts';

interface Props extends ShownBoard {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly filter: Filter;
  readonly now: Instant;
}
interface Shown extends Props {
  readonly t: PageTexts;
}

/** Needs beside ongoing work, in the groups of a meeting: one list a group. It prints, and is read from a projector. */
export function boardPage(props: Props): string {
  const { language, organisation, baseUrl, area, board, mayNoteWork, now } = props;
  const t = pageTextsFor(language);
  const shown = { ...props, t };
  const title = area ? area.name[language] : t('board.all');
  const other = otherThan(language);
  return page({
    t,
    organisation,
    title: `${t('board.title')}: ${title}`,
    namesSite: true,
    isWide: true,
    otherLanguage: addressOfBoard(shown, { language: other }),
    children: (
      <>
        <h1>
          {title} <small class="light">{formatDay(language, dayOf(now))}</small>
        </h1>
        <Elsewhere {...shown} />
        <SearchBox t={t} baseUrl={baseUrl} />
        <FilterForm {...shown} />
        <NextMeetings {...shown} />
        <Loads {...shown} />
        {board.columns.map(({ name, lines }) => (
          <section key={name} aria-labelledby={name}>
            <h2 id={name}>{t('board.counted', { name: t(`board.group.${name}`), count: lines.length })}</h2>
            {lines.length === 0 ? (
              <p class="light">{t('board.nothing')}</p>
            ) : (
              <ul class="board">
                {lines.map((line) => (
                  <CardLine key={line.card.reference} locale={shown} line={line} group={name} />
                ))}
              </ul>
            )}
          </section>
        ))}
        {mayNoteWork && (
          <p class="no-print">
            <a href={inLanguage(`${baseUrl}${pathTo('/work', {})}`, language, { area: area?.id })}>
              {t('board.addWork')}
            </a>
          </p>
        )}
      </>
    ),
  });
}

/* So many meetings stand above a board; the rest are on their own page. */
const mostMeetings = 3;

/** The next meetings, and the way to plan one. */
function NextMeetings(shown: Shown) {
  const { t, language, baseUrl, meetings } = shown;
  return (
    <section class="no-print" aria-labelledby="meetings">
      <h2 id="meetings">{t('meetings.nextMeeting')}</h2>
      <MeetingList {...{ baseUrl, language, locale: shown, cards: meetings.slice(0, mostMeetings) }} />
      <p>
        <a href={inLanguage(`${baseUrl}${pathTo('/meetings', {})}`, language)}>{t('meetings.make')}</a>
      </p>
    </section>
  );
}

/** The address of this board, with what it is narrowed to. */
function addressOfBoard(
  { baseUrl, area, filter, language }: Pick<Props, 'baseUrl' | 'area' | 'filter' | 'language'>,
  change: { readonly area?: string; readonly language?: Language } = {},
): string {
  const id = change.area ?? area?.id;
  const path = id === undefined ? pathTo('/areas', {}) : pathTo('/areas/{id}', { id });
  const { department, school, goal, late } = filter;
  const overdue = late ? 'yes' : undefined;
  const asked = { department, school, goal, overdue };
  return inLanguage(`${baseUrl}${path}`, change.language ?? language, asked);
}

/** The other boards that its reader sees. */
function Elsewhere({ t, area, areas, isAll, baseUrl, language }: Shown) {
  if (areas.length < 2) return null;
  const unfiltered = { baseUrl, filter: {}, language };
  const boards = [
    ...(isAll || areas.length > 1
      ? [{ id: undefined, name: t('board.all'), href: addressOfBoard({ ...unfiltered, area: undefined }) }]
      : []),
    ...areas.map((one) => ({
      id: one.id,
      name: one.name[language],
      href: addressOfBoard({ ...unfiltered, area: one }),
    })),
  ];
  return (
    <nav class="no-print" aria-label={t('board.areas')}>
      <ul class="inline">
        {boards.map(({ id, name, href }) => (
          <li key={href}>
            <a href={href} {...(id === area?.id && { 'aria-current': 'page' as const })}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What each department has under way, in words. */
const Loads = (shown: Shown) => (
  <section aria-labelledby="load">
    <h2 id="load">{shown.t('board.load')}</h2>
    <dl class="loads">
      {shown.board.load.map((load) => (
        <div key={load.department}>
          <dt>{shortDepartmentName(shown, load.department)}</dt>
          <dd>{loadText(shown.t, load)}</dd>
        </div>
      ))}
    </dl>
  </section>
);

function FilterForm(shown: Shown) {
  const { t, organisation, filter, language, baseUrl, area } = shown;
  const { department, school, goal, late } = filter;
  const locale: Locale = shown;
  const what = [
    ...(department ? [departmentName(locale, department)] : []),
    ...(school ? [schoolName(locale, school)] : []),
    ...(goal ? [goalName(locale, goal)] : []),
    ...(late ? [t('board.late').toLocaleLowerCase(language)] : []),
  ];
  const choices = [
    { name: 'department', members: organisation.departments, value: department },
    { name: 'school', members: organisation.schools, value: school },
    { name: 'goal', members: organisation.goals, value: goal },
  ] as const;
  return (
    <>
      {what.length > 0 && (
        <p>
          {t('board.filter.on', { what: what.join(', ') })}{' '}
          <a class="no-print" href={addressOfBoard({ baseUrl, area, language, filter: {} })}>
            {t('board.filter.all')}
          </a>
        </p>
      )}
      <details class="no-print">
        <summary>{t('board.filter.title')}</summary>
        <form method="get" action={addressOfBoard({ baseUrl, area, language, filter: {} }).split('?')[0]}>
          <input type="hidden" name="language" value={language} />
          <div class="choices">
            {choices.map(({ name, members, value }) => (
              <p key={name}>
                <label for={name}>{t(`board.filter.${name}`)}</label>
                <select id={name} name={name}>
                  <option value="">{t('board.filter.any')}</option>
                  {members.map((member) => (
                    <option key={member.id} value={member.id} selected={member.id === value}>
                      {member.name[language]}
                    </option>
                  ))}
                </select>
              </p>
            ))}
          </div>
          <div class="option">
            <input type="checkbox" id="overdue" name="overdue" value="yes" checked={late === true} />
            <label for="overdue">{t('board.filter.overdue')}</label>
          </div>
          <button type="submit">{t('board.filter.do')}</button>
        </form>
      </details>
    </>
  );
}
