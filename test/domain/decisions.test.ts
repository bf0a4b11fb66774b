import { describe, expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/need/decide.ts';
import { fieldsOf } from '../../lambdas/domain/need/fields.ts';
import { decidingIn, disagreementIn } from '../../lambdas/domain/need/deciding.ts';
import type { Need, Status } from '../../lambdas/domain/need/need.ts';
import type { ActionName } from '../../lambdas/domain/need/workflow.ts';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import type { Day, Instant } from '../../lambdas/domain/time/time.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import type { Step } from './fixtures.ts';
import {
  as,
  attempt,
  happen,
  needIn,
  now,
  pathTo,
  play,
  pure,
  shipped,
  shippedFile,
  submitted,
  submitter,
  system,
} from './fixtures.ts';

const lisa = as('lisa-eliasson');
const coordination = {
  actualNeed: 'En bokning',
  whyItArose: 'Två system',
  leadArea: 'infrastruktur',
  responsible: 'it',
  departments: ['studentservice', 'fastighet-campus', 'it'],
};
const advised = (advice: string): readonly Step[] => [
  ['take', lisa],
  ['coordinate', lisa, coordination],
  ['raise', lisa],
  ['advise', as('chef-it'), { advice, priority: 'medium' }],
];
const deciding = (organisation: Organisation = shipped, advice = 'do'): Need =>
  play(organisation, submitted(organisation, { areas: ['infrastruktur'] }).need, ...advised(advice));

const heads = {
  studentservice: 'chef-studentservice',
  'fastighet-campus': 'chef-fastighet-campus',
  it: 'chef-it',
};
const filledIn = {
  approve: {},
  defer: { reason: 'Resurser', reviewDate: '2027-03-01' },
  decline: { reason: 'För dyrt' },
};
type Choice = keyof typeof filledIn;
type Decision = readonly [department: keyof typeof heads, choice: Choice];
const decision = ([department, choice]: Decision): Step => [choice, as(heads[department]), filledIn[choice]];

function* permutations<Value>(values: readonly Value[]): Generator<readonly Value[]> {
  if (values.length === 0) yield [];
  for (const value of values)
    for (const rest of permutations(values.filter((other) => other !== value))) yield [value, ...rest];
}
const choices: readonly Choice[] = ['approve', 'defer', 'decline'];
const departments = ['studentservice', 'fastighet-campus', 'it'] as const;
const everyOrder = [...permutations(departments)].flatMap(([first, second, third]) =>
  choices.flatMap((one) =>
    choices.flatMap((two) =>
      choices.map((three): readonly Decision[] =>
        [[first, one] as const, [second, two] as const, [third, three] as const].flatMap(
          ([department, choice]) => (department ? [[department, choice] as const] : []),
        ),
      ),
    ),
  ),
);

/** Deciding with several departments (docs/design.md, "The workflow"): where the need stands after each decision, as long as it is open. */
function outcomes(decisions: readonly Decision[]): readonly (Status | 'not-now')[] {
  const first = decisions.findIndex(([, choice]) => choice !== 'approve');
  return decisions.map(([department, choice], index) => {
    if (first !== -1 && index > first) return 'not-now';
    if (choice === 'approve') return index === decisions.length - 1 ? 'approved' : 'deciding';
    if (department !== 'it') return 'coordinating';
    return choice === 'defer' ? 'deferred' : 'declined';
  });
}

describe('three departments decide, each for its own', () => {
  test(`everyone approving approves; the responsible's later or no settles it; another's sends it back (${everyOrder.length} sequences)`, () => {
    expect(everyOrder).toHaveLength(6 * 27);
    for (const decisions of everyOrder) {
      let need = deciding();
      const found = decisions.map((one) => {
        const verdict = attempt(shipped, need, decision(one));
        if (verdict.kind !== 'happened') return verdict.kind;
        ({ need } = verdict);
        return need.status;
      });
      expect({ decisions, found }).toEqual({ decisions, found: outcomes(decisions) });
    }
  });

  test('sent back by another head, the need is coordinated with what was settled before, and decided anew', () => {
    const back = play(
      shipped,
      deciding(),
      decision(['it', 'approve']),
      decision(['studentservice', 'decline']),
    );
    expect(back).toMatchObject({
      status: 'coordinating',
      coordination: { leadArea: 'infrastruktur', responsible: 'it' },
    });
    expect(back).not.toHaveProperty('approvals');
    const again = play(shipped, back, ['raise', lisa], ['advise', lisa, { advice: 'do', priority: 'low' }]);
    expect(again).toMatchObject({ status: 'deciding', approvals: [] });
  });

  test('the reason of a head who sent it back stays in the history', () => {
    const { event } = happen(shipped, deciding(), decision(['studentservice', 'decline']));
    expect(event).toMatchObject({
      status: 'coordinating',
      input: { reason: 'För dyrt', department: 'studentservice' },
    });
  });

  test.each(choices)('a department that has approved cannot %s while the others wait', (choice) => {
    const need = play(shipped, deciding(), decision(['it', 'approve']));
    expect(attempt(shipped, need, decision(['it', choice])).kind).toBe('not-now');
    expect(need.status).toBe('deciding');
  });

  test('nobody decides for a department that is not theirs', () => {
    expect(
      attempt(shipped, deciding(), ['approve', as('chef-it'), { department: 'studentservice' }]),
    ).toMatchObject({
      kind: 'happened',
      event: { input: { department: 'it' } },
    });
    expect(attempt(shipped, deciding(), ['approve', as('chef-hr'), { department: 'it' }]).kind).toBe('never');
  });

  test('nobody but a head or a deputy can decide: not the group, not the manager, not the submitter, not the system', () => {
    const others = ['lisa-eliasson', 'stina-eklund', 'hogskoledirektor', 'chef-hr', 'ann-edenhamn'].map(as);
    for (const actor of [...others, submitter, system])
      for (const choice of choices)
        expect(attempt(shipped, deciding(), [choice, actor, filledIn[choice]]).kind).toBe('never');
  });

  test('each approval is kept with who gave it and when, until the last makes the need approved', () => {
    const need = play(shipped, deciding(), ...departments.map((one) => decision([one, 'approve'])));
    expect(need).toMatchObject({
      status: 'approved',
      approvals: [
        { department: 'studentservice', by: 'chef-studentservice', at: now },
        { department: 'fastighet-campus', by: 'chef-fastighet-campus', at: now },
        { department: 'it', by: 'chef-it', at: now },
      ],
    });
  });
});

describe('a deputy', () => {
  test('decides in their own name, for the head', () => {
    const { event, need } = happen(pure, needIn('deciding'), ['approve', as('deputy-shared')]);
    expect(event.by).toEqual({
      kind: 'person',
      person: 'deputy-shared',
      name: 'Name of deputy-shared',
      for: { person: 'head-shared', name: 'Name of head-shared', department: 'shared' },
    });
    expect(need).toMatchObject({
      approvals: [{ department: 'shared', by: 'deputy-shared', for: 'head-shared' }],
    });
  });

  test('leaves the head with all rights, and whoever comes first decides', () => {
    const need = needIn('deciding');
    const { event, need: after } = happen(pure, need, ['approve', as('head-shared')]);
    expect(event.by).toEqual({ kind: 'person', person: 'head-shared', name: 'Name of head-shared' });
    expect(attempt(pure, after, ['approve', as('deputy-shared')]).kind).toBe('not-now');
    const other = happen(pure, need, ['approve', as('deputy-shared')]).need;
    expect(attempt(pure, other, ['decline', as('head-shared'), { reason: 'Nej' }]).kind).toBe('not-now');
  });

  test('of the responsible head settles the whole, as the head would', () => {
    const { event, need } = happen(pure, needIn('deciding'), [
      'decline',
      as('deputy-responsible'),
      { reason: 'För dyrt' },
    ]);
    expect(need.status).toBe('declined');
    expect(event.by).toMatchObject({ person: 'deputy-responsible', for: { person: 'head-responsible' } });
  });

  test.each([
    ['the last moment before the period', '2026-11-22T22:59:59.999Z', 'never'],
    ['the first moment of the first day', '2026-11-22T23:00:00.000Z', 'happened'],
    ['the last moment of the last day', '2026-11-23T22:59:59.999Z', 'happened'],
    ['the first moment after the period', '2026-11-23T23:00:00.000Z', 'never'],
  ])('stands in from the first day to the last, both included, by Stockholm time: %s', (_when, at, kind) => {
    expect(attempt(pure, needIn('deciding'), ['approve', as('deputy-shared')], at as Instant).kind).toBe(
      kind,
    );
  });

  test('who is head of one involved department and deputy of another acts for the one they decide for', () => {
    const organisation = changed((departments) => {
      find(departments, 'it').deputies = [
        { person: 'chef-studentservice', from: '2026-11-01', to: '2026-11-30' },
      ];
    });
    const need = deciding(organisation);
    const both = as('chef-studentservice');
    expect(
      happen(organisation, need, ['approve', both, { department: 'studentservice' }]).event.by,
    ).not.toHaveProperty('for');
    expect(happen(organisation, need, ['approve', both, { department: 'it' }]).event.by).toMatchObject({
      person: 'chef-studentservice',
      for: { person: 'chef-it', department: 'it' },
    });
  });
});

interface DepartmentInFile {
  id: string;
  head: string;
  deputies?: object[];
}
const find = (departments: readonly DepartmentInFile[], id: string): DepartmentInFile => {
  const department = departments.find((one) => one.id === id);
  if (!department) throw new Error(`no department ${id}`);
  return department;
};

/** The organisation that ships with its departments changed. */
function changed(change: (departments: DepartmentInFile[]) => void): Organisation {
  const file = shippedFile() as { departments: DepartmentInFile[] };
  change(file.departments);
  return parseOrganisation(file);
}

describe('a person who heads two involved departments', () => {
  const organisation = changed((departments) => {
    find(departments, 'fastighet-campus').head = 'chef-it';
  });
  const chief = as('chef-it');

  test('is asked which of them the decision is for, among those that are open', () => {
    const need = deciding(organisation);
    expect(attempt(organisation, need, ['approve', chief])).toEqual({
      kind: 'mistaken',
      mistakes: [{ field: 'department', problem: 'missing' }],
    });
    expect(attempt(organisation, need, ['approve', chief, { department: 'studentservice' }])).toEqual({
      kind: 'mistaken',
      mistakes: [{ field: 'department', problem: 'not-an-option' }],
    });
  });

  test('decides for one, and then for the other without being asked', () => {
    const one = happen(organisation, deciding(organisation), ['approve', chief, { department: 'it' }]);
    expect(one.need).toMatchObject({ status: 'deciding', approvals: [{ department: 'it' }] });
    const two = happen(organisation, one.need, ['approve', chief]);
    expect(two.event).toMatchObject({ input: { department: 'fastighet-campus' } });
    expect(attempt(organisation, two.need, ['approve', chief]).kind).toBe('not-now');
  });

  test('settles the whole only by the responsible department', () => {
    const no = { reason: 'Nej' };
    const need = deciding(organisation);
    expect(happen(organisation, need, ['decline', chief, { ...no, department: 'it' }]).need.status).toBe(
      'declined',
    );
    expect(
      happen(organisation, need, ['decline', chief, { ...no, department: 'fastighet-campus' }]).need.status,
    ).toBe('coordinating');
  });
});

test('a decision is for a department that is still open, also where it was read before another decided', () => {
  const open = needIn('deciding');
  const head = pure.departments.map((one) => ({ ...one, head: 'head-shared' as never }));
  const verdict = (department?: string) => {
    const permissions = permissionsOf({ ...pure, departments: head }, open, as('head-shared'), dayOf(now));
    return decide(permissions, { name: 'decline', input: { reason: 'Nej', department } as never }, 1, now);
  };
  const mistaken = (problem: string) => ({ kind: 'mistaken', mistakes: [{ field: 'department', problem }] });
  expect(verdict()).toEqual(mistaken('missing'));
  expect(verdict('east-only')).toEqual(mistaken('not-an-option'));
  expect(verdict('shared').kind).toBe('happened');
});

test('a need keeps the date by which it is wanted', () => {
  const { need } = submitted(pure, { areas: ['north'] });
  const deadline = { date: '2027-06-30' as Day, kind: 'law' as const };
  const start: Step = ['start', as('developer-north'), { plannedEnd: '2027-06-30' }];
  expect(play(pure, { ...need, deadline }, ['take', as('developer-north')]).deadline).toEqual(deadline);
  expect(attempt(pure, { ...needIn('approved'), deadline }, start).kind).toBe('happened');
});

describe('a reroute', () => {
  const toEverybody = { areas: ['infrastruktur', 'utbildning'], reason: 'Fler berörs' };

  test('while heads decide makes every department decide anew', () => {
    const need = play(shipped, deciding(), decision(['studentservice', 'approve']), [
      'reroute',
      lisa,
      toEverybody,
    ]);
    expect(need).toMatchObject({
      status: 'deciding',
      approvals: [],
      areas: ['infrastruktur', 'utbildning'],
      departments: ['studentservice', 'fastighet-campus', 'it', 'utbildning-forskning', 'biblioteket'],
      route: { kind: 'advised' },
    });
    expect(attempt(shipped, need, decision(['studentservice', 'approve'])).kind).toBe('happened');
  });

  test.each<[string, (need: Need) => Need]>([
    [
      'coordinating',
      () =>
        play(shipped, submitted(shipped, { areas: ['infrastruktur'] }).need, ...advised('do').slice(0, 2)),
    ],
    [
      'advising',
      () =>
        play(shipped, submitted(shipped, { areas: ['infrastruktur'] }).need, ...advised('do').slice(0, 3)),
    ],
    ['deciding', () => deciding()],
  ])('while %s keeps the status, unless the lead area or the responsible department goes', (status, need) => {
    const before = need(deciding());
    expect(before.status).toBe(status);
    for (const gone of [
      { areas: ['styrning'] },
      { areas: ['kommunikation'] },
      { departments: ['fastighet-campus'] },
    ]) {
      const after = happen(shipped, before, ['reroute', lisa, { ...gone, reason: 'Fel' }]).need;
      expect(after.status).toBe('clarifying');
      expect(after).not.toHaveProperty('coordination');
    }
    expect(happen(shipped, before, ['reroute', lisa, toEverybody]).need).toMatchObject({
      status,
      since: before.since,
      coordination: { leadArea: 'infrastruktur', responsible: 'it' },
    });
  });

  test.each([
    ['approved', []],
    ['in-progress', [['start', lisa, { plannedEnd: '2027-06-01' }]]],
    [
      'paused',
      [
        ['start', lisa, { plannedEnd: '2027-06-01' }],
        ['pause', as('chef-it'), { reason: 'Sjuk' }],
      ],
    ],
  ] as const)(
    'once %s names who leads and who is responsible from then on, and keeps the status',
    (status, steps) => {
      const approved = play(
        shipped,
        deciding(),
        ...(['studentservice', 'fastighet-campus', 'it'] as const).map((id) => decision([id, 'approve'])),
      );
      const before = play(shipped, approved, ...(steps as unknown as readonly Step[]));
      expect(before.status).toBe(status);
      const manager = as('stina-eklund');
      const elsewhere = { areas: ['styrning'], reason: 'Omorganisation' };
      expect(attempt(shipped, before, ['reroute', manager, elsewhere]).kind).toBe('mistaken');
      const wrong = { ...elsewhere, leadArea: 'infrastruktur', responsible: 'it' };
      expect(attempt(shipped, before, ['reroute', manager, wrong])).toEqual({
        kind: 'mistaken',
        mistakes: ['leadArea', 'responsible'].map((field) => ({ field, problem: 'not-an-option' })),
      });
      const right = { ...elsewhere, leadArea: 'styrning', responsible: 'hr' };
      expect(happen(shipped, before, ['reroute', manager, right]).need).toMatchObject({
        status,
        areas: ['styrning'],
        coordination: { leadArea: 'styrning', responsible: 'hr' },
      });
    },
  );

  test('of work under way leaves what was approved, and must lead to an area and a department that are in it', () => {
    const going = needIn('in-progress');
    const to = (filledIn: object): Step => [
      'reroute',
      as('manager'),
      { areas: ['north'], reason: 'Fel', ...filledIn },
    ];
    expect(attempt(pure, going, to({ leadArea: 'south', responsible: 'south-only' }))).toEqual({
      kind: 'mistaken',
      mistakes: [
        { field: 'leadArea', problem: 'not-an-option' },
        { field: 'responsible', problem: 'not-an-option' },
      ],
    });
    const after = play(pure, going, to({ leadArea: 'north', responsible: 'shared' }));
    expect(after).toMatchObject({
      ...{ status: 'in-progress', approvals: [{ department: 'shared' }, { department: 'responsible' }] },
      coordination: { leadArea: 'north', responsible: 'shared', deciding: ['shared', 'responsible'] },
    });
  });

  test('leaves the decision to those of who were to decide that are still in it, and to who is responsible then', () => {
    const [take, [, , filledIn], ...rest] = pathTo.deciding as [Step, Step, ...Step[]];
    const departments = ['shared', 'south-only'];
    const wide: readonly Step[] = [
      take,
      ['coordinate', as('developer-north'), { ...filledIn, departments }],
      ...rest,
    ];
    const { need } = submitted(pure, { areas: ['north', 'south'] });
    const rerouted = play(pure, need, ...wide, [
      'reroute',
      as('manager'),
      { areas: ['north'], reason: 'Fel' },
    ]);
    expect(rerouted.departments).toEqual(['north-only', 'shared', 'responsible']);
    expect(decidingIn(rerouted)).toEqual(['shared', 'responsible']);
    const going = play(pure, needIn('in-progress'), [
      'reroute',
      as('manager'),
      { areas: ['north'], leadArea: 'north', responsible: 'north-only', reason: 'Fel' },
    ]);
    expect(decidingIn(going)).toEqual(['north-only', 'shared', 'responsible']);
  });

  test('to nowhere is a mistake', () => {
    expect(attempt(shipped, deciding(), ['reroute', lisa, { reason: 'Vet inte' }])).toEqual({
      kind: 'mistaken',
      mistakes: [{ field: 'areas', problem: 'missing' }],
    });
  });

  test('after a return forgets a coordination that no longer fits, and keeps one that does', () => {
    const returned = play(
      shipped,
      submitted(shipped, { areas: ['infrastruktur'] }).need,
      ...advised('do').slice(0, 2),
      ['return', lisa, { reason: 'Oklart' }],
    );
    expect(returned).toMatchObject({ status: 'clarifying', coordination: { leadArea: 'infrastruktur' } });
    const kept = play(shipped, returned, ['reroute', lisa, toEverybody]);
    expect(kept).toHaveProperty('coordination');
    const elsewhere = play(shipped, returned, ['reroute', lisa, { areas: ['styrning'], reason: 'Fel' }]);
    expect(elsewhere).not.toHaveProperty('coordination');
    expect(elsewhere).toMatchObject({ areas: ['styrning'], departments: ['ledning-ekonomi', 'hr'] });
  });

  test('while the submitter is asked leaves the question standing', () => {
    const asked = play(
      shipped,
      submitted(shipped, { areas: ['infrastruktur'] }).need,
      ['take', lisa],
      ['ask', lisa, { question: 'Vilka salar?' }],
    );
    expect(play(shipped, asked, ['reroute', lisa, { areas: ['styrning'], reason: 'Fel' }])).toMatchObject({
      status: 'awaiting-submitter',
      question: 'Vilka salar?',
      areas: ['styrning'],
    });
  });
});

describe('what an action must carry', () => {
  const fields = (need: Need, action: ActionName, person: string) =>
    Object.fromEntries(
      fieldsOf(permissionsOf(shipped, need, as(person), dayOf(now)), action).map((field) => [
        field.name,
        field,
      ]),
    );
  const missing = (field: string) => ({ kind: 'mistaken', mistakes: [{ field, problem: 'missing' }] });

  test.each(['later', 'dont'])('approving against the advice "%s" needs a reason', (advice) => {
    const need = deciding(shipped, advice);
    expect(attempt(shipped, need, ['approve', as('chef-it')])).toEqual(missing('reason'));
    expect(attempt(shipped, need, ['approve', as('chef-it'), { reason: ' \u0000 ' }])).toEqual(
      missing('reason'),
    );
    expect(happen(shipped, need, ['approve', as('chef-it'), { reason: 'Lagkrav' }]).need).toMatchObject({
      approvals: [{ reason: 'Lagkrav' }],
    });
  });

  test('approving with the advice needs none, and blanks count as none', () => {
    expect(attempt(shipped, deciding(), ['approve', as('chef-it'), { reason: '' }]).kind).toBe('happened');
    const { event } = happen(shipped, deciding(), ['approve', as('chef-it'), { reason: '  \r\n ' }]);
    expect(event).toHaveProperty('input', { department: 'it' });
  });

  test('the steering group may be passed by for one department, or for a legal deadline', () => {
    const need = submitted(shipped, { areas: ['infrastruktur'] }).need;
    const several = play(shipped, need, ...advised('do').slice(0, 2));
    expect(fields(several, 'bypass', 'lisa-eliasson')['reason']).toMatchObject({
      options: ['legal-deadline'],
    });
    expect(attempt(shipped, several, ['bypass', lisa, { reason: 'one-department' }])).toEqual({
      kind: 'mistaken',
      mistakes: [{ field: 'reason', problem: 'not-an-option' }],
    });
    const alone = play(
      shipped,
      need,
      ['take', lisa],
      ['coordinate', lisa, { ...coordination, departments: [] }],
    );
    expect(alone.departments).toEqual(['studentservice', 'fastighet-campus', 'it']);
    expect(decidingIn(alone)).toEqual(['it']);
    expect(
      play(shipped, alone, ['bypass', lisa, { reason: 'one-department' }], ['approve', as('chef-it')]),
    ).toMatchObject({
      status: 'approved',
      route: { kind: 'bypassed', reason: 'one-department' },
    });
  });

  test('a department that is responsible is involved, also when it was not among those picked', () => {
    const need = play(
      shipped,
      submitted(shipped, { areas: ['infrastruktur'] }).need,
      ['take', lisa],
      ['coordinate', lisa, { ...coordination, responsible: 'hr', departments: ['it'] }],
    );
    expect(need.departments).toEqual(['studentservice', 'fastighet-campus', 'it', 'hr']);
    expect(decidingIn(need)).toEqual(['it', 'hr']);
  });

  test('the lead area is one of the areas involved', () => {
    const need = play(shipped, submitted(shipped, { areas: ['infrastruktur'] }).need, ['take', lisa]);
    expect(attempt(shipped, need, ['coordinate', lisa, { ...coordination, leadArea: 'styrning' }])).toEqual({
      kind: 'mistaken',
      mistakes: [{ field: 'leadArea', problem: 'not-an-option' }],
    });
  });

  test('a review date lies after today; a planned end that has passed, or comes after a legal deadline, must be meant', () => {
    const defer = (reviewDate: string) =>
      attempt(shipped, deciding(), ['defer', as('chef-it'), { reason: 'Resurser', reviewDate }]);
    expect(defer('2026-11-23')).toEqual({
      kind: 'mistaken',
      mistakes: [{ field: 'reviewDate', problem: 'too-early', earliest: '2026-11-24' }],
    });
    expect(defer('2026-11-24').kind).toBe('happened');
    const approved = play(shipped, deciding(), ...departments.map((one) => decision([one, 'approve'])));
    const start = (plannedEnd: string, sure?: 'yes', need = approved) =>
      attempt(shipped, need, ['start', lisa, { plannedEnd, sure }]);
    expect(start('2026-11-22')).toMatchObject({ mistakes: [{ field: 'plannedEnd', problem: 'past' }] });
    expect(start('2026-11-22', 'yes').kind).toBe('happened');
    const bound = { ...approved, deadline: { date: '2027-01-01', kind: 'law' } } as typeof approved;
    expect(start('2027-01-02', undefined, bound)).toMatchObject({
      mistakes: [{ problem: 'after-deadline', latest: '2027-01-01' }],
    });
    expect(start('2027-01-02', 'yes', bound).kind).toBe('happened');
    expect(start('0026-11-23', 'yes')).toMatchObject({ mistakes: [{ problem: 'too-early' }] });
    expect(start('9999-01-01', 'yes')).toMatchObject({ mistakes: [{ problem: 'too-late' }] });
    expect(start('2026-11-23').kind).toBe('happened');
    expect(start('2026-02-30')).toMatchObject({ mistakes: [{ field: 'plannedEnd', problem: 'not-a-date' }] });
  });

  test('every mistake is named with its field and kind, all at once', () => {
    const need = play(
      shipped,
      submitted(shipped, { areas: ['infrastruktur'] }).need,
      ...advised('do').slice(0, 3),
    );
    expect(
      attempt(shipped, need, [
        'advise',
        as('chef-it'),
        { advice: 'perhaps', goals: ['goals', 'luck'], reason: 'x'.repeat(4001), dissent: 7 },
      ]),
    ).toEqual({
      kind: 'mistaken',
      mistakes: [
        { field: 'advice', problem: 'not-an-option' },
        { field: 'priority', problem: 'missing' },
        { field: 'goals', problem: 'not-an-option' },
        { field: 'reason', problem: 'too-long', most: 4000 },
        { field: 'dissent', problem: 'wrong' },
      ],
    });
  });

  test.each<ActionName>(['return', 'decline', 'reopen', 'refer', 'reroute', 'pause', 'defer'])(
    '%s needs a reason',
    (action) => {
      expect(fields(deciding(), action, 'lisa-eliasson')['reason']).toMatchObject({
        kind: 'text',
        required: true,
      });
    },
  );
});

describe('a need of no known area', () => {
  const manager = as('stina-eklund');
  const unknown = () => submitted(shipped, {}).need;

  test('offers the model manager, and nobody else on the staff, to give it a home, or to refer it', () => {
    const open = (person: string) => permissionsOf(shipped, unknown(), as(person), dayOf(now)).actions;
    expect(open('stina-eklund')).toEqual(['refer', 'reroute', 'comment', 'register']);
    const manager = permissionsOf(shipped, unknown(), as('stina-eklund'), dayOf(now));
    expect([manager.isAsked, manager.primary]).toEqual([true, ['reroute']]);
    /* A registrar can note its number, and nothing else. */
    for (const { id } of shipped.people.filter((person) => person.id !== 'stina-eklund'))
      expect(open(id)).toEqual(id === 'registrator' ? ['register'] : []);
  });

  test('is in the hands of the developers once it is rerouted', () => {
    const need = play(shipped, unknown(), [
      'reroute',
      manager,
      { departments: ['it', 'fastighet-campus'], reason: 'Lokaler' },
    ]);
    expect(need).toMatchObject({
      status: 'received',
      areas: ['infrastruktur'],
      departments: ['fastighet-campus', 'it'],
    });
    expect(attempt(shipped, need, ['ask', manager, { question: 'Vad?' }]).kind).toBe('never');
    expect(attempt(shipped, need, ['ask', lisa, { question: 'Vad?' }]).kind).toBe('happened');
  });

  test('that was referred can be reopened by the model manager', () => {
    const referred = play(shipped, unknown(), ['refer', manager, { referredTo: 'Kåren', reason: 'Deras' }]);
    expect(attempt(shipped, referred, ['reopen', lisa, { reason: 'Åter' }]).kind).toBe('never');
    expect(play(shipped, referred, ['reopen', manager, { reason: 'Åter' }]).status).toBe('clarifying');
  });
});

describe('a deferred need', () => {
  test('is reopened by the system from its review date on, not a day before', () => {
    const need = needIn('deferred');
    const reopen = (at: string) =>
      attempt(pure, need, ['reopen', system, { reason: 'Granskningsdag' }], at as Instant).kind;
    expect(reopen('2027-02-28T22:59:59.999Z')).toBe('never');
    expect(reopen('2027-02-28T23:00:00.000Z')).toBe('happened');
    expect(reopen('2027-03-09T05:00:00.000Z')).toBe('happened');
  });

  test('reopened keeps what was coordinated, and forgets the route, the approvals and the review date', () => {
    const need = play(pure, needIn('deferred'), ['reopen', as('head-responsible'), { reason: 'Nytt läge' }]);
    expect(need).toMatchObject({ status: 'clarifying', coordination: { leadArea: 'north' } });
    for (const gone of ['route', 'approvals', 'reviewDate']) expect(need).not.toHaveProperty(gone);
  });
});

describe('a need that has just come in', () => {
  const fresh = () => submitted(pure, { departments: ['shared', 'responsible'] }).need;
  const developer = as('developer-north');
  const clarified = { actualNeed: 'En bokning', whyItArose: 'Två system', leadArea: 'north' };
  const coordination = { ...clarified, responsible: 'responsible', departments: [], size: 'M' };

  test('is taken by whoever asks or coordinates, in the one event', () => {
    const unconfirmed = { ...fresh(), confirmation: 'unconfirmed' as const };
    const asked = play(pure, unconfirmed, ['ask', developer, { question: 'Vilka?' }]);
    expect(asked).toMatchObject({ status: 'awaiting-submitter', version: 2, confirmation: 'confirmed' });
    const coordinated = play(pure, unconfirmed, ['coordinate', developer, coordination]);
    expect(coordinated).toMatchObject({ status: 'coordinating', version: 2, confirmation: 'confirmed' });
    expect(coordinated.coordination?.size).toBe('M');
  });

  test('goes to the steering group in the same press, by a developer of the lead area', () => {
    const raised = { ...coordination, raiseNow: 'yes' };
    expect(play(pure, fresh(), ['coordinate', developer, raised]).status).toBe('advising');
    expect(attempt(pure, fresh(), ['coordinate', as('developer-south'), raised])).toEqual({
      kind: 'mistaken',
      mistakes: [{ field: 'raiseNow', problem: 'not-an-option' }],
    });
  });

  test('is decided by the responsible head alone where no other department must decide', () => {
    const need = play(
      pure,
      fresh(),
      ['coordinate', developer, { ...coordination, raiseNow: 'yes' }],
      ['advise', developer, { advice: 'do', priority: 'low' }],
    );
    expect(attempt(pure, need, ['approve', as('head-shared')]).kind).toBe('never');
    expect(play(pure, need, ['approve', as('head-responsible')]).status).toBe('approved');
  });
});

describe('a question to the submitter', () => {
  const developer = as('developer-north');

  test('is answered by a developer who got the answer by phone', () => {
    const need = play(pure, needIn('awaiting-submitter'), [
      'answer',
      developer,
      { answer: 'Alla, på telefon' },
    ]);
    expect(need.status).toBe('clarifying');
  });

  test('can be asked anew, which begins the wait anew', () => {
    const week = '2026-11-30T09:00:00.000Z' as Instant;
    const step: Step = ['ask', developer, { question: 'Bara salarna?' }];
    const { need } = happen(pure, needIn('awaiting-submitter'), step, week);
    expect(need).toMatchObject({ status: 'awaiting-submitter', question: 'Bara salarna?', since: week });
    expect(need.nextStepAt).toBe('2026-12-07T06:00:00.000Z');
  });
});

describe('two heads who disagree', () => {
  const no: Step = ['decline', as('head-shared'), { reason: 'Vi har inga pengar' }];
  const again: readonly Step[] = [
    ['raise', as('developer-north')],
    ['advise', as('lead-north'), { advice: 'do', priority: 'high' }],
  ];

  test('keep the approvals of the round before, and the second no of one head names the disagreement', () => {
    const approved = play(pure, needIn('deciding'), ['approve', as('head-responsible')]);
    const once = play(pure, approved, no);
    expect(once).toMatchObject({ status: 'coordinating', approvedBefore: [{ department: 'responsible' }] });
    expect(disagreementIn(once)).toBeUndefined();
    const twice = play(pure, once, ...again, no);
    expect(disagreementIn(twice)).toBe('shared');
    expect(twice.refusals).toHaveLength(2);
    expect(play(pure, once, again[0] as Step)).toMatchObject({
      ...{ status: 'advising', approvedBefore: [{ department: 'responsible' }] },
    });
  });

  test('disagree by the same head of the same department, also where a deputy has spoken for the head', () => {
    const refusal = (department: string, head: string) => ({ department, head, at: now });
    const named = (...refusals: readonly object[]) => disagreementIn({ refusals } as unknown as Need);
    expect(named(refusal('it', 'one'), refusal('it', 'other'))).toBeUndefined();
    expect(named(refusal('hr', 'one'), refusal('it', 'one'))).toBeUndefined();
    expect(named(refusal('hr', 'one'), refusal('it', 'one'), refusal('it', 'one'))).toBe('it');
    const deputy: Step = ['decline', as('deputy-shared'), { reason: 'Inte än' }];
    expect(disagreementIn(play(pure, needIn('deciding'), deputy, ...again, no))).toBe('shared');
  });
});

describe('the submitter of a need that is done', () => {
  test('says once whether it helped, and is not asked again', () => {
    const done = needIn('completed');
    expect(done.nextStepAt).toBe('2026-12-21T06:00:00.000Z');
    const heard = play(pure, done, ['evaluate', submitter, { solved: 'partly', words: 'Nästan' }]);
    expect(heard).toMatchObject({ status: 'completed', evaluation: { solved: 'partly', words: 'Nästan' } });
    expect(heard.nextStepAt).toBeUndefined();
    expect(attempt(pure, heard, ['evaluate', submitter, { solved: 'yes' }]).kind).toBe('never');
  });
});

describe('an address', () => {
  const correct = (address: string) => ({ address });

  test('that is corrected by a developer is confirmed, and stands in no event', () => {
    const { need } = submitted(pure, { areas: ['north'] });
    const unconfirmed = { ...need, confirmation: 'unconfirmed' as const };
    const verdict = happen(pure, unconfirmed, [
      'readdress',
      as('developer-north'),
      correct('ny@example.org'),
    ]);
    expect(verdict.email).toBe('ny@example.org');
    expect(JSON.stringify(verdict.event)).not.toContain('ny@example.org');
    expect(verdict.need).toMatchObject({ confirmation: 'confirmed', questionVersion: need.questionVersion });
  });

  test('of before, of a member of staff, is known as theirs', () => {
    const people = pure.people.map((one) =>
      one.id === 'lead-north' ? { ...one, formerEmails: ['before@example.org'] } : one,
    );
    const { need } = submitted(pure, { areas: ['north'] });
    const unconfirmed = { ...need, confirmation: 'unconfirmed' as const };
    const before = correct('Before@example.org');
    const after = play({ ...pure, people }, unconfirmed, ['readdress', as('developer-north'), before]);
    expect(after).toMatchObject({ submitterIsStaff: 'lead-north' });
  });

  test('that a developer has corrected can still be corrected by its submitter', () => {
    const { need } = submitted(pure, { areas: ['north'] });
    const corrected = play(pure, need, ['readdress', as('developer-north'), correct('ny@example.org')]);
    expect(corrected).not.toHaveProperty('readdressed');
  });

  test('is corrected by a submitter once, while nobody has confirmed it', () => {
    const { need } = submitted(pure, { areas: ['north'] });
    const unconfirmed = { ...need, confirmation: 'disowned' as const };
    const once = play(pure, unconfirmed, ['readdress', submitter, correct('lead-north@example.org')]);
    expect(once).toMatchObject({ confirmation: 'unconfirmed', submitterIsStaff: 'lead-north' });
    expect(attempt(pure, once, ['readdress', submitter, correct('x@example.org')]).kind).toBe('never');
    expect(attempt(pure, need, ['readdress', submitter, correct('x@example.org')]).kind).toBe('never');
  });
});
