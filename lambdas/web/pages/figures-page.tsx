import type { ComponentChildren } from 'preact';
import { closedStatuses, firstYear } from '../../domain/need/closed.ts';
import { decisionOptions } from '../../domain/need/options.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { advices, ages, evaluations, outOf } from '../../domain/overview/figures.ts';
import type { Flow, Figures, Group } from '../../domain/overview/figures.ts';
import type { Language } from '../../domain/text.ts';
import type { Day, Month } from '../../domain/time/time.ts';
import { formatMoment } from '../../i18n/index.ts';
import { areaName, schoolName, shortDepartmentName, statusLabel } from '../../i18n/labels.ts';
import { pageTextsFor } from '../../i18n/pages.ts';
import type { PageTexts } from '../../i18n/pages.ts';
import { figuresAt, paths } from '../routes.ts';
import { BarChart, Legend } from './chart.tsx';
import { page } from './layout.tsx';
import { otherThan } from '../../domain/text.ts';

interface Props {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly year: number;
  readonly thisYear: number;
  /** Nothing where the year's have not been counted. */
  readonly figures: Figures | undefined;
  /** What is wrong with the year that was asked for. */
  readonly mistake?: string;
}
interface Shown extends Props {
  readonly t: PageTexts;
  readonly figures: Figures;
}

/** What was counted of a year: tables, and one chart beside its table. */
export function figuresPage(props: Props): string {
  const { language, organisation, baseUrl, year, figures, mistake } = props;
  const t = pageTextsFor(language);
  const title = t('figures.title', { year });
  return page({
    t,
    organisation,
    title,
    mistaken: mistake !== undefined,
    namesSite: true,
    isWide: true,
    otherLanguage: figuresAt(baseUrl, { year, language: otherThan(language) }),
    children: (
      <>
        <h1>{title}</h1>
        {mistake !== undefined && (
          <p class="mistake" role="alert">
            {mistake}
          </p>
        )}
        <Elsewhere {...props} t={t} />
        {mistake === undefined &&
          (figures ? <All {...props} {...{ t, figures }} /> : <None {...props} t={t} />)}
      </>
    ),
  });
}

const None = ({ t, year, thisYear }: Props & { readonly t: PageTexts }) => (
  <p class="lead">{year >= thisYear - 1 ? t('figures.soon') : t('figures.never', { year })}</p>
);

/** The other years, the same as a file, and what else one oversees. */
function Elsewhere({ t, baseUrl, language, year, thisYear, figures }: Props & { readonly t: PageTexts }) {
  const years = Array.from({ length: thisYear - firstYear + 1 }, (_, index) => firstYear + index);
  return (
    <nav class="no-print" aria-label={t('figures.years')}>
      <ul class="inline">
        {years.map((one) => (
          <li key={one}>
            <a
              href={figuresAt(baseUrl, { year: one, language })}
              {...(one === year && { 'aria-current': 'page' as const })}
            >
              {one}
            </a>
          </li>
        ))}
        {figures && (
          <li>
            <a href={figuresAt(baseUrl, { year, language, format: 'csv' })}>{t('figures.csv')}</a>
          </li>
        )}
        <li>
          <a href={`${baseUrl}${paths.stuck[language]}`}>{t('figures.stuck')}</a>
        </li>
      </ul>
    </nav>
  );
}

function All(shown: Shown) {
  const { t, language, figures } = shown;
  const { lacking, unreadable } = figures;
  return (
    <>
      <p>
        {t('figures.asOf', { when: formatMoment(language, figures.asOf) })} {t('figures.rule')}
      </p>
      {lacking.received > 0 && <p>{t('figures.lackingReceived', { count: lacking.received })}</p>}
      {lacking.decided > 0 && <p>{t('figures.lackingDecided', { count: lacking.decided })}</p>}
      {unreadable > 0 && <p>{t('figures.unreadable', { count: unreadable })}</p>}
      <Months {...shown} />
      <TimesTable {...shown} />
      <Outcomes {...shown} />
      <Open {...shown} />
      <Groups {...shown} of="areas" nameOf={(id) => areaName(shown, id)} />
      <Groups {...shown} of="departments" nameOf={(id) => shortDepartmentName(shown, id)} />
      <Groups {...shown} of="schools" nameOf={(id) => schoolName(shown, id)} />
      <Decisions {...shown} />
      <Solved {...shown} />
    </>
  );
}

interface Row {
  readonly name: string;
  readonly cells: readonly (number | undefined)[];
}

/** A table of numbers under a heading. It scrolls by itself where the screen is narrow. */
function FiguresTable({
  shown: { language },
  id,
  title,
  head,
  rows,
  beside,
  children,
}: {
  readonly shown: Shown;
  readonly id: string;
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly Row[];
  /** What shows the same numbers otherwise. */
  readonly beside?: ComponentChildren;
  readonly children?: ComponentChildren;
}) {
  const [first, ...others] = head;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
      <div class="beside">
        {beside}
        <div class="scroll" role="group" aria-labelledby={id} tabIndex={0}>
          <table class="numbers">
            <thead>
              <tr>
                <th scope="col">{first}</th>
                {others.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, cells }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {cells.map((value, index) => (
                    <td key={others[index]}>{value === undefined ? '–' : value.toLocaleString(language)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </section>
  );
}

const countHead = (t: PageTexts): readonly string[] => [
  t('figures.in'),
  t('figures.out'),
  t('figures.medianToDecision'),
  t('figures.medianToDone'),
];
const countCells = (flow: Flow): Row['cells'] => [
  flow.in,
  outOf(flow),
  flow.toDecision.median,
  flow.toDone.median,
];

const monthName = (language: Language, month: Month, length: 'long' | 'short'): string =>
  new Intl.DateTimeFormat(language, { month: length, timeZone: 'UTC' }).format(
    new Date(`${month}-01` as Day),
  );

function Months(shown: Shown) {
  const { t, language, figures } = shown;
  const title = t('figures.month.title');
  const pairs = figures.months.map((month) => ({
    label: monthName(language, month.month, 'short').slice(0, 3),
    ...{ in: month.in, out: outOf(month) },
  }));
  const rows = figures.months.map((month) => ({
    name: monthName(language, month.month, 'long'),
    cells: countCells(month),
  }));
  return (
    <FiguresTable
      {...{ shown, title, id: 'months' }}
      head={[t('figures.month.name'), ...countHead(t)]}
      rows={[...rows, { name: t('figures.whole'), cells: countCells(figures.whole) }]}
      beside={
        <div>
          <BarChart {...{ t, title, pairs }} />
          <Legend t={t} />
        </div>
      }
    />
  );
}

function TimesTable(shown: Shown) {
  const { t, figures } = shown;
  return (
    <FiguresTable
      {...{ shown, id: 'times', title: t('figures.times.title') }}
      head={[
        t('figures.times.from'),
        ...(['count', 'median', 'slowest'] as const).map((name) => t(`figures.times.${name}`)),
      ]}
      rows={(['toDecision', 'toDone'] as const).map((name) => {
        const { count, median, slowest } = figures.whole[name];
        return { name: t(`figures.times.${name}`), cells: [count, median, slowest] };
      })}
    />
  );
}

const Outcomes = (shown: Shown) => (
  <FiguresTable
    {...{ shown, id: 'outcomes', title: shown.t('figures.outcome.title') }}
    head={[shown.t('figures.outcome.name'), shown.t('figures.outcome.count')]}
    rows={closedStatuses.map((status) => ({
      name: statusLabel(shown.t, status),
      cells: [shown.figures.whole.out[status]],
    }))}
  />
);

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

function Open(shown: Shown) {
  const { t, figures } = shown;
  const cellsOf = (countIn: (age: (typeof ages)[number]) => number) => {
    const counts = ages.map(countIn);
    return [...counts, sum(counts)];
  };
  return (
    <FiguresTable
      {...{ shown, id: 'open', title: t('figures.open.title') }}
      head={[t('figures.open.status'), ...ages.map((age) => t(`figures.age.${age}`)), t('figures.total')]}
      rows={[
        ...figures.open.map((one) => ({
          name: statusLabel(t, one.status),
          cells: cellsOf((age) => one.ages[age]),
        })),
        { name: t('figures.total'), cells: cellsOf((age) => sum(figures.open.map((one) => one.ages[age]))) },
      ]}
    >
      <p>{t('figures.open.lead')}</p>
    </FiguresTable>
  );
}

function Groups(
  shown: Shown & {
    readonly of: 'areas' | 'departments' | 'schools';
    readonly nameOf: (id: string) => string;
  },
) {
  const { t, of, nameOf, figures } = shown;
  const groups: readonly Group<string>[] = figures[of];
  const [comesIn, goesOut, ...medians] = countHead(t);
  return (
    <FiguresTable
      {...{ shown, id: of, title: t(`figures.${of}.title`) }}
      head={[t(`figures.${of}.name`), comesIn ?? '', goesOut ?? '', t('figures.openNow'), ...medians]}
      rows={groups.map((group) => ({
        name: group.id === undefined ? t('figures.none') : nameOf(group.id),
        cells: countCells(group).toSpliced(2, 0, group.open),
      }))}
    >
      {of !== 'schools' && <p>{t('figures.several')}</p>}
    </FiguresTable>
  );
}

const Decisions = (shown: Shown) => (
  <FiguresTable
    {...{ shown, id: 'decisions', title: shown.t('figures.decisions.title') }}
    head={[
      shown.t('figures.decisions.advice'),
      ...decisionOptions.map((outcome) => shown.t(`figures.decisions.${outcome}`)),
    ]}
    rows={advices.map((advice) => ({
      name: advice === 'none' ? shown.t('figures.decisions.none') : shown.t(`option.advice.${advice}`),
      cells: decisionOptions.map((outcome) => shown.figures.whole.decisions[advice][outcome]),
    }))}
  >
    <p>{shown.t('figures.decisions.lead')}</p>
  </FiguresTable>
);

const Solved = (shown: Shown) => (
  <FiguresTable
    {...{ shown, id: 'solved', title: shown.t('figures.solved.title') }}
    head={[shown.t('figures.solved.answer'), shown.t('figures.solved.count')]}
    rows={evaluations.map((answer) => ({
      name:
        answer === 'unanswered' ? shown.t('figures.solved.unanswered') : shown.t(`option.solved.${answer}`),
      cells: [shown.figures.whole.solved[answer]],
    }))}
  >
    <p>{shown.t('figures.solved.lead')}</p>
  </FiguresTable>
);
