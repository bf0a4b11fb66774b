import type { Organisation } from '../domain/organisation/organisation.ts';
import { outOf } from '../domain/overview/figures.ts';
import type { Flow, Figures, Group, Period, Times } from '../domain/overview/figures.ts';
import type { Language } from '../domain/text.ts';
import { areaName, departmentName, schoolName, statusLabel } from '../i18n/labels.ts';
import { pageLocaleFor } from '../i18n/pages.ts';

type Measures = readonly (readonly [measure: string, value: number | undefined])[];

/** The figures of a year as the rows of a CSV: one number a row, so that a spreadsheet can turn them as it likes. */
export function figuresRows(
  { organisation, language }: { readonly organisation: Organisation; readonly language: Language },
  figures: Figures | undefined,
): readonly (readonly string[])[] {
  const header = ['period', 'by', 'id', 'name', 'measure', 'value'];
  if (!figures) return [header];
  const locale = pageLocaleFor(language, organisation);
  const { t } = locale;
  const year = String(figures.year);
  const rows = (period: string, by: string, [id, name]: readonly [string, string], measures: Measures) =>
    measures.flatMap(([measure, value]) =>
      value === undefined ? [] : [[period, by, id, name, measure, String(value)]],
    );
  const groups = (by: string, some: readonly Group<string>[], nameOf: (id: string) => string) =>
    some.flatMap((group) => {
      const named =
        group.id === undefined ? (['', t('figures.none')] as const) : ([group.id, nameOf(group.id)] as const);
      return rows(year, by, named, [...measuresOf(group), ['open', group.open]]);
    });
  const all = ['', ''] as const;
  return [
    header,
    ...rows(year, 'all', all, measuresIn(figures.whole)),
    ...figures.months.flatMap((month) => rows(month.month, 'all', all, measuresIn(month))),
    ...figures.open.flatMap(({ status, ages }) =>
      rows(
        year,
        'status',
        [status, statusLabel(t, status)],
        Object.entries(ages).map(([age, count]) => [`open, ${age}`, count] as const),
      ),
    ),
    ...groups('area', figures.areas, (id) => areaName(locale, id)),
    ...groups('department', figures.departments, (id) => departmentName(locale, id)),
    ...groups('school', figures.schools, (id) => schoolName(locale, id)),
    ...rows(year, 'all', all, [
      ['lacking, received', figures.lacking.received],
      ['lacking, decided', figures.lacking.decided],
      ['unreadable', figures.unreadable],
    ]),
  ];
}

const timesAs = (name: string, { count, median, slowest }: Times): Measures => [
  [`${name}, needs`, count],
  [`${name}, median`, median],
  [`${name}, slowest`, slowest],
];

const measuresOf = (flow: Flow): Measures => [
  ['in', flow.in],
  ['out', outOf(flow)],
  ...Object.entries(flow.out).map(([status, count]) => [`out, ${status}`, count] as const),
  ...timesAs('days to decision', flow.toDecision),
  ...timesAs('days to done', flow.toDone),
];

const measuresIn = (period: Period): Measures => [
  ...measuresOf(period),
  ...Object.entries(period.decisions).flatMap(([advice, decisions]) =>
    Object.entries(decisions).map(
      ([outcome, count]) => [`advice ${advice}, decision ${outcome}`, count] as const,
    ),
  ),
  ...Object.entries(period.solved).map(([answer, count]) => [`solved, ${answer}`, count] as const),
];
