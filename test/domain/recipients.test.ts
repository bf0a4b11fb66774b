import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { describe, expect, test } from 'vitest';
import type { Need } from '../../lambdas/domain/need/need.ts';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import { decide } from '../../lambdas/domain/need/decide.ts';
import { permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import { recipientsOf } from '../../lambdas/domain/organisation/recipients.ts';
import {
  as,
  happen,
  needIn,
  now,
  play,
  pure,
  shipped,
  shippedFile,
  submitted,
  submitter,
  system,
} from './fixtures.ts';
import type { Step } from './fixtures.ts';

const sorted = (people: readonly string[]) => [...people].sort();

/** Who is told of one action that happens. */
function toldBy(need: Need, step: Step, organisation: Organisation = shipped, at = now): readonly string[] {
  const { event, need: after } = happen(organisation, need, step, at);
  return sorted(recipientsOf(organisation, { before: need, event, after }, dayOf(at)));
}

function toldOfSubmission(picked: { areas?: readonly string[] }, staff?: string): readonly string[] {
  const { event, need } = submitted(shipped, picked, staff);
  return sorted(recipientsOf(shipped, { event, after: need }, dayOf(now)));
}

const lisa = as('lisa-eliasson');
const chefIt = as('chef-it');
const infrastruktur = ['lisa-eliasson', 'chef-studentservice', 'chef-fastighet-campus', 'chef-it'];
const submittedTo = (...areas: string[]): Need => submitted(shipped, { areas }).need;
const take: Step = ['take', lisa];
const coordinate = (departments: readonly string[], responsible: string): Step => [
  'coordinate',
  lisa,
  { actualNeed: 'En bokning', whyItArose: 'Två system', leadArea: 'infrastruktur', responsible, departments },
];
const coordinated: readonly Step[] = [take, coordinate(['studentservice', 'fastighet-campus', 'it'], 'it')];
const decided: readonly Step[] = [
  ...coordinated,
  ['raise', lisa],
  ['advise', lisa, { advice: 'do', priority: 'low' }],
];
const approvedByAll: readonly Step[] = [
  ...decided,
  ['approve', as('chef-studentservice')],
  ['approve', as('chef-fastighet-campus')],
  ['approve', chefIt],
];
const started: readonly Step[] = [...approvedByAll, ['start', lisa, { plannedEnd: '2027-06-01' }]];

describe('a submission is told', () => {
  test.each([
    ['infrastruktur', infrastruktur],
    [
      'forskning',
      [
        'sofia-sohl-liebl',
        'monika-matevska-stier',
        'chef-utbildning-forskning',
        'chef-biblioteket',
        'stina-eklund',
      ],
    ],
    ['kommunikation', ['erik-backvall', 'chef-studentservice', 'chef-it', 'chef-utbildning-forskning']],
    ['styrning', ['anna-emmoth', 'chef-hr', 'stina-eklund']],
    ['utbildningsadministration', ['monica-eriksson', 'chef-studentservice']],
  ])('for %s to its developers and heads, each once, and to the submitter', (area, people) => {
    expect(toldOfSubmission({ areas: [area] })).toEqual(sorted([...people, 'submitter']));
  });

  test('for no known area to the model manager and the submitter', () => {
    expect(toldOfSubmission({})).toEqual(['stina-eklund', 'submitter']);
  });

  test('for two areas once to a head whose department is in both', () => {
    const told = toldOfSubmission({ areas: ['infrastruktur', 'utbildning'] });
    expect(told.filter((person) => person === 'chef-studentservice')).toHaveLength(1);
  });
});

describe('a change of status is told to every developer and head involved, and to the submitter where it is theirs to hear', () => {
  test.each<[what: string, steps: readonly Step[], step: Step, submitterHears: boolean, actorIsAsked?: true]>(
    [
      ['take', [], take, true, true],
      ['ask', [take], ['ask', lisa, { question: 'Vilka?' }], true],
      ['refer', [], ['refer', lisa, { referredTo: 'Kåren', reason: 'Deras' }], true],
      ['coordinate', [take], coordinate(['studentservice', 'fastighet-campus', 'it'], 'it'), true, true],
      ['return', coordinated, ['return', lisa, { reason: 'Oklart' }], false, true],
      ['raise', coordinated, ['raise', lisa], false, true],
      ['bypass', coordinated, ['bypass', lisa, { reason: 'legal-deadline' }], false],
      ['advise', decided.slice(0, 3), ['advise', chefIt, { advice: 'do', priority: 'low' }], false, true],
      ['the last approval', approvedByAll.slice(0, -1), ['approve', chefIt], true, true],
      [
        "the responsible's later",
        decided,
        ['defer', chefIt, { reason: 'Sen', reviewDate: '2027-03-01' }],
        true,
      ],
      ["the responsible's no", decided, ['decline', chefIt, { reason: 'Nej' }], true],
      [
        "another head's later",
        decided,
        ['defer', as('chef-studentservice'), { reason: 'Sen', reviewDate: '2027-03-01' }],
        false,
      ],
      ["another head's no", decided, ['decline', as('chef-studentservice'), { reason: 'Nej' }], false],
      ['start', approvedByAll, ['start', lisa, { plannedEnd: '2027-06-01' }], true],
      ['pause', started, ['pause', chefIt, { reason: 'Sjuk' }], true],
      ['resume', [...started, ['pause', chefIt, { reason: 'Sjuk' }]], ['resume', chefIt], true],
      ['complete', started, ['complete', lisa, { outcome: 'Klart' }], true],
      [
        'reopen',
        [...decided, ['decline', chefIt, { reason: 'Nej' }]],
        ['reopen', chefIt, { reason: 'Nytt' }],
        true,
      ],
      ['withdraw', decided, ['withdraw', submitter], false],
    ],
  )(
    '%s; not to whoever did it, unless it asks something of them',
    (...[, steps, step, submitterHears, actorIsAsked]) => {
      const need = play(shipped, submittedTo('infrastruktur'), ...steps);
      const [, by] = step;
      const others = infrastruktur.filter((id) => actorIsAsked || by.kind !== 'person' || id !== by.person);
      expect(toldBy(need, step)).toEqual(sorted([...others, ...(submitterHears ? ['submitter'] : [])]));
    },
  );

  test('an answer is not told to the submitter, who gave it', () => {
    const need = play(shipped, submittedTo('infrastruktur'), take, ['ask', lisa, { question: 'Vilka?' }]);
    expect(toldBy(need, ['answer', submitter, { answer: 'Alla' }])).toEqual(sorted(infrastruktur));
  });

  test('the system reopening on the review date tells the same people, and no actor', () => {
    const need = play(shipped, submittedTo('infrastruktur'), ...decided, [
      'defer',
      chefIt,
      { reason: 'Sen', reviewDate: '2026-11-24' },
    ]);
    const at = '2026-11-24T05:00:00.000Z' as typeof now;
    expect(toldBy(need, ['reopen', system, { reason: 'Granskningsdag' }], shipped, at)).toEqual(
      sorted([...infrastruktur, 'submitter']),
    );
  });

  test('two developers of one area both hear what one of them does', () => {
    expect(toldBy(submittedTo('forskning'), ['take', as('sofia-sohl-liebl')])).toEqual(
      sorted([
        'sofia-sohl-liebl',
        'monika-matevska-stier',
        'chef-utbildning-forskning',
        'chef-biblioteket',
        'stina-eklund',
        'submitter',
      ]),
    );
  });

  test('the lead who coordinates communication is told once, as developer, lead and head', () => {
    expect(toldBy(submittedTo('kommunikation'), ['take', as('erik-backvall')])).toEqual(
      sorted(['erik-backvall', 'chef-studentservice', 'chef-it', 'chef-utbildning-forskning', 'submitter']),
    );
  });

  test('with no area known it is told to the model manager', () => {
    expect(toldBy(submittedTo(), ['withdraw', submitter])).toEqual(['stina-eklund']);
  });

  test('heads whose departments need not decide are told as before', () => {
    const need = play(shipped, submittedTo('infrastruktur'), take);
    const narrow = coordinate([], 'fastighet-campus');
    expect(toldBy(need, narrow)).toEqual(sorted([...infrastruktur, 'submitter']));
    const bypass: Step = ['bypass', lisa, { reason: 'one-department' }];
    expect(toldBy(play(shipped, need, narrow), bypass)).toEqual(sorted(infrastruktur.slice(1)));
  });

  test('the area lead is asked for advice, also when their own department is not involved', () => {
    const need = play(
      shipped,
      submittedTo('infrastruktur'),
      take,
      coordinate(['fastighet-campus'], 'fastighet-campus'),
    );
    expect(toldBy(need, ['raise', lisa])).toEqual(
      sorted(['lisa-eliasson', 'chef-studentservice', 'chef-fastighet-campus', 'chef-it']),
    );
  });
});

describe('a reroute is told to those who come in and those who go out', () => {
  const to = (actor: Step[1], ...areas: string[]): Step => [
    'reroute',
    actor,
    { areas, reason: 'Rätt område' },
  ];

  test('and not to a head who stays', () => {
    expect(toldBy(submittedTo('infrastruktur'), to(lisa, 'utbildning'))).toEqual(
      sorted([
        ...['chef-fastighet-campus', 'chef-it'],
        ...['ann-edenhamn', 'chef-utbildning-forskning', 'chef-biblioteket'],
      ]),
    );
  });

  test('and not to whoever did it', () => {
    expect(toldBy(submittedTo('infrastruktur'), to(lisa, 'infrastruktur', 'utbildning'))).toEqual(
      sorted(['ann-edenhamn', 'chef-utbildning-forskning', 'chef-biblioteket']),
    );
  });

  test('from no known area: the model manager goes out', () => {
    expect(toldBy(submittedTo(), to(as('stina-eklund'), 'infrastruktur'))).toEqual(sorted(infrastruktur));
  });
});

describe('one part of a decision', () => {
  const need = play(shipped, submittedTo('infrastruktur'), ...decided);

  test('that falls with a reroute is told to its head, who must decide again', () => {
    const partly = play(shipped, need, ['approve', as('chef-studentservice')]);
    const reroute: Step = [
      'reroute',
      lisa,
      { areas: ['infrastruktur', 'utbildning'], reason: 'Rör även kurserna' },
    ];
    expect(toldBy(partly, reroute)).toEqual(
      sorted(['chef-studentservice', ...['ann-edenhamn', 'chef-utbildning-forskning', 'chef-biblioteket']]),
    );
  });

  test('is told to that head alone', () => {
    expect(toldBy(need, ['approve', as('chef-studentservice')])).toEqual(['chef-studentservice']);
  });

  test('given by a deputy is told to the head alone', () => {
    const organisation = withDeputy();
    expect(toldBy(need, ['approve', as('chef-hr')], organisation)).toEqual(['chef-it']);
  });
});

/** The organisation that ships, with the head of HR standing in for the head of IT for two days. */
function withDeputy(): Organisation {
  const file = shippedFile() as { departments: { id: string; deputies?: object[] }[] };
  for (const department of file.departments)
    if (department.id === 'it')
      department.deputies = [{ person: 'chef-hr', from: '2026-11-23', to: '2026-11-24' }];
  return parseOrganisation(file);
}

describe('a deputy', () => {
  test('is told beside the head while standing in, and not the day after', () => {
    const need = submittedTo('infrastruktur');
    const told = [...infrastruktur, 'submitter'];
    expect(toldBy(need, take, withDeputy())).toEqual(sorted([...told, 'chef-hr']));
    expect(toldBy(need, take, withDeputy(), '2026-11-24T22:59:59.999Z' as typeof now)).toContain('chef-hr');
    expect(toldBy(need, take, withDeputy(), '2026-11-24T23:00:00.000Z' as typeof now)).toEqual(sorted(told));
  });
});

describe('a comment', () => {
  const need = submittedTo('infrastruktur', 'forskning');
  const developers = ['lisa-eliasson', 'sofia-sohl-liebl', 'monika-matevska-stier'];
  const others = developers.slice(1);

  test.each([
    ['is told to the other developers of the involved areas', {}, others],
    ['for the developers too', { audience: 'developers' }, others],
    [
      'for the submitter is told to the submitter as well',
      { audience: 'submitter' },
      [...others, 'submitter'],
    ],
  ])('%s', (_what, audience, people) => {
    expect(toldBy(need, ['comment', lisa, { text: 'Bra', ...audience }])).toEqual(sorted(people));
  });

  test('by a head is told to the developers', () => {
    expect(toldBy(need, ['comment', chefIt, { text: 'Bra' }])).toEqual(sorted(developers));
  });

  test('on work under way is told to the responsible head as well', () => {
    const running = play(shipped, submittedTo('infrastruktur'), ...started);
    expect(toldBy(running, ['comment', submitter, { text: 'Går det bra?' }])).toEqual(
      sorted(['lisa-eliasson', 'chef-it']),
    );
  });

  test('by the submitter is not mailed to the submitter', () => {
    expect(toldBy(need, ['comment', submitter, { text: 'Bra' }])).toEqual(sorted(developers));
  });

  test('with no area known is told to the model manager', () => {
    expect(toldBy(submittedTo(), ['comment', submitter, { text: 'Bra' }])).toEqual(['stina-eklund']);
  });
});

describe('a submitter who is a member of staff by their address', () => {
  test('who is told anyway gets one notice, under the name of the member of staff', () => {
    expect(toldOfSubmission({ areas: ['infrastruktur'] }, 'chef-it')).toEqual(sorted(infrastruktur));
    const { need } = submitted(shipped, { areas: ['infrastruktur'] }, 'lisa-eliasson');
    expect(toldBy(need, ['withdraw', lisa])).toEqual(sorted(infrastruktur.slice(1)));
    expect(toldBy(need, ['withdraw', submitter])).toEqual(sorted(infrastruktur));
  });

  test('who is not involved is told as the submitter', () => {
    expect(toldOfSubmission({ areas: ['infrastruktur'] }, 'anna-emmoth')).toEqual(
      sorted([...infrastruktur, 'submitter']),
    );
    const { need } = submitted(shipped, { areas: ['infrastruktur'] }, 'anna-emmoth');
    expect(toldBy(need, ['withdraw', as('anna-emmoth')])).toEqual(sorted(infrastruktur));
  });
});

describe('once the work is done', () => {
  const done = play(shipped, submittedTo('infrastruktur'), ...started, [
    'complete',
    lisa,
    { outcome: 'Bra' },
  ]);

  test('the submitter alone is asked whether it helped, and the lead area is told where it did not', () => {
    const at = '2026-12-21T06:00:00.000Z' as typeof now;
    const permissions = permissionsOf(shipped, done, system, dayOf(at));
    const verdict = decide(permissions, { name: 'inquire', input: {} }, done.version, at);
    if (verdict.kind !== 'happened') throw new Error(verdict.kind);
    const { event, need } = verdict;
    expect(recipientsOf(shipped, { before: done, event, after: need }, dayOf(at))).toEqual(['submitter']);
    expect(toldBy(need, ['evaluate', submitter, { solved: 'no' }])).toEqual(['lisa-eliasson']);
    expect(toldBy(need, ['evaluate', submitter, { solved: 'yes' }])).toEqual([]);
  });

  test('a changed date is told to the submitter alone', () => {
    const running = play(shipped, submittedTo('infrastruktur'), ...started);
    const step: Step = ['reschedule', lisa, { plannedEnd: '2027-09-01', reason: 'Sjukdom' }];
    expect(toldBy(running, step)).toEqual(['submitter']);
  });
});

describe('a need that is held', () => {
  const told = (submitterIsStaff?: string) => {
    const { need } = submitted(pure, { areas: ['north'] }, submitterIsStaff);
    const before: Need = { ...need, confirmation: 'unconfirmed' };
    const permissions = permissionsOf(pure, before, system, dayOf(now));
    const verdict = decide(permissions, { name: 'hold', input: {} }, 1, now);
    if (verdict.kind !== 'happened') throw new Error(verdict.kind);
    return recipientsOf(pure, { before, event: verdict.event, after: verdict.need }, dayOf(now));
  };

  test('is receipted to staff whose address was given and who would have been told, and to nobody else', () => {
    expect(told('lead-north')).toEqual(['submitter']);
    expect(told('developer-east')).toEqual([]);
    expect(told()).toEqual([]);
  });
});

describe('a reroute of work under way', () => {
  const told = (filledIn: object) => {
    const before = needIn('in-progress');
    const step: Step = ['reroute', as('manager'), { areas: ['north', 'south'], reason: 'Fel', ...filledIn }];
    const { event, need: after } = happen(pure, before, step);
    return recipientsOf(pure, { before, event, after }, dayOf(now));
  };
  const again = ['head-shared', 'deputy-shared', 'head-responsible', 'deputy-responsible'];

  test('tells the developers who lead it from now on', () => {
    expect(told({ leadArea: 'south', responsible: 'responsible' })).toEqual([
      ...['lead-north', 'lead-south', ...again, 'developer-south'],
    ]);
    expect(told({ leadArea: 'north', responsible: 'responsible' })).not.toContain('developer-south');
  });
});
