import type { Cost } from './wire-costs.ts';
import type { Refusals } from './refusals.ts';
import type { LoadResult } from './load.ts';
import type { Run } from './processes.ts';
import { median, quantile } from './statistics.ts';
import { sizeOf } from './subjects.ts';
import type { Subject } from './subjects.ts';

/* The tables of docs/performance.md. */

interface Measured {
  readonly runs: ReadonlyMap<Subject, readonly Run[]>;
  readonly empty: readonly number[];
}

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);

/** Median and, in brackets, the middle half. */
const spread = (values: readonly number[], digits = 1): string =>
  `${median(values).toFixed(digits)} (${quantile(values, 0.25).toFixed(digits)}–${quantile(values, 0.75).toFixed(digits)})`;

/** What a subject came to, in milliseconds. */
function figuresOf({ runs, empty }: Measured, name: string) {
  const [subject, its = []] = [...runs].find(([one]) => one.name === name) ?? [];
  if (!subject) throw new Error(`nothing is called ${name}`);
  const none = median(empty);
  return {
    ...sizeOf(subject.bundle),
    init: its.map(({ loaded }) => loaded - none),
    cold: its.map(({ first }) => first - none),
    cpu: its.map(({ cpu }) => cpu),
    took: its.flatMap(({ took }) => took),
  };
}

export function processRows(measured: Measured): string {
  const yardstick = figuresOf(measured, 'R0');
  const rows = [...measured.runs.keys()].map(({ name }) => {
    const { raw, gzipped, later, init, cold, cpu, took } = figuresOf(measured, name);
    const times = (values: readonly number[], of: readonly number[]) =>
      (median(values) / median(of)).toFixed(2);
    return [
      name,
      kilobytes(raw) + (later > 0 ? ` + ${kilobytes(later)}` : ''),
      kilobytes(gzipped),
      spread(init),
      times(init, yardstick.init),
      spread(cold),
      times(cold, yardstick.cold),
      spread(cpu, 2),
      times(cpu, yardstick.cpu),
      median(took).toFixed(2),
      quantile(took, 0.99).toFixed(2),
    ];
  });
  return table(
    [
      'function',
      'kB',
      'kB gzipped',
      'init ms',
      '× R0',
      'cold ms',
      '× R0',
      'warm CPU ms',
      '× R0',
      'p50 ms',
      'p99 ms',
    ],
    rows,
  );
}

/** Each goal, what was measured, and whether it is met. */
export function goalRows(measured: Measured, costs: readonly Cost[]): string {
  const figures = (name: string) => figuresOf(measured, name);
  const yardstick = figures('R0');
  const obvious = figures('the obvious way');
  const submission = figures('submit-need');
  const action = figures('act');
  const ratio = (one: readonly number[], other: readonly number[]) => median(one) / median(other);
  const callsOf = (what: string) => costs.find((cost) => cost.what === what)?.calls ?? [];
  const unitsOf = (what: string) => callsOf(what).reduce((sum, { units }) => sum + (units['table'] ?? 0), 0);
  const notices = callsOf('the five notices of an event').filter(
    ({ operation }) => operation === 'UpdateItem',
  );

  const goals: readonly (readonly [string, number, 'at most' | 'at least', number])[] = [
    ['submission: init, × R0', ratio(submission.init, yardstick.init), 'at most', 0.9],
    ['submission: cold, × R0', ratio(submission.cold, yardstick.cold), 'at most', 0.9],
    ['submission: warm CPU, × R0', ratio(submission.cpu, yardstick.cpu), 'at most', 1.4],
    ['submission: bundle, kB', submission.raw / 1000, 'at most', 230],
    ['submission: calls', callsOf('a submission').length, 'at most', 1],
    ['submission of a few lines: write units besides the indexes', unitsOf('a submission'), 'at most', 6],
    ['action: init, × R0', ratio(action.init, yardstick.init), 'at most', 0.9],
    ['action: cold, × R0', ratio(action.cold, yardstick.cold), 'at most', 0.9],
    ['action: bundle, kB', action.raw / 1000, 'at most', 230],
    ['action: calls, the session among them', callsOf('an action').length, 'at most', 4],
    ['notice: calls, its sending among them; an event costs two more', 1 + notices.length / 5, 'at most', 3],
    [
      'a mail written and its link made: CPU, × R0',
      ratio(figures('one mail written').cpu, yardstick.cpu),
      'at most',
      0.15,
    ],
    ['the obvious way: cold, × submission', ratio(obvious.cold, submission.cold), 'at least', 3],
    ['the obvious way: warm CPU, × submission', ratio(obvious.cpu, submission.cpu), 'at least', 2],
  ];
  return table(
    ['', 'measured', 'goal', 'met'],
    goals.map(([what, value, direction, goal]) => [
      what,
      value.toFixed(2),
      `${direction} ${goal}`,
      (direction === 'at most' ? value <= goal : value >= goal) ? 'yes' : '**no**',
    ]),
  );
}

const unitsText = (units: Readonly<Record<string, number>>): string =>
  Object.entries(units)
    .filter(([, value]) => value > 0)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([place, value]) => `${value} ${place}`)
    .join(', ');

/** The same calls with the same units taken together. */
function callsText({ calls }: Cost): string {
  const counted = new Map<string, number>();
  for (const { operation, items, units } of calls) {
    const call = `${operation} of ${items} (${unitsText(units) || '0'})`;
    counted.set(call, (counted.get(call) ?? 0) + 1);
  }
  return [...counted].map(([call, times]) => (times > 1 ? `${times} × ${call}` : call)).join('; ');
}

const reads = new Set(['Query', 'GetItem', 'BatchGetItem']);

/** Units written and units read, each by table and index. */
function totalsOf({ calls }: Cost): string {
  const sum = (some: Cost['calls']) => {
    const units: Record<string, number> = {};
    for (const call of some) {
      for (const [place, value] of Object.entries(call.units)) units[place] = (units[place] ?? 0) + value;
    }
    return unitsText(units);
  };
  const written = sum(calls.filter(({ operation }) => !reads.has(operation)));
  const read = sum(calls.filter(({ operation }) => reads.has(operation)));
  return [written && `${written} written`, read && `${read} read`].filter(Boolean).join('; ');
}

export const costRows = (costs: readonly Cost[]): string =>
  table(
    ['', 'calls', 'units', 'call by call: items (units by table and index)'],
    costs.map((cost) => [cost.what, String(cost.calls.length), totalsOf(cost), callsText(cost)]),
  );

export function growthRows(
  growth: readonly { readonly needs: number; readonly costs: readonly Cost[] }[],
): string {
  const [first] = growth;
  return table(
    ['calls / units with so many needs stored', ...growth.map(({ needs }) => needs.toLocaleString('en'))],
    (first?.costs ?? []).map(({ what }) => [
      what,
      ...growth.map(({ costs }) => {
        const cost = costs.find((one) => one.what === what);
        return cost ? `${cost.calls.length} / ${totalsOf(cost)}` : '';
      }),
    ]),
  );
}

export function refusalRows({ medians, each }: Refusals): string {
  const fastest = Math.min(...Object.values(medians));
  return table(
    [`${each} of each, in a mixed order`, 'median, ms', 'over the fastest'],
    Object.entries(medians).map(([name, value]) => [
      `a link that is ${name}`,
      value.toFixed(2),
      `${Math.round((value / fastest - 1) * 100)} %`,
    ]),
  );
}

export const loadRows = (result: LoadResult, perSecond: number, seconds: number): string =>
  table(
    [`${perSecond} submissions a second for ${seconds} s`, ''],
    [
      ['accepted', `${result.accepted} of ${result.asked}`],
      ['stored, each notice recorded as sent', String(result.stored)],
      ['mails', `${result.mailed} of ${result.due}, ${result.doubled} doubled`],
      ['a submission, p50 and p99', `${result.p50.toFixed(0)} and ${result.p99.toFixed(0)} ms`],
      ['drained after', `${result.drain.toFixed(0)} s`],
      ['memory held, MB, over the tenths of the time', result.memory.map((one) => one.toFixed(0)).join(', ')],
    ],
  );
