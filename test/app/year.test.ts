import { describe, expect, test } from 'vitest';
import { allEntries } from '../../lambdas/app/need/history.ts';
import { deliverNotices } from '../../lambdas/app/notice/deliver.ts';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { remindPeople } from '../../lambdas/app/notice/remind-people.ts';
import { sendLetters } from '../../lambdas/app/notice/send-letters.ts';
import type { LetterMail, NoticeMail } from '../../lambdas/app/ports/mailer.ts';
import type { EventId } from '../../lambdas/domain/need/event-id.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import type { Rhythm } from '../../lambdas/domain/notice/rhythm.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { takeNextStep } from '../../lambdas/app/need/take-step.ts';
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
import { isWhole } from '../support/whole.ts';

/* A year from Monday 23 November 2026, over the change to summer time (28 March) and back (31 October 2027). */
const begin = Date.UTC(2026, 10, 23, 0);
const hour = 3_600_000;
const hours = 365 * 24;
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
  advising: [
    ['advise', as('lead-north'), { advice: 'do', priority: 'high', goals: [], insteadOf: [] }],
    back,
    comment,
  ],
  deciding: [
    ['approve', as('head-shared')],
    ['approve', as('head-responsible')],
    ['decline', as('head-shared'), { reason: 'Nej' }],
    ['defer', as('head-responsible'), { reason: 'Senare', reviewDate: day }],
    ['defer', as('head-responsible'), { reason: 'Senare', reviewDate: day }],
    ['defer', as('head-responsible'), { reason: 'Senare', reviewDate: day }],
    comment,
  ],
  approved: [['start', developer, { plannedEnd: day }], ['start', developer, { plannedEnd: day }], comment],
  deferred: [comment, comment, comment, ['reopen', as('head-responsible'), { reason: 'Nytt läge' }]],
  declined: [['reopen', developer, { reason: 'Nytt läge' }]],
  referred: [comment],
  withdrawn: [comment],
  'in-progress': [['complete', developer, { outcome: 'Klart' }], comment, comment, comment],
  paused: [comment],
  completed: [['reopen', developer, { reason: 'Nytt läge' }]],
});

interface Lived {
  readonly histories: readonly (readonly NeedEvent[])[];
  /** To whom each mail went, and about which event. */
  readonly mails: readonly (readonly [NeedEvent, Recipient])[];
  /** The notices of every event, as they ended. */
  readonly notices: readonly (readonly [NeedEvent, Notice])[];
  readonly letters: readonly LetterMail[];
}

/* Some want what informs them each time, some in one mail a day, some in one a week. */
const rhythms: Readonly<Record<string, Rhythm>> = {
  'developer-south': 'daily',
  'head-shared': 'weekly',
  'lead-north': 'weekly',
};

/** Those who send, and the mails that they have sent. */
function office(store: NeedStore, clock: () => Instant) {
  const mails: [NeedEvent, Recipient][] = [];
  const letters: LetterMail[] = [];
  const deps = {
    ...{ organisation: pure, store, ids, asks: () => false, clock, limits: wideLimits },
    random: () => 0.5,
    pause: () => Promise.resolve(),
    log: () => undefined,
    mailer: {
      send({ event, recipient }: NoticeMail) {
        mails.push([event, recipient]);
        return Promise.resolve({ kind: 'sent', messageId: String(mails.length) } as const);
      },
      sendLetter(letter: LetterMail) {
        letters.push(letter);
        return Promise.resolve({ kind: 'sent', messageId: letter.id } as const);
      },
    },
  };
  return {
    ...{ mails, letters },
    takeStep: takeNextStep(deps),
    remind: remindPeople(deps),
    deliver: deliverNotices(deps),
    deliverLetters: sendLetters(deps),
  };
}

/** What is stored of needs, and how the notices of each event ended. */
async function recorded(
  store: NeedStore,
  references: readonly Reference[],
): Promise<Pick<Lived, 'histories' | 'notices'>> {
  const entries = await Promise.all(
    references.map(async (reference) => {
      const file = await store.read(reference);
      return file ? allEntries(store, file) : [];
    }),
  );
  return {
    histories: entries.map((history) => history.map(({ event }) => event)),
    notices: entries
      .flat()
      .flatMap(({ event, notices }) => notices.map((notice) => [event, notice] as const)),
  };
}

/**
 * Lives through the year: needs come in, are acted on at half past the hour or left alone, and the schedule fires on the hour,
 * once or several times at once.
 */
async function live(store: NeedStore, random: () => number, fires: readonly number[]): Promise<Lived> {
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value;
  const gap = (mean: number) => Math.ceil(-Math.log(1 - random()) * mean * 24) * hour;
  let clock = instant(begin);
  for (const [id, rhythm] of Object.entries(rhythms))
    await store.saveSettings(addressHashOf(`${id}@example.org`), { rhythm });
  const { mails, letters, takeStep, remind, deliver, deliverLetters } = office(store, () => clock);
  /** As often as the schedule fires at once. */
  const atOnce = (work: () => Promise<unknown>) =>
    Promise.all(Array.from({ length: pick([1, 1, 2, 3]) }, work));
  const sendDue = async () => {
    const until = later(clock, hour);
    const letter = await store.dueLetters(clock, 500);
    if (letter.length > 0) await atOnce(() => deliverLetters(letter, until));
    const due = await store.dueEvents(clock, 500);
    if (due.length > 0) await Promise.all([deliver(due, until), deliver(due, until)]);
  };
  const waking = Array.from({ length: needs }, (_, number) => ({
    reference: `B26-${String(number).padStart(5, '0')}` as Reference,
    exists: false,
    /* Some are looked after every day; some lie for months. */
    pause: pick([3, 5, 10, 25, 80]),
    at: begin + Math.floor(random() * hours * 0.7) * hour + hour / 2,
  }));
  const firing = new Set(fires);
  const fire = async () => {
    for (const due of await store.dueNeeds(clock)) await atOnce(() => takeStep(due));
    await atOnce(remind);
    await sendDue();
  };
  const wake = async ({ reference, exists }: (typeof waking)[number], time: number) => {
    if (exists) {
      const status = (await store.read(reference))?.need.status ?? 'received';
      const review = instant(time + (2 + Math.floor(random() * 40)) * 24 * hour).slice(0, 10);
      await actAs({ store, organisation: pure }, reference, pick(doings(review)[status]), clock);
    } else {
      const given = pick([{ departments }, { areas: ['north'], departments }]);
      await storeNeed(store, pure, { ...given, reference }, clock);
    }
  };

  for (let time = begin; time < begin + hours * hour; time += hour) {
    clock = instant(time);
    if (firing.has(time)) await fire();
    clock = instant(time + hour / 2);
    for (const one of waking.filter(({ at }) => at === time + hour / 2)) {
      await wake(one, time);
      one.exists = true;
      one.at = time + hour / 2 + gap(one.pause);
    }
  }
  await sendDue();
  clock = instant(begin + (hours + 15 * 24) * hour);
  await sendDue();
  const references = waking.map(({ reference }) => reference);
  return { ...(await recorded(store, references)), mails, letters };
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

const forSubmitter = [
  [5, 'remind'],
  [10, 'remind'],
  [20, 'lapse'],
] as const;
const plans: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
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
    .map(({ reference, action, at }) => `${reference} ${action} ${at}`);

/** A need as it stands: whom it waits for, who is next in line, and since which day. */
interface ExpectedWait {
  readonly reference: string;
  readonly why: 'asked' | 'unanswered' | 'overdue';
  readonly people: readonly string[];
  readonly leads: readonly string[];
  readonly since: number;
}

/** How a need stands on a day, by what had happened to it until then; nothing where it waits for nobody. */
function expectedWait(history: readonly NeedEvent[], day: number): ExpectedWait | undefined {
  let involved: Involved = { areas: [], departments: [] };
  let approved: readonly string[] = [];
  let hasLeadArea = false;
  let since = 0;
  let plannedEnd = Infinity;
  let before = '';
  for (const event of history) {
    const { action, status } = event;
    involved = event.involved ?? involved;
    if (action === 'approve') approved = [...approved, event.input.department ?? ''];
    else if (status !== 'deciding') approved = [];
    if (action === 'coordinate') hasLeadArea = true;
    if (action === 'start') plannedEnd = Date.parse(event.input.plannedEnd) / (24 * hour);
    if (status !== before || action === 'ask') since = dayAt(Date.parse(event.at));
    before = status;
  }
  const [last] = history.slice(-1);
  if (!last) return undefined;
  const { reference } = last;
  const developers = involved.areas.map((area) => `developer-${area}`);
  const undecided = departments.filter((id) => !approved.includes(id)).flatMap((id) => headOf[id] ?? []);
  const leading = ['developer-north', 'head-responsible'];
  const awaited: Partial<Record<Status, readonly string[]>> = {
    received: developers,
    clarifying: developers,
    'awaiting-submitter': developers,
    coordinating: ['developer-north'],
    advising: ['lead-north', 'developer-north'],
    deciding: undecided,
    approved: leading,
    ...(plannedEnd < day && { 'in-progress': leading }),
  };
  const named = awaited[last.status];
  if (!named) return undefined;
  const stand = named.includes('head-responsible') && day <= lastDayOfDeputies ? deputies : [];
  const isOverdue = last.status === 'in-progress';
  return {
    reference,
    why: isOverdue ? 'overdue' : last.status === 'awaiting-submitter' ? 'unanswered' : 'asked',
    people: [...named, ...stand],
    leads: hasLeadArea ? ['lead-north'] : involved.areas.map((area) => `lead-${area}`),
    since: isOverdue ? plannedEnd : since,
  };
}

const workedBetween = (from: number, to: number): number => {
  let count = 0;
  for (let day = from + 1; day <= to; day++) count += isWorked(day) ? 1 : 0;
  return count;
};
const fives = (days: number) => Math.floor(days / 5);

/** The letters that must have been written as the schedule fired: `day person: need why days, …`. */
function remindersDue(
  histories: readonly (readonly NeedEvent[])[],
  fires: readonly number[],
): readonly string[] {
  const due: string[] = [];
  let last: number | undefined;
  for (const time of fires) {
    const day = dayAt(time);
    if (!isWorked(day) || time < sevenOn(day) || day === last) continue;
    const before = last ?? day - 1;
    last = day;
    const owed = new Map<string, { named: string[]; isDue: boolean }>();
    const add = (person: string, named: string, isDue: boolean) => {
      const one = owed.get(person) ?? { named: [], isDue: false };
      owed.set(person, { named: [...one.named, named], isDue: one.isDue || isDue });
    };
    for (const history of histories) {
      const wait = expectedWait(
        history.filter(({ at }) => Date.parse(at) <= time),
        day,
      );
      if (!wait) continue;
      const { reference, why, people, leads, since } = wait;
      const days = workedBetween(since, day);
      const then = workedBetween(since, before);
      if (why === 'unanswered' && days < 5) continue;
      for (const person of people) add(person, `${reference} ${why} ${days}`, fives(days) > fives(then));
      if (why === 'unanswered') continue;
      const next = leads.filter((lead) => !people.includes(lead));
      const rungs = [...(next.length > 0 ? [next] : []), ['manager'], ['owner']];
      const passed = `${reference} passed-on ${days}`;
      if (days >= 15) for (const person of rungs[0] ?? []) add(person, passed, then < 15);
      if (days >= 20)
        for (const person of rungs[1] ?? []) add(person, passed, fives(days) > fives(then) || then < 20);
    }
    for (const [person, { named, isDue }] of owed)
      if (isDue) due.push(`${day} ${person}: ${named.sort().join(', ')}`);
  }
  return due.sort();
}

const headOf: Readonly<Record<string, string>> = { shared: 'head-shared', responsible: 'head-responsible' };
/* Until then a need that waits for the responsible head waits for these as well. */
const lastDayOfDeputies = Date.parse('2026-11-30') / (24 * hour);
const deputies = ['deputy-responsible', 'coming-deputy-responsible'];

const reminderIn = (letter: LetterMail): readonly string[] =>
  letter.kind === 'reminder'
    ? [
        `${Date.parse(letter.id.slice('reminder-'.length)) / (24 * hour)} ${letter.to.id}: ${letter.needs
          .map(({ reference, why, days }) => `${reference} ${why} ${days}`)
          .sort()
          .join(', ')}`,
      ]
    : [];

const everyHour = Array.from({ length: hours }, (_, index) => begin + index * hour);

describe.each(seeds)(`a year with ${needs} needs, seed %i`, (seed) => {
  const firings: [often: string, firing: (random: () => number) => readonly number[]][] = [
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
  ];
  test.each(isWhole ? firings : firings.slice(0, 1))(
    'the schedule fires %s: nobody is forgotten, nobody is told twice, and whoever is awaited has one mail of it',
    async (_often, firing) => {
      const random = randomFrom(seed);
      const fires = firing(random);
      const { histories, mails, notices, letters } = await live(memoryStore(), random, fires);
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

      const reminded = letters.flatMap(reminderIn).sort();
      const owed = remindersDue(histories, fires);
      expect(
        owed.filter((one) => !reminded.includes(one)),
        'not reminded',
      ).toEqual([]);
      expect(reminded, 'each reminder once').toEqual(owed);
      expect(owed.length).toBeGreaterThan(5 * needs);
      for (const why of ['asked', 'unanswered', 'passed-on', ...(isWhole ? ['overdue'] : [])])
        expect(owed.filter((one) => one.includes(` ${why} `)).length, why).toBeGreaterThan(2);

      /* Each event is told once to each: in a mail of its own, or in one digest. */
      const nameOf = ({ reference, version }: EventId, to: string) => `${reference} ${version} ${to}`;
      const told = mails.map(([event, to]) => nameOf(event, to));
      const digested = letters.flatMap((letter) =>
        letter.kind === 'digest'
          ? letter.news.flatMap(({ events }) => events.map((event) => nameOf(event, letter.to.id)))
          : [],
      );
      const all = notices.map(([event, { to }]) => nameOf(event, to));
      expect([...told, ...digested].sort(), 'each event once to each').toEqual(all.sort());
      expect(notices.every(([, { state }]) => state === 'sent' || state === 'collected')).toBe(true);
      for (const id of Object.keys(rhythms))
        expect(digested.filter((one) => one.endsWith(` ${id}`)).length, id).toBeGreaterThan(2);
      for (const what of ['remind', 'lapse', 'reopen']) {
        expect(taken.filter((step) => step.includes(` ${what} `)).length, what).toBeGreaterThan(2);
      }
    },
  );
});
