import type { ShownBoard } from '../../app/overview/read-board.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Filter, GroupName, Line } from '../../domain/overview/board.ts';
import type { Language } from '../../domain/text.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import { formatDay } from '../../i18n/index.ts';
import { pageTextsFor } from '../../i18n/pages.ts';
import type { PageTexts } from '../../i18n/pages.ts';
import { areaName, departmentName, goalName, loadText, schoolName, statusLabel } from '../../i18n/labels.ts';
import type { Locale } from '../../i18n/locale.ts';
import { addressOf, pathTo } from '../routes.ts';
import { page } from './layout.tsx';

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
  const { language, organisation, baseUrl, area, board, now } = props;
  const t = pageTextsFor(language);
  const shown = { ...props, t };
  const title = area ? area.name[language] : t('board.all');
  const other = language === 'sv' ? 'en' : 'sv';
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
        <Loads {...shown} />
        <FilterForm {...shown} />
        {board.columns.map(({ name, lines }) => (
          <section key={name} aria-labelledby={name}>
            <h2 id={name}>{t('board.counted', { name: t(`board.group.${name}`), count: lines.length })}</h2>
            {lines.length === 0 ? (
              <p class="light">{t('board.nothing')}</p>
            ) : (
              <ul class="board">
                {lines.map((line) => (
                  <LineItem key={line.card.reference} {...{ shown, line, group: name }} />
                ))}
              </ul>
            )}
          </section>
        ))}
        <p class="no-print">
          <a href={`${baseUrl}${pathTo('/work', {})}?language=${language}${area ? `&area=${area.id}` : ''}`}>
            {t('board.addWork')}
          </a>
        </p>
      </>
    ),
  });
}

/** The address of this board, with what it is narrowed to. */
function addressOfBoard(
  { baseUrl, area, filter, language }: Pick<Props, 'baseUrl' | 'area' | 'filter' | 'language'>,
  change: { readonly area?: string; readonly language?: Language } = {},
): string {
  const id = change.area ?? area?.id;
  const path = id === undefined ? pathTo('/areas', {}) : pathTo('/areas/{id}', { id });
  const { department, school, goal, late } = filter;
  const asked = new URLSearchParams({
    language: change.language ?? language,
    ...(department && { department }),
    ...(school && { school }),
    ...(goal && { goal }),
    ...(late && { overdue: 'yes' }),
  });
  return `${baseUrl}${path}?${asked.toString()}`;
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
          <dt>{departmentName(shown, load.department)}</dt>
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
    ...(late ? [t('board.filter.overdue').toLocaleLowerCase(language)] : []),
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

/* In these groups needs of several statuses stand side by side. */
const tellsStatus: readonly GroupName[] = ['clarifying', 'prioritising', 'going'];

function LineItem({ shown, line, group }: { shown: Shown; line: Line; group: GroupName }) {
  const { t, baseUrl } = shown;
  const { card, waitingDays, isLate } = line;
  const href =
    card.kind === 'work'
      ? `${baseUrl}${pathTo('/work/{id}', { id: card.reference })}`
      : addressOf(baseUrl, card.reference);
  return (
    <li>
      <div>
        <a href={href} dir="auto">
          {card.title}
        </a>
        <p class="hint">
          {card.reference} · {factsOf(shown, line, group).join(' · ')}
        </p>
      </div>
      <p class={isLate ? 'late' : undefined}>
        {waitingDays !== undefined && waitingDays > 0 && t('board.days', { count: waitingDays })}
        {isLate && <strong> {t('board.late')}</strong>}
      </p>
    </li>
  );
}

/** What a line says of a need or a piece of work, the most telling first. */
function factsOf(shown: Shown, { card }: Line, group: GroupName): readonly string[] {
  const { t, language, area } = shown;
  const day = (of: Parameters<typeof formatDay>[1]) => formatDay(language, of);
  const status =
    card.kind === 'work'
      ? `${t('board.work')}, ${t(`work.state.${card.status}`).toLocaleLowerCase(language)}`
      : tellsStatus.includes(group) && statusLabel(t, card.status);
  const { priority, deadline, reviewDate } = card.kind === 'need' ? card : {};
  return [
    status,
    priority && t(`board.priority.${priority}`),
    ...(card.goals ?? []).map((id) => goalName(shown, id)),
    card.size && t(`board.size.${card.size}`),
    card.responsible && departmentName(shown, card.responsible),
    !area && card.areas.map((id) => areaName(shown, id)).join(', '),
    deadline && t(deadline.kind === 'law' ? 'board.law' : 'board.deadline', { day: day(deadline.date) }),
    group === 'going' && card.plannedEnd && t('board.planned', { day: day(card.plannedEnd) }),
    group === 'waiting' && reviewDate && t('board.review', { day: day(reviewDate) }),
    group === 'done' && t('board.done', { day: day(dayOf(card.since)) }),
  ].filter((fact): fact is string => typeof fact === 'string' && fact !== '');
}
