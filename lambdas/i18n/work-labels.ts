import type { FieldMistake } from '../domain/need/fields.ts';
import type { Work, WorkContent } from '../domain/work/work.ts';
import { formatDay } from './index.ts';
import { areaName, departmentName, goalName, problemMessage, writtenIn } from './labels.ts';
import type { Fact } from './labels.ts';
import type { Locale } from './locale.ts';
import type { PageTexts } from './pages.ts';

export type WorkField = keyof WorkContent;
const workFields = [
  ...(['title', 'area', 'responsible', 'state', 'plannedEnd', 'size', 'goals', 'note'] as const),
] satisfies WorkField[];

/** The label of a field of work; the name itself where there is no such field. */
export function workFieldLabel(t: PageTexts, name: string): string {
  const field = workFields.find((one) => one === name);
  return field ? t(`work.field.${field}.label`) : name;
}

/** What is known of a piece of work, beside its title. */
export function workFacts(locale: Locale & { readonly t: PageTexts }, work: Work): readonly Fact[] {
  const { t } = locale;
  const { area, responsible, state, plannedEnd, size, goals = [], note } = work;
  const values: readonly (readonly [WorkField, readonly string[]])[] = [
    ['area', [areaName(locale, area)]],
    ['responsible', [departmentName(locale, responsible)]],
    ['state', [t(`work.state.${state}`)]],
    ['plannedEnd', plannedEnd ? [formatDay(t.language, plannedEnd)] : []],
    ['size', size ? [t(`option.size.${size}`)] : []],
    ['goals', goals.map((id) => goalName(locale, id))],
    ['note', note === undefined ? [] : [note]],
  ];
  return values
    .filter(([, said]) => said.length > 0)
    .map(([name, said]) => ({
      label: workFieldLabel(t, name),
      values: said,
      ...(name === 'note' && { written: writtenIn({ t }, undefined) }),
    }));
}

/** What is wrong with a field of work, and what to do. */
export function workMistake(t: PageTexts, mistake: FieldMistake): string {
  const { field, problem } = mistake;
  const label = workFieldLabel(t, field);
  return problem === 'missing'
    ? t(`mistake.missing.${field === 'title' ? 'text' : 'choice'}`, { label })
    : problemMessage(t, label, mistake);
}
