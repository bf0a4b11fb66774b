import { dayOf } from '../../lambdas/domain/time/time.ts';
import { permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import { describe, expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/need/decide.ts';
import type { Actor } from '../../lambdas/domain/need/event.ts';
import type { Need, Status } from '../../lambdas/domain/need/need.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { actionNames, isFinal, statuses } from '../../lambdas/domain/need/workflow.ts';
import type { Action, ActionName } from '../../lambdas/domain/need/workflow.ts';
import { as, needIn, now, pathTo, play, pure, reviewDate, submitted, submitter, system } from './fixtures.ts';

/** What somebody must be to do something. */
type Who =
  | 'submitter'
  | 'developer'
  | 'developer of the lead area'
  | 'area lead'
  | 'head of a deciding department'
  | 'responsible head'
  | 'model manager'
  | 'registrar'
  | 'anyone involved'
  | 'the system on the review date';

const beforeDecision: readonly Status[] = [
  'received',
  'clarifying',
  'awaiting-submitter',
  'coordinating',
  'advising',
  'deciding',
];
const everywhere: readonly Status[] = [
  ...beforeDecision,
  'referred',
  'approved',
  'deferred',
  'declined',
  'in-progress',
  'paused',
  'completed',
  'withdrawn',
];

const open: readonly Status[] = [...beforeDecision, 'approved', 'in-progress', 'paused'];

/** The workflow (docs/workflow.md), typed once more: action, from, to, who may. */
const table: readonly (readonly [ActionName, readonly Status[], Status | 'same', readonly Who[]])[] = [
  ['take', ['received'], 'clarifying', ['developer']],
  ['reroute', open, 'same', ['developer', 'model manager']],
  ['ask', ['received', 'clarifying', 'awaiting-submitter'], 'awaiting-submitter', ['developer']],
  ['answer', ['awaiting-submitter'], 'clarifying', ['submitter', 'developer']],
  ['refer', ['received', 'clarifying'], 'referred', ['developer', 'model manager']],
  ['coordinate', ['received', 'clarifying'], 'coordinating', ['developer']],
  ['return', ['coordinating', 'advising'], 'clarifying', ['developer']],
  ['raise', ['coordinating'], 'advising', ['developer of the lead area']],
  ['advise', ['advising'], 'deciding', ['area lead', 'developer of the lead area']],
  ['bypass', ['coordinating'], 'deciding', ['developer of the lead area']],
  ['approve', ['deciding'], 'approved', ['head of a deciding department']],
  ['defer', ['deciding'], 'deferred', ['head of a deciding department']],
  ['decline', ['deciding'], 'declined', ['head of a deciding department']],
  ['start', ['approved'], 'in-progress', ['developer of the lead area', 'responsible head']],
  ['reschedule', ['in-progress', 'paused'], 'same', ['developer of the lead area', 'responsible head']],
  ['pause', ['in-progress'], 'paused', ['developer of the lead area', 'responsible head']],
  ['resume', ['paused'], 'in-progress', ['developer of the lead area', 'responsible head']],
  ['complete', ['in-progress'], 'completed', ['developer of the lead area', 'responsible head']],
  [
    'reopen',
    ['deferred', 'declined', 'referred', 'completed'],
    'clarifying',
    ['developer of the lead area', 'responsible head', 'the system on the review date'],
  ],
  ['withdraw', beforeDecision, 'withdrawn', ['submitter']],
  ['register', everywhere, 'same', ['developer', 'model manager', 'registrar']],
  ['evaluate', ['completed'], 'same', ['submitter']],
  ['readdress', open, 'same', ['developer']],
  ['comment', everywhere, 'same', ['anyone involved', 'submitter']],
  /* Of a need whose address is confirmed nobody may: test/domain/confirmation.test.ts has the others. */
  ['confirm', open, 'same', []],
  ['disown', open, 'same', []],
  ['release', ['received'], 'same', []],
];

/** What each action carries when it is filled in rightly for a need of the `pure` organisation. */
const filledIn: { readonly [Name in ActionName]: (Action & { name: Name })['input'] } = {
  take: {},
  reroute: {
    areas: [],
    departments: ['shared', 'responsible'],
    leadArea: 'north',
    responsible: 'responsible',
    reason: 'Rätt område',
  } as unknown as (Action & { name: 'reroute' })['input'],
  ask: { question: 'Vilka salar?' },
  answer: { answer: 'Alla' },
  refer: { referredTo: 'Lokalgruppen', reason: 'Deras' },
  coordinate: {
    actualNeed: 'En bokning',
    whyItArose: 'Två system',
    leadArea: 'north',
    responsible: 'responsible',
    departments: ['shared', 'responsible'],
  } as unknown as (Action & { name: 'coordinate' })['input'],
  return: { reason: 'Oklart' },
  raise: {},
  advise: { advice: 'do', priority: 'high', goals: [], insteadOf: [] },
  bypass: { reason: 'legal-deadline' },
  approve: {},
  defer: { reason: 'Resurser', reviewDate } as (Action & { name: 'defer' })['input'],
  decline: { reason: 'För dyrt' },
  start: { plannedEnd: '2027-06-01' } as (Action & { name: 'start' })['input'],
  reschedule: { plannedEnd: '2027-09-01', reason: 'Sjukdom' } as (Action & {
    name: 'reschedule';
  })['input'],
  register: { number: 'HIG 2026/123', secrecy: 'yes' },
  evaluate: { solved: 'no' },
  readdress: { address: 'ny@example.org' },
  pause: { reason: 'Sjukdom' },
  resume: {},
  complete: { outcome: 'En bokning' },
  reopen: { reason: 'Nytt läge' },
  withdraw: {},
  comment: { text: 'Bra' },
  confirm: {},
  disown: {},
  release: {},
};

/** Somebody in the `pure` organisation, and what they are: once a lead area is settled, and before. */
interface Cast {
  readonly actor: Actor;
  readonly is: readonly Who[];
  readonly isBeforeCoordination?: readonly Who[];
  readonly at?: string;
}
const head: readonly Who[] = ['head of a deciding department', 'anyone involved'];
const responsibleHead: readonly Who[] = [...head, 'responsible head'];
const developer: readonly Who[] = ['developer', 'anyone involved'];
const leadDeveloper: readonly Who[] = [...developer, 'developer of the lead area'];
const lead: readonly Who[] = ['area lead', 'anyone involved'];

const cast: Readonly<Record<string, Cast>> = {
  submitter: { actor: submitter, is: ['submitter'] },
  'developer of the lead area': { actor: as('developer-north'), is: leadDeveloper },
  'developer of another involved area': {
    actor: as('developer-south'),
    is: developer,
    isBeforeCoordination: leadDeveloper,
  },
  'developer of an area not involved': { actor: as('developer-east'), is: [] },
  'lead of the lead area': { actor: as('lead-north'), is: lead },
  'lead of another involved area': {
    actor: as('lead-south'),
    is: ['anyone involved'],
    isBeforeCoordination: lead,
  },
  'head of the responsible department': { actor: as('head-responsible'), is: responsibleHead },
  'head of another involved department': {
    actor: as('head-shared'),
    is: head,
    isBeforeCoordination: responsibleHead,
  },
  'head of a department not involved': { actor: as('head-east'), is: [] },
  'deputy of the responsible head, in the period': { actor: as('deputy-responsible'), is: responsibleHead },
  'deputy of the responsible head, before the period': { actor: as('coming-deputy-responsible'), is: [] },
  'deputy of another involved head, in the period': {
    actor: as('deputy-shared'),
    is: head,
    isBeforeCoordination: responsibleHead,
  },
  'deputy of another involved head, after the period': { actor: as('past-deputy-shared'), is: [] },
  'model manager': { actor: as('manager'), is: ['model manager', 'anyone involved'] },
  'model owner': { actor: as('owner'), is: [] },
  registrar: { actor: as('registrar'), is: ['registrar'] },
  'somebody unknown': { actor: as('stranger'), is: [] },
  'the system before the review date': { actor: system, is: [], at: '2027-02-28T22:59:59.999Z' },
  'the system on the review date': {
    actor: system,
    is: ['the system on the review date'],
    at: '2027-02-28T23:00:00.000Z',
  },
};

const beforeCoordination: readonly Status[] = [
  'received',
  'clarifying',
  'awaiting-submitter',
  'referred',
  'withdrawn',
];

/** Where the need goes when this person does this: two departments are involved, and neither has decided yet. */
function destination([action, , to]: (typeof table)[number], status: Status, is: readonly Who[]): Status {
  if (action === 'approve') return 'deciding';
  if ((action === 'defer' || action === 'decline') && !is.includes('responsible head')) return 'coordinating';
  return to === 'same' ? status : to;
}

function expected(row: (typeof table)[number], status: Status, is: readonly Who[]): string {
  const [, from, , who] = row;
  const may = is.filter((word) => who.includes(word));
  /* The system has a review date to go by only where a decision was deferred. */
  const onReviewDate = may.includes('the system on the review date');
  if (may.length === 0 || (onReviewDate && status !== 'deferred')) return 'never';
  return from.includes(status) ? `happens → ${destination(row, status, is)}` : 'not now';
}

function found(need: Need, action: ActionName, { actor, at = now }: Cast): string {
  const input = filledIn[action];
  const permissions = permissionsOf(pure, need, actor, dayOf(at as Instant));
  const verdict = decide(permissions, { name: action, input } as Action, need.version, at as Instant);
  if (verdict.kind === 'happened') return `happens → ${verdict.need.status}`;
  return verdict.kind === 'not-now' ? 'not now' : verdict.kind;
}

const matrix = (cellOf: (row: (typeof table)[number], name: string, person: Cast) => string) =>
  Object.fromEntries(
    table.flatMap((row) =>
      Object.entries(cast).map(([name, person]) => [`${row[0]} by ${name}`, cellOf(row, name, person)]),
    ),
  );

describe('every status, every action, every role: exactly what the workflow says happens', () => {
  test('the table typed here names every action and every status there is', () => {
    expect(table.map(([action]) => action).sort()).toEqual([...actionNames].sort());
    expect([...everywhere].sort()).toEqual([...statuses].sort());
  });

  test.each(everywhere)('a need that is %s', (status) => {
    const need = needIn(status);
    expect(matrix((row, _name, person) => found(need, row[0], person))).toEqual(
      matrix((row, _name, { is, isBeforeCoordination = is }) =>
        expected(row, status, beforeCoordination.includes(status) ? isBeforeCoordination : is),
      ),
    );
  });

  const withoutAreas: readonly (readonly [Status, Need])[] = (() => {
    const { need } = submitted(pure, {});
    const manager = as('manager');
    const refer = ['refer', manager, { referredTo: 'Fackförbundet', reason: 'Ej stödet' }] as const;
    return [
      ['received', need],
      ['referred', play(pure, need, refer)],
      ['withdrawn', play(pure, need, ['withdraw', submitter])],
    ];
  })();

  test.each(withoutAreas)(
    'a need of no known area that is %s: the model manager alone moves it',
    (status, need) => {
      const is: Readonly<Record<string, readonly Who[]>> = {
        submitter: ['submitter'],
        'model manager': ['model manager', 'developer of the lead area', 'anyone involved'],
        registrar: ['registrar'],
      };
      expect(matrix((row, _name, person) => found(need, row[0], person))).toEqual(
        matrix((row, name) => expected(row, status, is[name] ?? [])),
      );
    },
  );
});

describe('the workflow as a whole', () => {
  test.each(everywhere)('a need comes from its submission to %s', (status) => {
    expect(needIn(status).status).toBe(status);
  });

  test.each(everywhere)('%s is left again by somebody, unless it is withdrawn', (status) => {
    const need = needIn(status);
    const ways = table.flatMap(([action]) =>
      Object.values(cast)
        .map((person) => found(need, action, person))
        .filter((outcome) => outcome.startsWith('happens') && outcome !== `happens → ${status}`),
    );
    expect(ways.length === 0).toBe(status === 'withdrawn');
    expect(isFinal(status)).toBe(status === 'withdrawn');
  });

  test('every path of the fixtures starts at the submission', () => {
    expect(Object.keys(pathTo).sort()).toEqual([...everywhere].sort());
  });
});
