import { describe, expect, test } from 'vitest';
import { allEntries } from '../../lambdas/app/need/history.ts';
import { deliverNotices } from '../../lambdas/app/notice/deliver.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { takeNextStep } from '../../lambdas/app/need/remind.ts';
import type { NeedEvent } from '../../lambdas/domain/need/event.ts';
import type { Involved } from '../../lambdas/domain/organisation/involvement.ts';
import type { Status } from '../../lambdas/domain/need/need.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { as, pure, submitter } from '../domain/fixtures.ts';
import type { Step } from '../domain/fixtures.ts';
import { freeWeekdays } from '../support/free-days.ts';
import { wideLimits } from '../support/limits.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids } from '../support/needs.ts';
import { actAs, storeNeed } from '../support/stored.ts';

/* A year from Monday 23 November 2026, over the change to summer time (28 March) and back (31 October 2027). */
const begin = Date.UTC(2026, 10, 23, 0);
const hour = 3_600_000;
const hours = 365 * 24;
/* All of it takes minutes (npm run test:faults); npm test takes a sample, the same one each time. */
const isWhole = process.env['FAULTS'] === 'all';
const needs = isWhole ? 80 : 20;
const seeds = isWhole ? [20_261_123, 77] : [20_261_123];
const instant = (time: number) => new Date(time).toISOString() as Instant;

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const developer = as('developer-north');
const comment: Step = ['comment', developer, { text: 'Vi ser på det.' }];
const departments = ['shared', 'responsible'];
const back: Step = ['return', developer, { reason: 'Oklart' }];
/** What somebody may do where a need stands; the more a step occurs, the more often. */
const doings = (day: string): Readonly<Record<Status, readonly Step[]>> => ({
  received: [
    ['take', developer],
    ['take', developer],
    ['reroute', as('manager'), { departments, reason: 'Rätt väg' }],
    ['withdraw', submitter],
    comment,
  ],
  clarifying: [
    ['ask', developer, { question: 'Vilka salar?' }],
    [
      'coordinate',
      developer,
      { actualNeed: 'A', whyItArose: 'B', leadArea: 'north', responsible: 'responsible', departments },
    ],
    comment,
  ],
  'awaiting-submitter': [
    ['answer', submitter, { answer: 'Alla' }],
    ['comment', submitter, { text: 'Jag återkommer.' }],
  ],
  coordinating: [['raise', developer], ['raise', developer], back, comment],
  advising: [['advise', as('lead-north'), { advice: 'do', priority: 'high', marks: [] }], back, comment],
  deciding: [
    ['approve', as('head-shared')],
    ['approve', as('head-responsible')],
    ['decline', as('head-shared'), { reason: 'Nej' }],
    ['defer', as('head-responsible'), { reason: 'Senare', reviewDate: day }],
    ['defer', as('head-responsible'), { reason: 'Senare', reviewDate: day }],
    ['defer', as('head-responsible'), { reason: 'Senare', reviewDate: day }],
    comment,
  ],
  approved: [['start', developer, { plannedEnd: '2028-01-01' }], comment],
  deferred: [comment, comment, comment, ['reopen', as('head-responsible'), { reason: 'Nytt läge' }]],
  declined: [['reopen', developer, { reason: 'Nytt läge' }]],
  referred: [comment],
  withdrawn: [comment],
  'in-progress': [['complete', developer, { outcome: 'Klart' }], comment],
  paused: [comment],
  completed: [['reopen', developer, { reason: 'Nytt läge' }]],
});

interface Lived {
  readonly histories: readonly (readonly NeedEvent[])[];
  /** To whom each mail went, and about which event. */
  readonly mails: readonly (readonly [NeedEvent, Recipient])[];
}

/**
 * Lives through the year: needs come in, are acted on at half past the hour or left alone, and the schedule fires on the hour,
 * once or several times at once.
 */
async function live(store: NeedStore, random: () => number, fires: readonly number[]): Promise<Lived> {
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value;
  const gap = (mean: number) => Math.ceil(-Math.log(1 - random()) * mean * 24) * hour;
  let clock = instant(begin);
  const takeStep = takeNextStep({ organisation: pure, store, clock: () => clock });
  const mails: [NeedEvent, Recipient][] = [];
  const deliver = deliverNotices({
    organisation: pure,
    store,
    ids,
    asks: () => false,
    clock: () => clock,
    limits: wideLimits,
    random: () => 0.5,
    pause: () => Promise.resolve(),
    log: () => undefined,
    mailer: {
      send({ event, recipient }) {
        mails.push([event, recipient]);
        return Promise.resolve({ kind: 'sent', messageId: String(mails.length) });
      },
    },
  });
  const sendDue = async () => {
    const due = await store.dueEvents(clock, 500);
    const until = later(clock, hour);
    if (due.length > 0) await Promise.all([deliver(due, until), deliver(due, until)]);
  };
  const waking = Array.from({ length: needs }, (_, number) => ({
    reference: `B26-${String(number).padStart(5, '0')}` as Reference,
    exists: false,
    /* Some are looked after every day; some lie for months. */
    patience: pick([3, 5, 10, 25, 80]),
    at: begin + Math.floor(random() * hours * 0.7) * hour + hour / 2,
  }));
  const firing = new Set(fires);

  for (let time = begin; time < begin + hours * hour; time += hour) {
    clock = instant(time);
    if (firing.has(time)) {
      for (const due of await store.dueNeeds(clock)) {
        await Promise.all(Array.from({ length: pick([1, 1, 2, 3]) }, () => takeStep(due)));
      }
      await sendDue();
    }
    clock = instant(time + hour / 2);
    for (const one of waking.filter(({ at }) => at === time + hour / 2)) {
      if (one.exists) {
        const status = (await store.read(one.reference))?.need.status ?? 'received';
        const review = instant(time + (2 + Math.floor(random() * 40)) * 24 * hour).slice(0, 10);
        await actAs(store, pure, one.reference, pick(doings(review)[status]), clock);
      } else {
        await storeNeed(
          store,
          pure,
          pick([{ departments }, { areas: ['north'], departments }]),
          clock,
          one.reference,
        );
        one.exists = true;
      }
      one.at = time + hour / 2 + gap(one.patience);
    }
  }
  await sendDue();
  const histories = await Promise.all(
    waking.map(async ({ reference }) => {
      const file = await store.read(reference);
      return file ? (await allEntries(store, file)).map(({ event }) => event) : [];
    }),
  );
  return { histories, mails };
}

/* The oracle: it counts days one by one, on a list typed by hand, and knows nothing of how the system keeps time. */

const summer = [Date.UTC(2027, 2, 28, 1), Date.UTC(2027, 9, 31, 1)] as const;
const offset = (time: number) => (time >= summer[0] && time < summer[1] ? 2 : 1) * hour;
const dayAt = (time: number) => Math.floor((time + offset(time)) / (24 * hour));
const sevenOn = (day: number) => {
  const time = day * 24 * hour + 7 * hour;
  return time - offset(time - 2 * hour);
};
const free = new Set(
  [2026, 2027].flatMap((year) => (freeWeekdays[year] ?? []).map((day) => Date.parse(day) / (24 * hour))),
);
/* Day 0 was a Thursday. */
const isWorked = (day: number) => (day + 4) % 7 !== 0 && (day + 4) % 7 !== 6 && !free.has(day);
function workingDay(day: number, count: number): number {
  let seen = 0;
  let at = day;
  while (seen < count) if (isWorked(++at)) seen++;
  return at;
}

const forStaff = [
  [5, 'remind'],
  [10, 'remind'],
  [15, 'escalate to area-lead'],
  [20, 'escalate to model-manager'],
] as const;
const forSubmitter = [
  [5, 'remind'],
  [10, 'remind'],
  [20, 'lapse'],
] as const;
const plans: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  received: forStaff,
  clarifying: forStaff,
  coordinating: forStaff,
  advising: forStaff,
  deciding: forStaff,
  approved: forStaff,
  'awaiting-submitter': forSubmitter,
  completed: [[20, 'inquire']],
};

/** What the system must have done with a need, from what people did to it and from when the schedule fired. */
function expected(history: readonly NeedEvent[], fires: readonly number[]): readonly string[] {
  const done: string[] = [];
  const byPeople = history.filter(({ by }) => by.kind !== 'system');
  const [first, ...rest] = byPeople;
  if (!first) return [];
  let status: string = first.status;
  let since = Date.parse(first.at);
  let reviewOn = '';
  const firstFiring = (due: number) => fires.find((time) => time >= due) ?? Infinity;

  let taken = 0;
  let soonest = 0;
  const stand = (next: string, from: number) => {
    [status, since, taken, soonest] = [next, from, 0, 0];
  };
  const until = (end: number) => {
    for (;;) {
      const [count, what] = status === 'deferred' ? [0, 'reopen'] : (plans[status]?.[taken] ?? []);
      if (count === undefined) return;
      const planned =
        status === 'deferred' ? Date.parse(reviewOn) / (24 * hour) : workingDay(dayAt(since), count);
      const time = firstFiring(sevenOn(Math.max(planned, soonest)));
      if (time >= end) return;
      done.push(`${first.reference} ${what} ${instant(time)}`);
      taken++;
      soonest = workingDay(dayAt(time), 1);
      if (what === 'lapse' || what === 'reopen') stand('clarifying', time);
    }
  };
  for (const event of rest) {
    const at = Date.parse(event.at);
    until(at);
    if (event.status !== status) stand(event.status, at);
    if (event.action === 'defer') reviewOn = event.input.reviewDate;
  }
  until(Infinity);
  return done;
}

const found = (history: readonly NeedEvent[]): readonly string[] =>
  history
    .filter(({ by }) => by.kind === 'system')
    .map((event) => {
      const what = event.action === 'escalate' ? `escalate to ${event.input.to}` : event.action;
      return `${event.reference} ${what} ${event.at}`;
    });

const headOf: Readonly<Record<string, string>> = {
  'north-only': 'lead-north',
  'south-only': 'lead-south',
  shared: 'head-shared',
  responsible: 'head-responsible',
};
/* Until then a need that waits for the responsible head waits for these as well. */
const lastDayOfDeputies = '2026-11-30';
const deputies = ['deputy-responsible', 'coming-deputy-responsible'];

/** Who must have had a mail of each reminder and escalation, by what happened to the need before. */
function reminded(history: readonly NeedEvent[]): readonly string[] {
  let involved: Involved = { areas: [], departments: [] };
  let approved: readonly string[] = [];
  let hasLeadArea = false;
  return history.flatMap((event) => {
    const { action, status, at } = event;
    involved = event.involved ?? involved;
    if (action === 'approve') approved = [...approved, event.input.department ?? ''];
    else if (status !== 'deciding') approved = [];
    if (action === 'coordinate') hasLeadArea = true;
    if (action !== 'remind' && action !== 'escalate') return [];

    const developers = involved.areas.map((area) => `developer-${area}`);
    const undecided = departments.filter((id) => !approved.includes(id)).map((id) => headOf[id]);
    const awaited: Partial<Record<Status, readonly (string | undefined)[]>> = {
      received: developers,
      clarifying: developers,
      'awaiting-submitter': ['submitter'],
      coordinating: ['developer-north'],
      advising: ['lead-north', 'developer-north'],
      deciding: undecided,
      approved: ['developer-north', 'head-responsible'],
    };
    const people = [...(awaited[status] ?? [])];
    if (people.includes('head-responsible') && at.slice(0, 10) <= lastDayOfDeputies) people.push(...deputies);
    if (action === 'escalate') {
      const leads = hasLeadArea ? ['lead-north'] : involved.areas.map((area) => `lead-${area}`);
      people.push(...(event.input.to === 'area-lead' ? leads : ['manager']));
    }
    return [...new Set(people)].map((person) => mailKey(event, person));
  });
}
const mailKey = ({ reference, version }: NeedEvent, to: string | undefined) =>
  `${reference} ${version} ${to}`;

const everyHour = Array.from({ length: hours }, (_, index) => begin + index * hour);

describe.each(seeds)(`a year with ${needs} needs, seed %i`, (seed) => {
  test.each([
    ['every hour', () => everyHour],
    [
      'late, and sometimes not at all for a week',
      (random: () => number) => {
        const fires: number[] = [];
        for (let time = begin; time < begin + hours * hour;) {
          fires.push(time);
          time += hour * Math.ceil(random() < 0.02 ? random() * 10 * 24 : random() * 6);
        }
        return fires;
      },
    ],
  ])(
    'the schedule fires %s: nobody is forgotten, nobody is told twice, and whoever is awaited has one mail of it',
    async (_often, firing) => {
      const random = randomFrom(seed);
      const fires = firing(random);
      const { histories, mails } = await live(memoryStore(), random, fires);
      const due = histories.flatMap((history) => expected(history, fires)).sort();
      const taken = histories.flatMap(found).sort();
      expect(
        due.filter((step) => !taken.includes(step)),
        'missed',
      ).toEqual([]);
      expect(
        taken.filter((step) => !due.includes(step)),
        'not due',
      ).toEqual([]);
      expect(taken, 'doubled').toHaveLength(new Set(taken).size);
      expect(taken.length).toBeGreaterThan(5 * needs);
      const ofSystem = mails
        .filter(([{ action }]) => action === 'remind' || action === 'escalate')
        .map(([event, to]) => mailKey(event, to))
        .sort();
      expect(ofSystem, 'mails').toEqual(histories.flatMap(reminded).sort());
      for (const what of [
        'remind',
        'escalate to area-lead',
        'escalate to model-manager',
        'lapse',
        'reopen',
      ]) {
        expect(taken.filter((step) => step.includes(` ${what} `)).length, what).toBeGreaterThan(2);
      }
    },
  );
});
