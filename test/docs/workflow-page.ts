import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Status } from '../../lambdas/domain/need/need.ts';
import { eventNames, ruleOf, statuses } from '../../lambdas/domain/need/workflow.ts';
import type { EventName, FieldRule, Permission } from '../../lambdas/domain/need/workflow.ts';
import en from '../../lambdas/i18n/en.json' with { type: 'json' };
import sv from '../../lambdas/i18n/sv.json' with { type: 'json' };
import { formatted } from './formatted.ts';

/* The generated part of docs/workflow.md: `npm run docs` writes it, and a test compares it with the file. */

export const workflowPage = new URL('../../docs/workflow.md', import.meta.url);
const begin = '<!-- Generated from lambdas/domain/need/workflow.ts by npm run docs: begin -->';
const end = '<!-- Generated: end -->';

const permissionWords: Readonly<Record<Permission, string>> = {
  submitter: 'submitter',
  developer: 'developer of an involved area',
  'lead-developer': 'developer of the lead area',
  'area-lead': 'lead of the lead area',
  'deciding-head': 'head of a department that decides, or deputy',
  'responsible-head': 'head of the responsible department, or deputy',
  registrar: 'registrar',
  'model-manager': 'model manager',
  'anyone-involved': 'anyone involved',
  'submitter-with-address': 'submitter, unless the owner of the address has said that the need is not theirs',
  'submitter-unconfirmed-once': 'submitter whose address is not confirmed, once',
  'submitter-not-heard': 'submitter, once',
  'submitter-by-mail': 'submitter who reads the mail to their address, until it is confirmed',
  'submitter-by-mail-so-far':
    'submitter who reads the mail to their address, until they have confirmed it themselves',
  'model-manager-of-held': 'model manager, of a need that is held',
  'system-on-review-date': 'the system, on the review date',
  'system-when-due': 'the system, when the step is due',
  'system-from-meeting': 'the system, from a meeting',
  'system-when-flooded': 'the system, when too many needs come in from addresses that are not confirmed',
};

const optionWords: Readonly<
  Record<Extract<Extract<FieldRule, { options: unknown }>['options'], string>, string>
> = {
  areas: 'any areas',
  'involved-areas': 'an involved area',
  departments: 'any department',
  'undecided-departments': 'an own department that has not decided',
  'bypass-reasons': '`one-department`, `legal-deadline`',
  goals: 'goals of the organisation',
  'going-on': 'open needs and work of the lead area',
  audiences: '`developers`, `submitter`',
};

/**
 * The page with its generated part as the workflow table has it now.
 * @param page the page as it is; what stands outside its two markers is kept
 * @throws when a marker is missing
 */
export async function withWorkflow(page: string): Promise<string> {
  const [before, , after] = partsOf(page);
  const generated = [diagram(), statusTable(), actionTable()].join('\n\n');
  return formatted(fileURLToPath(workflowPage), `${before}${begin}\n\n${generated}\n\n${end}${after}`);
}

export const readWorkflowPage = (): string => readFileSync(workflowPage, 'utf8');

function partsOf(page: string): readonly [before: string, generated: string, after: string] {
  const [before, rest] = page.split(begin);
  const [generated, after] = (rest ?? '').split(end);
  if (before === undefined || generated === undefined || after === undefined) {
    throw new Error(`docs/workflow.md must hold the lines ${begin} and ${end}, once each`);
  }
  return [before, generated, after];
}

/** Every change of status as an arrow. An action that keeps the status stands in the table alone. */
function diagram(): string {
  const arrows = new Map<string, EventName[]>();
  for (const name of eventNames) {
    const { from, to, alsoTo } = ruleOf(name);
    for (const status of from.length > 0 ? from : [undefined]) {
      for (const next of [to, status && alsoTo?.[status]]) {
        if (next === undefined || next === 'same') continue;
        const arrow = `${status === undefined ? '[*]' : idOf(status)} --> ${idOf(next)}`;
        arrows.set(arrow, [...(arrows.get(arrow) ?? []), name]);
      }
    }
  }
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...statuses.map((status) => `  state "${status} · ${sv.status[status]}" as ${idOf(status)}`),
    ...[...arrows].map(([arrow, names]) => `  ${arrow} : ${names.join(', ')}`),
    '```',
  ].join('\n');
}

/* Mermaid takes a hyphen for the beginning of an arrow. */
const idOf = (status: Status): string => status.replaceAll('-', '_');

const statusTable = (): string =>
  table(
    ['status', 'shown in Swedish', 'shown in English'],
    statuses.map((status) => [code(status), sv.status[status], en.status[status]]),
  );

const actionTable = (): string =>
  table(
    ['action', 'from', 'to', 'who may', 'by', 'fields', 'submitter is told'],
    eventNames.map((name) => {
      const { to, alsoTo, who, by, fields, decides } = ruleOf(name);
      return [
        code(name),
        fromWords(name),
        [
          to === 'same' ? 'same' : `${code(to)}${decides ? ', once it is settled' : ''}`,
          ...new Set(Object.values(alsoTo ?? {}).map(code)),
        ].join(', or '),
        who.map((permission) => permissionWords[permission]).join('; '),
        proofWords(by, who),
        Object.entries(fields).map(fieldWords).join('; ') || '–',
        hearingWords(name),
      ];
    }),
  );

function fromWords(name: EventName): string {
  const { from } = ruleOf(name);
  if (from.length === statuses.length) return 'every status';
  if (from.length > 0) return from.map(code).join(', ');
  return name === 'submit' ? '–' : 'never now: only in older histories';
}

/* `recipientsOf` tells them of the first two by rules of their own. */
function hearingWords(name: EventName): string {
  if (name === 'remind') return 'yes';
  if (name === 'comment') return 'if it is for them';
  const { submitterHears, decides } = ruleOf(name);
  return submitterHears ? (decides ? 'if it settles the need' : 'yes') : '–';
}

const proofWords = (by: 'session' | 'link' | undefined, who: readonly Permission[]): string =>
  by === 'link' ? (who.length > 1 ? 'submitter: link; others: session' : 'link') : (by ?? '–');

function fieldWords([name, rule]: readonly [string, FieldRule]): string {
  const needed =
    rule.required === true
      ? ''
      : rule.required === false
        ? ', optional'
        : rule.required === 'against-advice'
          ? ', required against the advice'
          : rule.required === 'unless-same'
            ? ', required unless another need is named'
            : rule.required === 'once-approved'
              ? ', required and offered once the need is approved'
              : ', required when several are open';
  return `${code(name)} (${valueWords(rule)}${needed})`;
}

function valueWords(rule: FieldRule): string {
  switch (rule.kind) {
    case 'text':
      return `text ≤ ${rule.most}`;
    case 'date':
      return rule.earliest === 'asked'
        ? 'date, a day that has passed is questioned'
        : `date, ${rule.earliest} at the earliest`;
    case 'choice':
      return `one of: ${optionsOf(rule.options)}`;
    case 'choices':
      return `any of: ${optionsOf(rule.options)}`;
  }
}

const optionsOf = (options: Extract<FieldRule, { options: unknown }>['options']): string =>
  typeof options === 'string' ? optionWords[options] : options.map(code).join(', ');

const code = (text: string): string => `\`${text}\``;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
