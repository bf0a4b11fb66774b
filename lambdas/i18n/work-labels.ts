import type { FieldMistake } from '../domain/need/fields.ts';
import type { WorkContent } from '../domain/work/work.ts';
import { problemMessage } from './labels.ts';
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

/** What is wrong with a field of work, and what to do. */
export function workMistake(t: PageTexts, mistake: FieldMistake): string {
  const { field, problem } = mistake;
  const label = workFieldLabel(t, field);
  return problem === 'missing'
    ? t(`mistake.missing.${field === 'title' ? 'text' : 'choice'}`, { label })
    : problemMessage(t, label, mistake);
}
