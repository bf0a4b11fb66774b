import { readFileSync } from 'node:fs';
import type { Verdict } from '../../lambdas/domain/need/decide.ts';
import { decide } from '../../lambdas/domain/need/decide.ts';
import type { Actor } from '../../lambdas/domain/need/event.ts';
import { fieldsOf, parseInput } from '../../lambdas/domain/need/fields.ts';
import type { Need, Status } from '../../lambdas/domain/need/need.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { Submission } from '../../lambdas/domain/need/submission.ts';
import { submit } from '../../lambdas/domain/need/submit.ts';
import type { ActionName, GoingOn } from '../../lambdas/domain/need/workflow.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { permissionFor, permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';

/** A fresh copy of the organisation file that ships. */
export const shippedFile = (): unknown =>
  JSON.parse(readFileSync(new URL('../../config/organisation.json', import.meta.url), 'utf8'));

export const shipped: Organisation = parseOrganisation(shippedFile());

export const now = '2026-11-23T09:00:00.000Z' as Instant;

/**
 * An organisation in which everybody holds one role: the departments `shared` and `responsible` are in the areas north
 * and south, whose leads each head a department of their own. Deputies stand in today, until yesterday or from tomorrow.
 */
export const pure: Organisation = parseOrganisation({
  university: { name: named('university') },
  modelManager: 'manager',
  modelOwner: 'owner',
  registrars: ['registrar'],
  people: [
    ...['developer-north', 'developer-south', 'developer-east'],
    ...['lead-north', 'lead-south', 'head-east', 'head-shared', 'head-responsible'],
    ...['deputy-shared', 'past-deputy-shared', 'deputy-responsible', 'coming-deputy-responsible'],
    ...['manager', 'owner', 'registrar'],
  ].map((id) => ({ id, name: `Name of ${id}`, email: `${id}@example.org` })),
  departments: [
    department('north-only', 'lead-north'),
    department('south-only', 'lead-south'),
    department('east-only', 'head-east'),
    department('shared', 'head-shared', [
      { person: 'deputy-shared', from: '2026-11-23', to: '2026-11-23' },
      { person: 'past-deputy-shared', from: '2026-11-01', to: '2026-11-22' },
    ]),
    department('responsible', 'head-responsible', [
      { person: 'deputy-responsible', from: '2026-11-01', to: '2026-11-30' },
      { person: 'coming-deputy-responsible', from: '2026-11-24', to: '2026-11-30' },
    ]),
  ],
  areas: [
    area('north', ['north-only', 'shared', 'responsible'], 'lead-north'),
    area('south', ['south-only', 'shared', 'responsible'], 'lead-south'),
    area('east', ['east-only'], 'head-east'),
  ],
  schools: [],
});

function named(name: string) {
  return { sv: name, en: name };
}
function department(id: string, head: string, deputies: readonly object[] = []) {
  return { id, name: named(id), head, deputies };
}
function area(id: string, departments: readonly string[], lead: string) {
  return {
    id,
    name: named(id),
    topics: { sv: [], en: [] },
    departments,
    lead,
    developers: [`developer-${id}`],
  };
}

export const submitter: Actor = { kind: 'submitter' };
export const system: Actor = { kind: 'system' };
export const as = (person: string): Actor => ({ kind: 'person', person: person as PersonId });

/** A need just submitted, with its first event. */
export function submitted(
  organisation: Organisation,
  picked: { readonly areas?: readonly string[]; readonly departments?: readonly string[] },
  submitterIsStaff?: string,
) {
  const submission = Submission.parse({
    title: 'Bokning av salar',
    problem: 'Salar dubbelbokas.',
    cause: 'Två system talar inte med varandra.',
    affected: 'Alla lärare',
    ...picked,
  });
  const reference = 'B26-7KQ4M' as Reference;
  const staff = submitterIsStaff as PersonId | undefined;
  const asked = { reference, submission, ...(staff !== undefined && { submitterIsStaff: staff }) };
  const { event, need } = submit(organisation, asked, now);
  return { submission, event, need: { ...need, confirmation: 'confirmed' as const } };
}

/** One action by somebody, with what they fill in, and what goes on beside the need. */
export type Step = readonly [
  action: ActionName,
  actor: Actor,
  filledIn?: Readonly<Record<string, unknown>>,
  goingOn?: readonly GoingOn[],
];

/** Tries one action the way a link does: who may, then what was filled in, then the decision. */
export function attempt(
  organisation: Organisation,
  need: Need,
  [action, actor, filledIn = {}, goingOn = []]: Step,
  at = now,
): Verdict {
  const permissions = permissionsOf(organisation, need, actor, dayOf(at));
  const permission = permissionFor(permissions, action);
  if (permission !== 'now') return { kind: permission };
  const parsed = parseInput(action, fieldsOf(permissions, action, goingOn), filledIn);
  if ('mistakes' in parsed) return { kind: 'mistaken', mistakes: parsed.mistakes };
  return decide(permissions, parsed.action, need.version, at);
}

/** Tries one action that must happen. */
export function happen(organisation: Organisation, need: Need, step: Step, at = now) {
  const verdict = attempt(organisation, need, step, at);
  if (verdict.kind !== 'happened')
    throw new Error(`${step[0]} did not happen: ${JSON.stringify(verdict)} (${need.status})`);
  return verdict;
}

/** The need after actions that must all happen. */
export const play = (organisation: Organisation, need: Need, ...steps: readonly Step[]): Need =>
  steps.reduce((before, step) => happen(organisation, before, step).need, need);

export const reviewDate = '2027-03-01';
const developer = as('developer-north');
const responsible = as('head-responsible');
const toDeciding: readonly Step[] = [
  ['take', developer],
  [
    'coordinate',
    developer,
    {
      actualNeed: 'En bokning',
      whyItArose: 'Två system',
      leadArea: 'north',
      responsible: 'responsible',
      departments: ['shared', 'responsible'],
    },
  ],
  ['raise', developer],
  ['advise', as('lead-north'), { advice: 'do', priority: 'high', goals: ['goals'] }],
];
const toApproved: readonly Step[] = [...toDeciding, ['approve', as('head-shared')], ['approve', responsible]];
const toStarted: readonly Step[] = [...toApproved, ['start', developer, { plannedEnd: '2027-06-01' }]];

/** How a need comes to each status, by real actions in the `pure` organisation. */
export const pathTo: Readonly<Record<Status, readonly Step[]>> = {
  received: [],
  clarifying: [['take', developer]],
  'awaiting-submitter': [
    ['take', developer],
    ['ask', developer, { question: 'Vilka salar?' }],
  ],
  referred: [['refer', developer, { referredTo: 'Lokalgruppen', reason: 'Deras' }]],
  withdrawn: [['withdraw', submitter]],
  coordinating: toDeciding.slice(0, 2),
  advising: toDeciding.slice(0, 3),
  deciding: toDeciding,
  approved: toApproved,
  deferred: [...toDeciding, ['defer', responsible, { reason: 'Resurser', reviewDate }]],
  declined: [...toDeciding, ['decline', responsible, { reason: 'För dyrt' }]],
  'in-progress': toStarted,
  paused: [...toStarted, ['pause', responsible, { reason: 'Sjukdom' }]],
  completed: [...toStarted, ['complete', responsible, { outcome: 'En bokning' }]],
};

/** A need of the departments `shared` and `responsible` in the areas north and south, brought to a status. */
export function needIn<Standing extends Status>(status: Standing): Need & { status: Standing } {
  const { need } = submitted(pure, { departments: ['shared', 'responsible'] });
  return play(pure, need, ...pathTo[status]) as Need & { status: Standing };
}
