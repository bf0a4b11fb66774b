import { describe, expect, test } from 'vitest';
import { decisionOn, lastDecisionIn } from '../../lambdas/domain/need/decision.ts';
import type { Decision } from '../../lambdas/domain/need/decision.ts';
import { wordsOf } from '../../lambdas/domain/need/event.ts';
import type { By, NeedEvent } from '../../lambdas/domain/need/event.ts';
import { movedOnSince } from '../../lambdas/domain/need/moved-on.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import { followingStep } from '../../lambdas/domain/need/next-step.ts';
import { stepsOf } from '../../lambdas/domain/need/steps.ts';
import type { ActionName } from '../../lambdas/domain/need/workflow.ts';
import { permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import { dayOf, later } from '../../lambdas/domain/time/time.ts';
import { as, happen, now, pathTo, pure, submitted } from './fixtures.ts';
import type { Step } from './fixtures.ts';

/** A need after some steps, a day apart, and all that has happened to it. */
function after(...steps: readonly Step[]): { readonly need: Need; readonly history: readonly NeedEvent[] } {
  const { need, event } = submitted(pure, { departments: ['shared', 'responsible'] });
  const history: NeedEvent[] = [event];
  const last = steps.reduce<Need>((before, step, index) => {
    const verdict = happen(pure, before, step, later(now, (index + 1) * 86_400_000));
    history.push(verdict.event);
    return verdict.need;
  }, need);
  return { need: last, history };
}

const developer = as('developer-north');
const reason = { reason: 'Nytt läge' };
const [shared, responsible]: readonly Step[] = [
  ['approve', as('head-shared')],
  ['approve', as('head-responsible')],
];

describe('The decision that a need stands on', () => {
  const nameOf = (by: By | undefined) => (by?.kind === 'person' ? by.person : by?.kind);
  const told = (decision: Decision | undefined) =>
    decision && {
      settled: `${decision.settled.action} ${decision.settled.version}`,
      parts: decision.parts.map(({ by, version }) => `${nameOf(by)} ${version}`),
      preparedBy: nameOf(decision.preparedBy),
      tookPart: decision.tookPart.map(nameOf),
    };
  const decided = (...steps: readonly Step[]) => told(lastDecisionIn(after(...steps).history));

  test('is what each head decided, who prepared it, and who took part without deciding', () => {
    expect(decided(...pathTo.approved)).toEqual({
      ...{ settled: 'approve 7', parts: ['head-shared 6', 'head-responsible 7'] },
      ...{ preparedBy: 'developer-north', tookPart: ['lead-north'] },
    });
  });

  test('names whoever took part once, and counts the last that a head decided', () => {
    const again: readonly Step[] = [
      ...pathTo.deciding,
      shared as Step,
      ['reroute', as('manager'), { areas: ['north', 'south'], ...reason }],
      ['reroute', as('manager'), { areas: ['south', 'north'], ...reason }],
      ['approve', as('head-shared')],
      responsible as Step,
    ];
    expect(decided(...again)).toEqual({
      ...{ settled: 'approve 10', parts: ['head-shared 9', 'head-responsible 10'] },
      ...{ preparedBy: 'developer-north', tookPart: ['lead-north', 'manager'] },
    });
  });

  test('is the last one, also once it has been reopened, by who prepared that one', () => {
    const first: readonly Step[] = [
      ...pathTo.deciding,
      ['decline', as('head-responsible'), { reason: 'För dyrt' }],
      ['reopen', developer, reason],
    ];
    const coordinate: Step = [
      'coordinate',
      as('developer-south'),
      {
        ...{ actualNeed: 'En bokning', whyItArose: 'Två system', leadArea: 'south' },
        ...{ responsible: 'responsible', departments: [] },
      },
    ];
    expect(decided(...first)).toMatchObject({ settled: 'decline 6', preparedBy: 'developer-north' });
    expect(decided(...first, coordinate)).toMatchObject({
      settled: 'decline 6',
      preparedBy: 'developer-north',
    });
    const second: readonly Step[] = [
      ...[...first, coordinate],
      ['bypass', as('developer-south'), { reason: 'one-department' }],
      responsible as Step,
    ];
    expect(decided(...second)).toEqual({
      ...{ settled: 'approve 10', parts: ['head-responsible 10'] },
      ...{ preparedBy: 'developer-south', tookPart: [] },
    });
  });

  test('has nobody who prepared it where its events before are not there', () => {
    const { history } = after(...pathTo.approved);
    expect(told(lastDecisionIn(history.slice(-2)))).toEqual({
      ...{ settled: 'approve 7', parts: ['head-shared 6', 'head-responsible 7'] },
      ...{ preparedBy: undefined, tookPart: [] },
    });
  });

  test('is there while it holds, and not before, nor once the need is open again', () => {
    const holds = (...steps: readonly Step[]) => {
      const { need, history } = after(...steps);
      return decisionOn(need, history) !== undefined;
    };
    for (const status of ['approved', 'deferred', 'declined', 'in-progress', 'paused', 'completed'] as const)
      expect(holds(...pathTo[status]), status).toBe(true);
    expect(holds(...pathTo.deciding, shared as Step)).toBe(false);
    expect(holds(...pathTo.declined, ['reopen', developer, reason])).toBe(false);
  });
});

describe('The steps of a need', () => {
  const shown = (...steps: readonly Step[]) => {
    const { need, history } = after(...steps);
    return stepsOf(need, history).map(({ status, place, since }) =>
      [status, place, since?.slice(8, 10)].join(' ').trim(),
    );
  };

  test('are those it has passed, each since when, its present one, and those ahead', () => {
    expect(shown(...pathTo.advising)).toEqual([
      ...['received passed 23', 'clarifying passed 24', 'coordinating passed 25', 'advising current 26'],
      ...['deciding ahead', 'approved ahead', 'in-progress ahead', 'completed ahead'],
    ]);
    expect(shown(...pathTo.paused).slice(-3)).toEqual([
      ...['approved passed 29', 'paused current 01', 'completed ahead'],
    ]);
  });

  test('count a question to the submitter as part of the clarifying', () => {
    const asked = shown(...pathTo['awaiting-submitter']);
    expect(asked.slice(0, 3)).toEqual([
      'received passed 23',
      'awaiting-submitter current 25',
      'coordinating ahead',
    ]);
    const answered: readonly Step[] = [
      ...pathTo['awaiting-submitter'],
      ['answer', { kind: 'submitter' }, { answer: 'Alla' }],
      ...pathTo.coordinating.slice(1),
    ];
    expect(shown(...answered)[1]).toBe('clarifying passed 24');
  });

  test('are counted from when it last came to them', () => {
    const back: readonly Step[] = [
      ...pathTo.advising,
      ['return', developer, reason],
      ...pathTo.coordinating.slice(1),
    ];
    expect(shown(...back).slice(0, 3)).toEqual([
      ...['received passed 23', 'clarifying passed 27', 'coordinating current 28'],
    ]);
  });

  test('leave out the steering group where it was passed by', () => {
    const past: readonly Step[] = [
      ...pathTo.clarifying,
      [
        'coordinate',
        developer,
        {
          ...{ actualNeed: 'En bokning', whyItArose: 'Två system', leadArea: 'north' },
          ...{ responsible: 'responsible', departments: [] },
        },
      ],
      ['bypass', developer, { reason: 'one-department' }],
    ];
    expect(shown(...past).map((one) => one.split(' ')[0])).not.toContain('advising');
  });

  test('end where it was declined, referred or withdrawn', () => {
    expect(shown(...pathTo.declined).at(-1)).toBe('declined current 28');
    expect(shown(...pathTo.deferred).at(-1)).toBe('completed ahead');
    expect(shown(...pathTo.clarifying, ...pathTo.referred)).toEqual([
      ...['received passed 23', 'clarifying passed 24', 'referred current 25'],
    ]);
    expect(shown(...pathTo.withdrawn)).toEqual(['received passed 23', 'withdrawn current 24']);
  });
});

describe('Who comes too late is told what has moved the need on', () => {
  const since = (who: string, action: ActionName, ...steps: readonly Step[]) => {
    const { need, history } = after(...steps);
    const permissions = permissionsOf(pure, need, as(who), dayOf(now));
    return movedOnSince(permissions, action, history).map((event) => `${event.action} ${event.version}`);
  };

  test('since they could act, the first first, and nothing that left it where it was', () => {
    const steps: readonly Step[] = [
      ...pathTo.coordinating,
      ['comment', developer, { text: 'Strax' }],
      ...pathTo.deciding.slice(2, 3),
      ['comment', developer, { text: 'Nu' }],
      ...pathTo.deciding.slice(3),
    ];
    expect(since('developer-north', 'raise', ...steps)).toEqual(['raise 5', 'advise 7']);
  });

  test('or of the decision that was taken before theirs, while others have yet to decide', () => {
    expect(since('head-shared', 'approve', ...pathTo.deciding, shared as Step)).toEqual(['approve 6']);
  });

  test('and nothing where they still can act, never could, or could never yet', () => {
    expect(since('developer-north', 'raise', ...pathTo.coordinating)).toEqual([]);
    expect(since('head-shared', 'raise', ...pathTo.deciding)).toEqual([]);
    expect(since('head-responsible', 'complete', ...pathTo.deciding)).toEqual([]);
  });
});

describe('Whoever follows another need is told what becomes of it', () => {
  const step = (other: Need, last?: object) =>
    followingStep({ sameAs: { reference: other.reference, ...last } } as never, other)?.input;

  test('with the day on which it is to be done or taken up again', () => {
    const of = { of: 'B26-7KQ4M' };
    expect(step(after(...pathTo['in-progress']).need)).toEqual({
      ...of,
      status: 'in-progress',
      day: '2027-06-01',
    });
    expect(step(after(...pathTo.paused).need)).toEqual({ ...of, status: 'paused', day: '2027-06-01' });
    expect(step(after(...pathTo.deferred).need)).toEqual({ ...of, status: 'deferred', day: '2027-03-01' });
    expect(step(after(...pathTo.completed).need)).toEqual({ ...of, status: 'completed' });
  });

  test('once, and again where its status or the day is another', () => {
    const { need } = after(...pathTo.paused);
    expect(step(need, { last: 'paused', day: '2027-06-01' })).toBeUndefined();
    expect(step(need, { last: 'paused', day: '2027-05-01' })).toMatchObject({ status: 'paused' });
    expect(step(need, { last: 'in-progress', day: '2027-06-01' })).toMatchObject({ status: 'paused' });
  });

  test('and not what goes on before it is decided', () => {
    for (const status of ['received', 'clarifying', 'coordinating', 'advising', 'deciding'] as const)
      expect(step(after(...pathTo[status]).need), status).toBeUndefined();
  });
});

describe('In the history stands what somebody wrote', () => {
  const words = (action: string, input: object) => wordsOf({ action, input } as unknown as NeedEvent);

  test.each<readonly [action: string, input: object, written: string]>([
    ['answer', { answer: 'Alla' }, 'Alla'],
    ['ask', { question: 'Vilka?' }, 'Vilka?'],
    ['comment', { text: 'Strax' }, 'Strax'],
    ['complete', { outcome: 'En bokning' }, 'En bokning'],
    ['coordinate', { actualNeed: 'Bokning' }, 'Bokning'],
    ['refer', { referredTo: 'Lokaler', reason: 'Deras' }, 'Lokaler: Deras'],
    ['refer', { sameAs: 'B26-22222', reason: 'Samma' }, 'B26-22222: Samma'],
    ['evaluate', { words: 'Ja' }, 'Ja'],
    ['hear', { words: 'Nej' }, 'Nej'],
    ['register', { number: 'V 2026/1' }, 'V 2026/1'],
    ...(
      ['advise', 'approve', 'defer', 'decline', 'pause', 'reopen', 'return', 'reroute', 'reschedule'] as const
    ).map((action) => [action, reason, 'Nytt läge'] as const),
  ])('with: %s', (action, input, written) => {
    expect(words(action, input)).toBe(written);
  });

  test('and nothing where nobody wrote', () => {
    for (const action of ['submit', 'take', 'raise', 'start', 'resume', 'withdraw', 'confirm', 'follow'])
      expect(words(action, { reason: 'no text' }), action).toBeUndefined();
  });
});
