import type { AnyCard } from '../../domain/overview/any-card.ts';
import type { GroupName, Line } from '../../domain/overview/board.ts';
import type { Area } from '../../domain/organisation/organisation.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Day } from '../../domain/time/time.ts';
import { formatDay, formatList } from '../../i18n/index.ts';
import {
  areaName,
  goalName,
  shortDepartmentName,
  statusLabel,
  withinSentence,
  writtenIn,
} from '../../i18n/labels.ts';
import type { PageLocale } from '../../i18n/pages.ts';
import { addressOf, pathTo } from '../routes.ts';

/** What lists are written with. */
export interface ListLocale extends PageLocale {
  readonly baseUrl: string;
  /** The area that the list is of: its lines need not name it. */
  readonly area?: Area | undefined;
}

/** Where a need or a piece of work is opened. */
export const hrefOf = (baseUrl: string, card: AnyCard): string =>
  card.kind === 'work'
    ? `${baseUrl}${pathTo('/work/{id}', { id: card.reference })}`
    : addressOf(baseUrl, card.reference);

/** A need or a piece of work in a list: what it is called, what is known of it, and whether it is late. */
export function CardLine({
  locale,
  line: { card, days, waitingDays, isLate, insteadOf },
  group,
}: {
  readonly locale: ListLocale;
  readonly line: Line;
  readonly group?: GroupName;
}) {
  const { t, baseUrl } = locale;
  return (
    <li>
      <div>
        <a
          href={hrefOf(baseUrl, card)}
          {...writtenIn(locale, card.kind === 'need' ? card.language : undefined)}
        >
          {card.title}
        </a>
        <p class="hint">{[card.reference, ...cardFacts(locale, card, group)].join(' · ')}</p>
        {insteadOf && <p class="hint">{t('board.insteadOf', { what: formatList(t.language, insteadOf) })}</p>}
      </div>
      <p class={isLate ? 'late' : undefined}>
        {isLate && <strong>{t('board.late')} </strong>}
        {days !== undefined &&
          days > 0 &&
          t(waitingDays === undefined ? 'board.days' : 'board.waited', { count: days })}
      </p>
    </li>
  );
}

/* In these groups needs of one status stand alone. */
const sayStatus: readonly GroupName[] = ['deciding', 'waiting', 'done'];

/** What a line says, the most telling first. */
function cardFacts(locale: ListLocale, card: AnyCard, group?: GroupName): readonly string[] {
  const { t, area } = locale;
  const day = (of: Day) => formatDay(t.language, of);
  const status =
    card.kind === 'work'
      ? `${t('board.work')}, ${withinSentence(t, t(`work.state.${card.status}`))}`
      : !(group && sayStatus.includes(group)) && withinSentence(t, statusLabel(t, card.status));
  const { priority, deadline, reviewDate, disagreement, held, received } = card.kind === 'need' ? card : {};
  const isOnlyDepartment = area?.departments.length === 1 && card.responsible === area.departments[0];
  const facts = [
    status,
    !group && received && t('board.received', { day: day(received) }),
    held && t('board.held'),
    disagreement && t('board.disagreement'),
    priority && t(`board.priority.${priority}`),
    ...(card.goals ?? []).map((id) => goalName(locale, id)),
    card.size && t(`board.size.${card.size}`),
    card.responsible && !isOnlyDepartment && shortDepartmentName(locale, card.responsible),
    !area && card.areas.map((id) => areaName(locale, id)).join(', '),
    deadline && t(deadline.kind === 'law' ? 'board.law' : 'board.deadline', { day: day(deadline.date) }),
    group === 'going' && card.plannedEnd && t('board.planned', { day: day(card.plannedEnd) }),
    group === 'waiting' && reviewDate && t('board.review', { day: day(reviewDate) }),
    group === 'done' && t('board.done', { day: day(dayOf(card.since)) }),
  ].filter((fact): fact is string => typeof fact === 'string' && fact !== '');
  /* A department and an area may have one name. */
  return [...new Set(facts)];
}
