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
import { dayOf, daysAfter } from '../../lambdas/domain/time/time.ts';
import type { Day } from '../../lambdas/domain/time/time.ts';
import { cardOf } from '../../lambdas/domain/need/make-card.ts';
import {
  daysOfLastReminder,
  remindersOn,
  waitingFor,
  waitOf,
} from '../../lambdas/domain/notice/reminders.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import type { Settings } from '../../lambdas/domain/session/settings.ts';
import { workingDaysAfter } from '../../lambdas/domain/time/calendar.ts';
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
const dayBefore = (day: string) => daysAfter(day as Day, -1);
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
    taken.push({ what: event.action, at: event.at, told });
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
    expect(after.nextStepAt).toBeUndefined();
  });

  test('deferred is taken up on its review date, and everybody is told', () => {
    const need = needIn('deferred');
    const { event, told } = step(need, need.nextStepAt as Instant);
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
    expect(told).toEqual(expect.arrayContaining(['developer-north', 'head-responsible']));
  });

  test('and looked at late gets one step, and the next at least a working day later', () => {
    const lateFirst = (due: Instant) => (due === mornings[0] ? ('2026-12-18T14:00:00.000Z' as Instant) : due);
    expect(leftAlone(needIn('awaiting-submitter'), lateFirst).taken.map(({ at }) => at)).toEqual([
      '2026-12-18T14:00:00.000Z',
      '2026-12-21T06:00:00.000Z',
      '2026-12-22T06:00:00.000Z',
    ]);
  });
});

const none: Readonly<Record<string, Settings>> = {};

describe('a reminder', () => {
  /** Who is written to on a day, and what: as the reference of each need, why it is named, and its days. */
  function written(
    needs: readonly Need[],
    today: string,
    { last = dayBefore(today), organisation = pure, settings = none } = {},
  ) {
    const morning = { today: today as Day, last: last, settingsOf: (id: string) => settings[id] };
    return Object.fromEntries(
      remindersOn(organisation, needs.map(cardOf), morning).map(({ to, needs: named }) => [
        to,
        named.map(({ reference, why, days }) => `${reference} ${why} ${days}`),
      ]),
    );
  }
  const staff = waiting.filter((status) => status !== 'awaiting-submitter');
  const days = mornings.map((morning) => morning.slice(0, 10));
  const named = (need: Need, why: string, waited: number) => [`${need.reference} ${why} ${waited}`];
  const other = (need: Need, reference: string, since: string): Need => ({
    ...need,
    reference: reference as Need['reference'],
    since: since as Instant,
  });

  test.each(staff)('is written to all whom a need that is %s waits for, and to nobody before', (status) => {
    const need = needIn(status);
    const there = (waitsFor[status] ?? []).filter((person) => person !== 'deputy-shared');
    const coming = there.includes('deputy-responsible') ? ['coming-deputy-responsible'] : [];
    expect(written([need], days[0] ?? '')).toEqual(
      Object.fromEntries([...there, ...coming].map((person) => [person, named(need, 'asked', 5)])),
    );
    for (const day of ['2026-11-24', '2026-11-27', '2026-12-01', '2026-12-04'])
      expect(written([need], day), day).toEqual({});
  });

  test('names needs with the language that their titles are written in', () => {
    const need = { ...needIn('received'), language: 'en' as const };
    const card = cardOf(need);
    const [today = ''] = days;
    const morning = { today: today as Day, last: dayBefore(today), settingsOf: () => undefined };
    const [reminder] = remindersOn(pure, [card], morning);
    const [waits] = waitingFor(
      pure,
      { cards: [card], meetings: [] },
      'developer-north' as PersonId,
      today as Day,
    );
    for (const named of [reminder?.needs[0], waits]) expect(named).toMatchObject({ language: 'en' });
    const { language: _unknown, ...older } = card;
    expect(
      waitingFor(pure, { cards: [older], meetings: [] }, 'developer-north' as PersonId, today as Day)[0],
    ).not.toHaveProperty('language');
  });

  test('comes again every fifth working day and never falls silent, to the area’s lead at fifteen and the manager from twenty on', () => {
    const need = needIn('coordinating');
    const told = (after: number) => Object.keys(written([need], workingDaysAfter(dayOf(now), after)));
    expect(told(10)).toEqual(['developer-north']);
    expect(told(15)).toEqual(['developer-north', 'lead-north']);
    expect(told(20)).toEqual(
      ['developer-north', 'lead-north', 'manager'].filter((id) => id !== 'lead-north'),
    );
    for (const after of [25, 30, 100, 250])
      expect(told(after), `${after}`).toEqual(['developer-north', 'manager']);
    for (const after of [21, 24, 26, 251]) expect(told(after), `${after}`).toEqual([]);
    expect(written([needIn('received')], days[2] ?? '')).toHaveProperty('lead-south');
  });

  test('to the next in line goes to the one after where that is the same person', () => {
    const leads = { ...pure, areas: pure.areas.map((area) => ({ ...area, developers: [] })) };
    const need = needIn('coordinating');
    expect(Object.keys(written([need], days[2] ?? '', { organisation: leads }))).toEqual([
      'lead-north',
      'manager',
    ]);
    expect(Object.keys(written([need], days[3] ?? '', { organisation: leads }))).toEqual([
      'lead-north',
      'owner',
    ]);
    const nowhere = { ...submitted(pure, {}).need };
    expect(Object.keys(written([nowhere], days[2] ?? ''))).toEqual(['manager', 'owner']);
  });

  test('names all that waits for its reader, the longest waiting first, and what waits for others last', () => {
    const old = other(needIn('coordinating'), 'B26-AAAAA', '2026-11-02T09:00:00.000Z');
    const late = {
      ...other(needIn('in-progress'), 'B26-BBBBB', now),
      plannedEnd: '2026-11-20' as Day,
    } as Need;
    const asked = other(needIn('awaiting-submitter'), 'B26-CCCCC', now);
    const fresh = other(needIn('received'), 'B26-DDDDD', '2026-11-27T09:00:00.000Z');
    const all = written([fresh, asked, late, old], days[0] ?? '');
    expect(all['developer-north']).toEqual([
      'B26-AAAAA asked 20',
      'B26-BBBBB overdue 6',
      'B26-CCCCC unanswered 5',
      'B26-DDDDD asked 1',
    ]);
    expect(all['manager']).toEqual(['B26-AAAAA passed-on 20']);
    expect(all['head-responsible'], 'nothing has waited five days').toBeUndefined();
    expect(written([fresh], days[0] ?? ''), 'nothing has waited five days').toEqual({});
  });

  test('names what is its reader’s own before what is passed on to them, however long that has waited', () => {
    const old = other(needIn('coordinating'), 'B26-AAAAA', '2026-11-02T09:00:00.000Z');
    const fresh = other(needIn('advising'), 'B26-BBBBB', '2026-11-20T09:00:00.000Z');
    const expected = ['B26-BBBBB asked 1', 'B26-AAAAA passed-on 15'];
    for (const needs of [
      [old, fresh],
      [fresh, old],
    ])
      expect(written(needs, '2026-11-23')['lead-north']).toEqual(expected);
  });

  test('does not name a question before its submitter is to be reminded, and passes none on', () => {
    const question = needIn('awaiting-submitter');
    const old = other(needIn('coordinating'), 'B26-AAAAA', '2026-11-19T09:00:00.000Z');
    expect(written([question, old], '2026-11-26')['developer-north']).toEqual(['B26-AAAAA asked 5']);
    for (const day of days)
      expect(Object.keys(written([question], day)), day).toEqual(['developer-north', 'developer-south']);
  });

  test('comes after as many working days as are written', () => {
    const reminders = { ...pure.reminders, remind: [2, 7], modelManager: 21 };
    const organisation = { ...pure, reminders };
    const reminded = Array.from({ length: 30 }, (_, after) => after).filter((after) => {
      const day = workingDaysAfter(dayOf(now), after);
      return 'developer-north' in written([needIn('coordinating')], day, { organisation });
    });
    expect(reminded).toEqual([2, 7, 15, 21, 26]);
  });

  test('was last due after so many days; never, before the first', () => {
    const lastAfter = (waited: number) => {
      const wait = waitOf(pure, cardOf(needIn('coordinating')), workingDaysAfter(dayOf(now), waited));
      return wait && daysOfLastReminder(pure, wait);
    };
    expect([0, 4, 5, 9, 10, 29, 30].map(lastAfter)).toEqual([undefined, undefined, 5, 5, 10, 25, 30]);
  });

  test('that was not written on its day is written on the next, once', () => {
    const need = needIn('received');
    expect(Object.keys(written([need], '2026-12-02', { last: '2026-11-27' as Day }))).toEqual(
      waitsFor.received,
    );
    expect(written([need], '2026-12-03', { last: '2026-12-02' as Day })).toEqual({});
  });

  test('put off by one person waits for their day, and is not put off for others', () => {
    const need = needIn('received');
    const settings = { 'developer-north': { remindOn: { [need.reference]: '2026-12-09' as Day } } };
    for (const day of ['2026-11-30', '2026-12-07'])
      expect(Object.keys(written([need], day, { settings })), day).toEqual(['developer-south']);
    expect(Object.keys(written([need], '2026-12-09', { settings }))).toEqual(['developer-north']);
    expect(written([need], '2026-12-10', { settings })).toEqual({});
    expect(Object.keys(written([need], '2026-12-14', { settings }))).toContain('developer-north');
  });

  test('does not count weeks in which the university is closed', () => {
    const closed = [{ from: '2026-11-24' as Day, to: '2026-11-27' as Day }];
    const organisation = { ...pure, closed };
    const need = needIn('received');
    expect(written([need], days[0] ?? '', { organisation })).toEqual({});
    expect(Object.keys(written([need], '2026-12-04', { organisation }))).toEqual(waitsFor.received);
  });

  test('is written to nobody about a need that is held', () => {
    expect(written([{ ...needIn('received'), held: true }], days[0] ?? '')).toEqual({});
  });
});

test('somebody’s list has what waits for them alone, the longest first, and no question, and nothing that is held', () => {
  const received = (reference: string, since: string, more: Partial<Need> = {}) =>
    cardOf({ ...needIn('received'), reference, since, ...more } as Need);
  const cards = [
    received('B26-AAAAA', '2026-11-20T09:00:00.000Z'),
    received('B26-BBBBB', '2026-11-16T09:00:00.000Z'),
    received('B26-CCCCC', '2026-11-16T09:00:00.000Z', { held: true }),
    cardOf(needIn('awaiting-submitter')),
    cardOf(needIn('advising')),
  ];
  const waiting = (person: string) =>
    waitingFor(pure, { cards, meetings: [] }, person as PersonId, dayOf(now)).map(
      ({ reference, days }) => `${reference} ${days}`,
    );
  expect(waiting('developer-north')).toEqual(['B26-BBBBB 5', 'B26-AAAAA 1', 'B26-7KQ4M 0']);
  expect(waiting('developer-south')).toEqual(['B26-BBBBB 5', 'B26-AAAAA 1']);
  expect(waiting('developer-east')).toEqual([]);
});

describe('the clock', () => {
  const at = '2026-11-26T09:00:00.000Z' as Instant;

  test.each([
    ['a comment', needIn('awaiting-submitter'), ['comment', as('developer-north'), { text: 'Strax' }]],
    [
      'a comment by the awaited submitter',
      needIn('awaiting-submitter'),
      ['comment', { kind: 'submitter' }, { text: '?' }],
    ],
    [
      'a reroute',
      needIn('awaiting-submitter'),
      ['reroute', as('manager'), { areas: ['east'], reason: 'Fel' }],
    ],
  ] as const)('is not set back by %s', (_what, need, doing) => {
    const { need: reminded } = { need: step(need, mornings[0] as Instant).after };
    for (const before of [need, reminded]) {
      const { need: after } = happen(pure, before, doing, at);
      expect(after.nextStepAt).toBe(before.nextStepAt);
      expect([after.reminded, after.since]).toEqual([before.reminded, now]);
    }
  });

  test('starts over with every change of status', () => {
    const reminded = step(needIn('awaiting-submitter'), mornings[0] as Instant).after;
    expect(reminded.reminded).toBe(1);
    const moment = '2026-12-01T09:00:00.000Z' as Instant;
    const { need } = happen(pure, reminded, ['answer', { kind: 'submitter' }, { answer: 'Alla' }], moment);
    expect(need).toMatchObject({ reminded: 0, since: moment });
    expect(need.nextStepAt).toBeUndefined();
  });

  test('counts from the day it is in Stockholm', () => {
    const lateAtNight = '2026-11-23T23:30:00.000Z' as Instant;
    const asking = ['ask', as('developer-north'), { question: 'Vilka?' }] as const;
    const { need } = happen(pure, needIn('clarifying'), asking, lateAtNight);
    expect(need.nextStepAt).toBe('2026-12-01T06:00:00.000Z');
  });
});

describe('what the system does', () => {
  const steps = [
    { name: 'remind', input: {} },
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
        const open: readonly string[] = permissionsOf(pure, needIn(status), actor, dayOf(now)).actions;
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
      again: 5,
      submitter: { remind: [5, 10], lapse: 20 },
    });
    expect(shipped.reminders).toEqual(parseOrganisation(silent).reminders);
  });

  test('as many reminders as are written, each on its day', () => {
    const { reminders } = parse({ submitter: { remind: [1, 2, 3] } });
    const organisation = { ...pure, reminders };
    const need = play(organisation, needIn('clarifying'), [
      'ask',
      as('developer-north'),
      { question: 'Vilka?' },
    ]);
    expect(need.nextStepAt).toBe('2026-11-24T06:00:00.000Z');
    const second = step(need, need.nextStepAt as Instant, organisation).after;
    const third = step(second, second.nextStepAt as Instant, organisation).after;
    expect(step(third, third.nextStepAt as Instant, organisation).event.action).toBe('remind');
  });

  test('and made shorter leaves no need without its last step', () => {
    const organisation = { ...pure, reminders: parse({ submitter: { remind: [] } }).reminders };
    const far = { ...needIn('awaiting-submitter'), reminded: 3 };
    expect(nextStep(organisation, far)).toEqual({ name: 'lapse', input: {} });
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
