import { describe, expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/need/decide.ts';
import type { Actor, NeedEvent } from '../../lambdas/domain/need/event.ts';
import { evolve } from '../../lambdas/domain/need/evolve.ts';
import type { Need, Status } from '../../lambdas/domain/need/need.ts';
import { actionNames, statuses } from '../../lambdas/domain/need/workflow.ts';
import { nextStep, nextStepAt } from '../../lambdas/domain/need/next-step.ts';
import { awaitedRecipients } from '../../lambdas/domain/organisation/assignment.ts';
import {
  OrganisationMistakes,
  parseOrganisation,
} from '../../lambdas/domain/organisation/organisation-file.ts';
import { permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import { recipientsOf } from '../../lambdas/domain/organisation/recipients.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import {
  as,
  happen,
  needIn,
  now,
  play,
  pure,
  reviewDate,
  shipped,
  shippedFile,
  submitted,
  system,
} from './fixtures.ts';

const waitsFor: Readonly<Partial<Record<Status, readonly string[]>>> = {
  received: ['developer-north', 'developer-south'],
  clarifying: ['developer-north', 'developer-south'],
  'awaiting-submitter': ['submitter'],
  coordinating: ['developer-north'],
  advising: ['lead-north', 'developer-north'],
  deciding: ['head-shared', 'deputy-shared', 'head-responsible', 'deputy-responsible'],
  approved: ['developer-north', 'head-responsible', 'deputy-responsible'],
};
const waiting = Object.keys(waitsFor) as Status[];
/* Five, ten, fifteen and twenty working days after Monday 23 November, at seven in the morning. */
const mornings = [
  '2026-11-30T06:00:00.000Z',
  '2026-12-07T06:00:00.000Z',
  '2026-12-14T06:00:00.000Z',
  '2026-12-21T06:00:00.000Z',
];

/** What the system does with a need when its time has come, however often; who is told, and when. */
function leftAlone(need: Need, at: (due: Instant) => Instant = (due) => due) {
  const taken: { readonly what: string; readonly at: Instant; readonly told: readonly string[] }[] = [];
  let stands = need;
  let clock = now;
  while (stands.nextStepAt !== undefined && taken.length < 10) {
    const due = at(stands.nextStepAt);
    clock = due > clock ? due : clock;
    const { event, after, told } = step(stands, clock);
    const what = event.action === 'escalate' ? `escalate to ${event.input.to}` : event.action;
    taken.push({ what, at: event.at, told });
    if (after.status !== need.status) return { taken, after };
    stands = after;
  }
  return { taken, after: stands };
}

function step(need: Need, at: Instant, organisation = pure) {
  const due = nextStep(organisation, need);
  if (!due) throw new Error('nothing to do');
  const verdict = decide(permissionsOf(organisation, need, system, dayOf(at)), due, need.version, at);
  if (verdict.kind !== 'happened') throw new Error(verdict.kind);
  const { event, need: after } = verdict;
  expect(evolve(need, JSON.parse(JSON.stringify(event)) as NeedEvent)).toEqual(after);
  return { event, after, told: recipientsOf(organisation, { before: need, event, after }, dayOf(at)) };
}

describe('somebody is awaited', () => {
  test.each(waiting)('when a need is %s', (status) => {
    expect([...awaitedRecipients(pure, needIn(status), dayOf(now))].sort()).toEqual(
      [...(waitsFor[status] ?? [])].sort(),
    );
  });

  test.each(statuses.filter((status) => !waiting.includes(status)))('but not when it is %s', (status) => {
    const need = needIn(status);
    expect(awaitedRecipients(pure, need, dayOf(now))).toEqual([]);
    const planned: Partial<Record<Status, string>> = {
      deferred: '2027-03-01T06:00:00.000Z',
      completed: '2026-12-21T06:00:00.000Z',
    };
    expect(need.nextStepAt).toBe(planned[status]);
  });

  test('only among those who have not decided', () => {
    const need = play(pure, needIn('deciding'), ['approve', as('head-shared')]);
    expect(awaitedRecipients(pure, need, dayOf(now))).toEqual(['head-responsible', 'deputy-responsible']);
  });

  test('and no deputy outside their period', () => {
    expect(awaitedRecipients(pure, needIn('deciding'), dayOf('2026-11-24T09:00:00.000Z' as Instant))).toEqual(
      ['head-shared', 'head-responsible', 'deputy-responsible', 'coming-deputy-responsible'],
    );
  });

  test('which is the manager of the model when no area is known, or the area is no more, and the developers that are left', () => {
    expect(awaitedRecipients(pure, submitted(pure, {}).need, dayOf(now))).toEqual(['manager']);
    const without = { ...pure, areas: pure.areas.filter(({ id }) => id !== 'north') };
    expect(awaitedRecipients(without, needIn('coordinating'), dayOf(now))).toEqual([
      'developer-south',
      'manager',
    ]);
  });

  test('which is the lead where an area has no developer', () => {
    const { need } = submitted(shipped, { areas: ['kommunikation'] });
    expect(awaitedRecipients(shipped, need, dayOf(now))).toEqual(['erik-backvall']);
  });
});

describe('a need that is left alone', () => {
  const staff = waiting.filter((status) => status !== 'awaiting-submitter');

  test.each(staff)('%s is reminded of twice and then put before the lead and the manager', (status) => {
    const { taken, after } = leftAlone(needIn(status));
    expect(taken.map(({ what, at }) => [what, at])).toEqual([
      ['remind', mornings[0]],
      ['remind', mornings[1]],
      ['escalate to area-lead', mornings[2]],
      ['escalate to model-manager', mornings[3]],
    ]);
    expect(after).toMatchObject({ status, since: now, reminded: 4 });
    expect(after.nextStepAt).toBeUndefined();
  });

  test('awaiting its submitter is reminded of twice and goes back to its developers without an answer', () => {
    const { taken, after } = leftAlone(needIn('awaiting-submitter'));
    expect(taken.map(({ what, at }) => [what, at])).toEqual([
      ['remind', mornings[0]],
      ['remind', mornings[1]],
      ['lapse', mornings[3]],
    ]);
    expect(taken.map(({ told }) => told)).toEqual([
      ['submitter'],
      ['submitter'],
      expect.arrayContaining(['submitter', 'developer-north', 'developer-south', 'head-shared']),
    ]);
    expect(after).toMatchObject({ status: 'clarifying', since: mornings[3], reminded: 0 });
    expect(after.nextStepAt).toBe('2026-12-30T06:00:00.000Z');
  });

  test('deferred is taken up on its review date, and everybody is told', () => {
    const need = needIn('deferred');
    const { event, after, told } = step(need, need.nextStepAt as Instant);
    expect(event).toMatchObject({
      action: 'reopen',
      by: { kind: 'system' },
      status: 'clarifying',
      input: { reason: 'Dagen för ny prövning är här.' },
    });
    expect(nextStep(pure, { ...need, language: 'en' })?.input).toEqual({
      reason: 'The review date has come.',
    });
    expect(dayOf(event.at)).toBe(reviewDate);
    expect(after.nextStepAt).toBe('2027-03-08T06:00:00.000Z');
    expect(told).toEqual(expect.arrayContaining(['developer-north', 'head-responsible']));
  });

  test('is put before the lead of the lead area, or of every area involved', () => {
    const toldOfThird = (need: Need) => leftAlone(need).taken[2]?.told;
    expect(toldOfThird(needIn('received'))).toEqual([
      'developer-north',
      'developer-south',
      'lead-north',
      'lead-south',
    ]);
    expect(toldOfThird(needIn('coordinating'))).toEqual(['developer-north', 'lead-north']);
    expect(toldOfThird(submitted(pure, {}).need)).toEqual(['manager']);
  });

  test('tells those who are awaited and nobody else of a reminder, a deputy only while they stand in', () => {
    for (const status of waiting) {
      const [first] = leftAlone(needIn(status)).taken;
      const deputies = ['deputy-shared'];
      const there = (waitsFor[status] ?? []).filter((person) => !deputies.includes(person));
      const coming = there.includes('deputy-responsible') ? ['coming-deputy-responsible'] : [];
      expect([...(first?.told ?? [])].sort()).toEqual([...there, ...coming].sort());
    }
  });

  test('and looked at on the day of the step after gets that one on the next working day', () => {
    const lateFirst = (due: Instant) => (due === mornings[0] ? ('2026-12-07T14:00:00.000Z' as Instant) : due);
    const [, second] = leftAlone(needIn('received'), lateFirst).taken;
    expect(second?.at).toBe('2026-12-08T06:00:00.000Z');
  });

  test('and looked at late gets one step, and the next at least a working day later', () => {
    const lateFirst = (due: Instant) => (due === mornings[0] ? ('2026-12-18T14:00:00.000Z' as Instant) : due);
    expect(leftAlone(needIn('received'), lateFirst).taken.map(({ at }) => at)).toEqual([
      '2026-12-18T14:00:00.000Z',
      '2026-12-21T06:00:00.000Z',
      '2026-12-22T06:00:00.000Z',
      '2026-12-23T06:00:00.000Z',
    ]);
  });
});

describe('the clock', () => {
  const at = '2026-11-26T09:00:00.000Z' as Instant;

  test.each([
    ['a comment', needIn('received'), ['comment', as('developer-north'), { text: 'Strax' }]],
    [
      'a comment by the awaited submitter',
      needIn('awaiting-submitter'),
      ['comment', { kind: 'submitter' }, { text: '?' }],
    ],
    ['the approval of another department', needIn('deciding'), ['approve', as('head-shared')]],
    ['a reroute', needIn('received'), ['reroute', as('manager'), { areas: ['east'], reason: 'Fel' }]],
  ] as const)('is not set back by %s', (_what, need, doing) => {
    const { need: reminded } = { need: step(need, mornings[0] as Instant).after };
    for (const before of [need, reminded]) {
      const { need: after } = happen(pure, before, doing, at);
      expect(after.nextStepAt).toBe(before.nextStepAt);
      expect([after.reminded, after.since]).toEqual([before.reminded, now]);
    }
  });

  test('starts over with every change of status', () => {
    const reminded = step(needIn('received'), mornings[0] as Instant).after;
    expect(reminded.reminded).toBe(1);
    const { need } = happen(
      pure,
      reminded,
      ['take', as('developer-north')],
      '2026-12-01T09:00:00.000Z' as Instant,
    );
    expect(need).toMatchObject({ reminded: 0, nextStepAt: '2026-12-08T06:00:00.000Z' });
  });

  test('counts from the day it is in Stockholm', () => {
    const lateAtNight = '2026-11-23T23:30:00.000Z' as Instant;
    const { need } = happen(pure, needIn('received'), ['take', as('developer-north')], lateAtNight);
    expect(need.nextStepAt).toBe('2026-12-01T06:00:00.000Z');
  });
});

describe('what the system does', () => {
  const steps = [
    { name: 'remind', input: {} },
    { name: 'escalate', input: { to: 'area-lead' } },
    { name: 'lapse', input: {} },
  ] as const;
  const people: readonly Actor[] = [...pure.people.map(({ id }) => as(id)), { kind: 'submitter' }];

  test.each(steps)('people cannot do: $name', (doing) => {
    const later = '2027-01-11T09:00:00.000Z' as Instant;
    for (const status of statuses) {
      for (const person of people) {
        expect(decide(permissionsOf(pure, needIn(status), person, dayOf(later)), doing, 1, later).kind).toBe(
          'never',
        );
      }
    }
  });

  test('is offered to nobody', () => {
    expect(actionNames).not.toEqual(expect.arrayContaining(['remind']));
    for (const status of statuses) {
      for (const actor of [...people, system]) {
        const open: readonly string[] = permissionsOf(pure, needIn(status), actor, dayOf(now)).open;
        expect(open.filter((name) => steps.some((one) => one.name === name))).toEqual([]);
      }
    }
  });

  test.each(steps)('the system does not do before its day: $name', (doing) => {
    const eve = '2026-11-29T22:59:59.999Z' as Instant;
    for (const status of statuses) {
      expect(decide(permissionsOf(pure, needIn(status), system, dayOf(eve)), doing, 1, eve).kind).toBe(
        'never',
      );
    }
  });
});

describe('how long the system waits is configured', () => {
  const parse = (reminders: unknown) => parseOrganisation({ ...(shippedFile() as object), reminders });
  const mistakes = (reminders: unknown): readonly string[] => {
    try {
      parse(reminders);
      return [];
    } catch (fault) {
      return (fault as OrganisationMistakes).mistakes;
    }
  };

  test('and without a word about it as the model has it', () => {
    const { reminders: _, ...silent } = shippedFile() as Record<string, unknown>;
    expect(parseOrganisation(silent).reminders).toEqual({
      remind: [5, 10],
      evaluate: 20,
      areaLead: 15,
      modelManager: 20,
      submitter: { remind: [5, 10], lapse: 20 },
    });
    expect(shipped.reminders).toEqual(parseOrganisation(silent).reminders);
  });

  test('as many reminders as are written, each on its day', () => {
    const organisation = { ...pure, reminders: parse({ remind: [1, 2, 3] }).reminders };
    const { need } = submitted(organisation, { areas: ['north'] });
    expect(need.nextStepAt).toBe('2026-11-24T06:00:00.000Z');
    const second = step(need, need.nextStepAt as Instant, organisation).after;
    const third = step(second, second.nextStepAt as Instant, organisation).after;
    expect(step(third, third.nextStepAt as Instant, organisation).event.action).toBe('remind');
  });

  test('and made shorter leaves no need without its last step', () => {
    const organisation = { ...pure, reminders: parse({ remind: [] }).reminders };
    const far = { ...needIn('received'), reminded: 3 };
    expect(nextStep(organisation, far)).toEqual({ name: 'escalate', input: { to: 'model-manager' } });
    expect(nextStepAt(organisation, { ...far, reminded: 4 }, now)).toBeUndefined();
  });

  test.each([
    [{ remind: [5, 5] }, 'reminders.remind.1: 5 working days is not after the 5 of reminders.remind.0;'],
    [{ remind: [10, 16] }, 'reminders.areaLead: 15 working days is not after the 16 of reminders.remind.1;'],
    [
      { modelManager: 15 },
      'reminders.modelManager: 15 working days is not after the 15 of reminders.areaLead;',
    ],
    [
      { submitter: { lapse: 9 } },
      'reminders.submitter.lapse: 9 working days is not after the 10 of reminders.submitter.remind.1;',
    ],
    [{ remind: [0] }, 'reminders.remind.0: write at least 1 working day'],
    [{ areaLead: 2.5 }, 'reminders.areaLead: write a whole number of working days'],
    [{ modelManager: 1000 }, 'reminders.modelManager: write at most 250 working days'],
    [{ remind: 'soon' }, 'reminders.remind: expected array; add or correct it'],
    [{ submitters: {} }, 'reminders: unknown key submitters; correct or remove it'],
  ])('and %j is refused: %s', (reminders, message) => {
    const [first, ...others] = mistakes(reminders);
    expect(first).toContain(message);
    expect(others).toEqual([]);
  });
});
