import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { countFigures } from '../../lambdas/app/overview/count-figures.ts';
import type { Entry } from '../../lambdas/app/ports/need-file.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { allEntries } from '../../lambdas/app/need/history.ts';
import type { Card } from '../../lambdas/domain/need/card.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import type { Submission } from '../../lambdas/domain/need/submission.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import type { Figures, Group } from '../../lambdas/domain/overview/figures.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { writeLetterMail } from '../../lambdas/mail/letter-mail.ts';
import { as, pure, submitter } from '../domain/fixtures.ts';
import { picking, playNeed } from '../support/histories.ts';
import { memoryStore } from '../support/memory-store.ts';
import { seed } from '../support/seed.ts';
import { actAs, storeNeed } from '../support/stored.ts';
import { isWhole } from '../support/whole.ts';

const hour = 3_600_000;
const count = (store: NeedStore, at: string, organisation: Organisation = pure) =>
  countFigures({ organisation, store, clock: () => at as Instant, log: () => undefined })();

/* The oracle: it knows the events of needs and no card, and keeps days by `Intl`. */

const stockholm = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', dateStyle: 'short' });
const dayAt = (moment: string) => stockholm.format(new Date(moment));
const daysFrom = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / (24 * hour));

/** A need by what has happened to it. */
interface Told {
  readonly reference: string;
  readonly school: string | undefined;
  readonly areas: readonly string[];
  readonly departments: readonly string[];
  readonly status: string;
  readonly arrived: string | undefined;
  readonly closedOn: string | undefined;
  readonly decision: { readonly on: string; readonly outcome: string; readonly advice: string } | undefined;
  readonly solved: string;
}

const closed = ['completed', 'declined', 'referred', 'withdrawn'];

/** @param lacks whether its card does not tell when it came in and when it was decided on */
function tell(history: readonly Entry[], submission: Submission, lacks: boolean): Told {
  let involved: { areas: readonly string[]; departments: readonly string[] } = { areas: [], departments: [] };
  let [status, moved, advice, solved] = ['', '', 'none', 'unanswered'];
  let decision: Told['decision'];
  for (const { event } of history) {
    involved = event.involved ?? involved;
    if (event.status !== status) moved = dayAt(event.at);
    const isBack = ['clarifying', 'coordinating'].includes(event.status) && event.status !== status;
    if (isBack) [decision, advice, solved] = [undefined, 'none', 'unanswered'];
    if (event.action === 'advise') advice = event.input.advice;
    if (event.action === 'bypass') advice = 'none';
    if (['approve', 'defer', 'decline'].includes(event.action) && event.status !== status) {
      const settles = ['approved', 'deferred', 'declined'].includes(event.status);
      if (settles) decision = { on: dayAt(event.at), outcome: event.action, advice };
    }
    if (event.action === 'evaluate') solved = event.input.solved;
    status = event.status;
  }
  const arrived = dayAt(history[0]?.event.at ?? '');
  const isOnlyDecided = ['approved', 'deferred', 'declined'].includes(status);
  return {
    ...{
      reference: history[0]?.event.reference ?? '',
      school: submission.school,
      ...involved,
      status,
      solved,
    },
    arrived: lacks ? undefined : arrived,
    closedOn: closed.includes(status) ? moved : undefined,
    decision: lacks && !isOnlyDecided ? undefined : decision,
  };
}

/** A number, or of each of some names. */
type Tally = Record<string, number>;
const add = (tally: Tally, name: string, one = 1) => (tally[name] = (tally[name] ?? 0) + one);

function times(days: readonly number[]) {
  const sorted = [...days].sort((one, other) => one - other);
  const middle =
    sorted.length % 2 === 1 ? [(sorted.length - 1) / 2] : [sorted.length / 2 - 1, sorted.length / 2];
  const median = middle.reduce((sum, index) => sum + (sorted[index] ?? 0), 0) / middle.length;
  return { count: days.length, ...(days.length > 0 && { median, slowest: Math.max(...days) }) };
}

/** What is expected of some needs in a year or a month, by names such as `out completed`, without what is nought. */
function tallyOf(needs: readonly Told[], span: string) {
  const tally: Tally = {};
  const toDecision: number[] = [];
  const toDone: number[] = [];
  for (const { reference, arrived, closedOn, decision, status, solved } of needs) {
    const year = `20${reference.slice(1, 3)}`;
    if (arrived?.startsWith(span) ?? year === span) add(tally, 'in');
    if (closedOn?.startsWith(span)) {
      add(tally, `out ${status}`);
      if (status === 'completed') add(tally, `solved ${solved}`);
      if (status === 'completed' && arrived) toDone.push(daysFrom(arrived, closedOn));
    }
    if (decision?.on.startsWith(span)) {
      add(tally, `${decision.advice} ${decision.outcome}`);
      if (arrived) toDecision.push(daysFrom(arrived, decision.on));
    }
  }
  return { tally, toDecision: times(toDecision), toDone: times(toDone) };
}

/** The same of counted figures. */
function tallyIn(counted: Figures['whole'] | Group<string>) {
  const tally: Tally = {};
  add(tally, 'in', counted.in);
  for (const [status, number] of Object.entries(counted.out)) add(tally, `out ${status}`, number);
  if ('solved' in counted) {
    for (const [answer, number] of Object.entries(counted.solved)) add(tally, `solved ${answer}`, number);
    for (const [advice, decisions] of Object.entries(counted.decisions))
      for (const [outcome, number] of Object.entries(decisions)) add(tally, `${advice} ${outcome}`, number);
  }
  return {
    tally: Object.fromEntries(Object.entries(tally).filter(([, number]) => number > 0)),
    ...{ toDecision: counted.toDecision, toDone: counted.toDone },
  };
}

const withoutAnswers = ({ tally, ...rest }: ReturnType<typeof tallyOf>) => ({
  ...rest,
  tally: Object.fromEntries(
    Object.entries(tally).filter(([name]) => name === 'in' || name.startsWith('out ')),
  ),
});

const ageIn = (arrived: string | undefined, today: string): string => {
  if (arrived === undefined) return 'unknown';
  const days = daysFrom(arrived, today);
  if (days > 365) return 'over365';
  return days > 180 ? 'upTo365' : days > 90 ? 'upTo180' : days > 30 ? 'upTo90' : 'upTo30';
};

function assertFigures(figures: Figures, needs: readonly Told[], now: string): void {
  const { year } = figures;
  const span = String(year);
  const today = dayAt(now);
  expect(tallyIn(figures.whole)).toEqual(tallyOf(needs, span));
  const last = today.startsWith(span) ? Number(today.slice(5, 7)) : 12;
  expect(figures.months.map(({ month }) => month)).toEqual(
    Array.from({ length: last }, (_, index) => `${span}-${String(index + 1).padStart(2, '0')}`),
  );
  for (const month of figures.months)
    expect(tallyIn(month), month.month).toEqual(tallyOf(needs, month.month));
  const open = needs.filter(({ closedOn }) => closedOn === undefined);
  for (const { status, ages } of figures.open)
    for (const [age, number] of Object.entries(ages))
      expect(
        open.filter((one) => one.status === status && ageIn(one.arrived, today) === age).length,
        `${status} ${age}`,
      ).toBe(number);
  expect(figures.open.flatMap(({ ages }) => Object.values(ages)).reduce((sum, one) => sum + one, 0)).toBe(
    open.length,
  );
  const groups = [
    [figures.areas, ({ areas }: Told) => areas],
    [figures.departments, ({ departments }: Told) => departments],
    [figures.schools, ({ school }: Told) => (school === undefined ? [] : [school])],
  ] as const;
  for (const [counted, named] of groups)
    for (const group of counted) {
      const own = needs.filter((one) =>
        group.id === undefined ? named(one).length === 0 : named(one).includes(group.id),
      );
      expect(tallyIn(group), group.id).toEqual(withoutAnswers(tallyOf(own, span)));
      expect(group.open).toBe(own.filter(({ closedOn }) => closedOn === undefined).length);
    }
}

/** A store whose cards of some needs are from before they told when a need came in and was decided on. */
function withOldCards(store: NeedStore, isOld: (reference: string) => boolean): NeedStore {
  const old = (card: Card): Card => {
    if (!isOld(card.reference)) return card;
    const { received: _received, decided: _decided, ...rest } = card;
    return rest;
  };
  const aged = async (list: ReturnType<NeedStore['openCards']>) => {
    const { cards, ...rest } = await list;
    return { ...rest, cards: cards.map(old) };
  };
  return {
    ...store,
    openCards: () => aged(store.openCards()),
    closedCards: (month) => aged(store.closedCards(month)),
  };
}

test('The figures that cards give are those that the events give, for both years, whatever happened', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.constantFrom('2026-12-30', '2027-02-15', '2027-11-02'),
      async (choices, day) => {
        const pick = picking(choices);
        const inner = memoryStore();
        const now = `${day}T02:00:00.000Z` as Instant;
        const references = Array.from(
          { length: 25 },
          (_, index) => `B26-${String(index).padStart(5, '0')}` as Reference,
        );
        for (const reference of references) {
          const from = later(
            '2026-01-01T00:30:00.000Z' as Instant,
            pick([0, 10, 80, 200, 340, 363]) * 24 * hour,
          );
          await playNeed(inner, reference, pick, { from, until: now });
        }
        const isOld = (reference: string) => reference.endsWith('3');
        const store = withOldCards(inner, isOld);
        await count(store, now);
        const needs = await Promise.all(
          references.map(async (reference) => {
            const file = await inner.read(reference);
            if (!file) throw new Error('it was stored');
            return tell(await allEntries(inner, file), file.submission, isOld(reference));
          }),
        );
        for (const year of [2026, Number(day.slice(0, 4))]) {
          const figures = await store.readFigures(year);
          if (!figures) throw new Error('they were counted');
          assertFigures(figures, needs, now);
          expect(figures.asOf).toBe(now);
        }
        const thisYear = await store.readFigures(2026);
        expect(thisYear?.lacking.received).toBe(needs.filter(({ arrived }) => arrived === undefined).length);
        for (const { status, decision, solved } of needs) {
          seen.add(status).add(`solved ${solved}`);
          if (decision) seen.add(`${decision.advice} ${decision.outcome}`);
        }
      },
    ),
    { numRuns: isWhole ? 300 : 5, seed },
  );
  /* A sample does not come everywhere. */
  if (!isWhole) return;
  expect([...seen].sort(), 'the needs went everywhere').toEqual(
    expect.arrayContaining([
      ...['approved', 'completed', 'declined', 'deferred', 'in-progress', 'referred', 'withdrawn'],
      ...['do approve', 'dont approve', 'none approve', 'do defer', 'do decline', 'solved no', 'solved yes'],
    ]),
  );
});

describe('The figures of the day', () => {
  const storeOne = async (store: NeedStore, at: string) =>
    storeNeed(store, pure, { areas: ['north'] }, at as Instant);

  test('are counted once, by whichever sweep comes first after midnight', async () => {
    const store = memoryStore();
    await storeOne(store, '2026-11-23T09:00:00.000Z');
    await count(store, '2026-11-23T23:10:00.000Z');
    await storeOne(store, '2026-11-24T09:00:00.000Z');
    await count(store, '2026-11-24T22:50:00.000Z');
    expect(await store.readFigures(2026)).toMatchObject({
      asOf: '2026-11-23T23:10:00.000Z',
      whole: { in: 1 },
    });
    await count(store, '2026-11-24T23:05:00.000Z');
    expect(await store.readFigures(2026)).toMatchObject({ whole: { in: 2 } });
    expect(await store.readFigures(2025)).toBeUndefined();
  });

  test('log how many open needs have each status, and for how long one has waited for somebody', async () => {
    const store = memoryStore();
    await storeOne(store, '2026-11-10T09:00:00.000Z');
    await storeOne(store, '2026-11-23T09:00:00.000Z');
    const taken = await storeOne(store, '2026-11-20T09:00:00.000Z');
    await actAs(
      { store, organisation: pure },
      taken,
      ['take', as('developer-north')],
      '2026-11-24T09:00:00.000Z' as Instant,
    );
    const logged: unknown[] = [];
    await countFigures({
      ...{ organisation: pure, store, clock: () => '2026-11-25T02:00:00.000Z' as Instant },
      log: (outcome, facts) => outcome === 'open needs counted' && logged.push(facts),
    })();
    expect(logged).toEqual([{ byStatus: { received: 2, clarifying: 1 }, longestDays: 14 }]);
  });

  test('name nobody', async () => {
    const store = memoryStore();
    const reference = await storeOne(store, '2026-11-23T09:00:00.000Z');
    await actAs(
      { store, organisation: pure },
      reference,
      ['take', as('developer-north')],
      '2026-11-24T09:00:00.000Z' as Instant,
    );
    await count(store, '2026-11-25T02:00:00.000Z');
    const told = JSON.stringify(await store.readFigures(2026));
    for (const { id, name } of pure.people) {
      expect(told).not.toContain(id);
      expect(told).not.toContain(name);
    }
  });
});

describe('The letter about a year', () => {
  const owner = pure.people.find(({ id }) => id === 'owner');
  const address = addressHashOf(owner?.email ?? '');
  const lettersTo = async (store: NeedStore, to = address) =>
    (await store.lettersTo(to)).filter(({ kind }) => kind === 'figures');
  const lived = async () => {
    const store = memoryStore();
    const reference = await storeNeed(
      store,
      pure,
      { areas: ['north'] },
      '2026-11-23T09:00:00.000Z' as Instant,
    );
    await actAs(
      { store, organisation: pure },
      reference,
      ['withdraw', submitter],
      '2026-11-24T09:00:00.000Z' as Instant,
    );
    return store;
  };
  const everyHour = (from: string, to: string) => {
    const moments: string[] = [];
    for (let at = from as Instant; at < to; at = later(at, hour)) moments.push(at);
    return moments;
  };

  test('is written to the owner once, for the first working morning of January, however often the sweep runs', async () => {
    const store = await lived();
    for (const at of everyHour('2026-12-28T00:10:00.000Z', '2027-03-01T00:00:00.000Z'))
      await Promise.all([count(store, at), count(store, at)]);
    const letters = await lettersTo(store);
    /* Friday the 1st is a holiday. */
    expect(letters).toMatchObject([
      { id: 'figures-2026', year: 2026, to: 'owner', at: '2027-01-04T06:00:00.000Z' },
    ]);
    for (const { email } of pure.people)
      if (email !== owner?.email) expect(await lettersTo(store, addressHashOf(email))).toEqual([]);
  });

  test('is written once also where the sweep died right after it', async () => {
    const store = await lived();
    const dying = { ...store, writeCounted: () => Promise.reject(new Error('the power is out')) };
    await expect(count(dying, '2027-01-04T00:10:00.000Z')).rejects.toThrow('the power is out');
    expect(await lettersTo(store)).toHaveLength(1);
    const sent = (await lettersTo(store))[0];
    await count(store, '2027-01-04T00:15:00.000Z');
    expect(await lettersTo(store)).toEqual([sent]);
    expect(await store.readFigures(2026)).toBeDefined();
  });

  test('is made up for on the next working morning, and goes once to an owner whose address changes', async () => {
    const store = await lived();
    for (const at of everyHour('2027-01-08T12:10:00.000Z', '2027-01-09T12:00:00.000Z'))
      await count(store, at);
    expect(await lettersTo(store)).toMatchObject([{ at: '2027-01-08T12:10:00.000Z' }]);
    const moved: Organisation = {
      ...pure,
      people: pure.people.map((person) =>
        person.id === 'owner' ? { ...person, email: 'ny@example.org', formerEmails: [person.email] } : person,
      ),
    };
    await count(store, '2027-01-11T01:00:00.000Z', moved);
    expect(await lettersTo(store, addressHashOf('ny@example.org'))).toEqual([]);
  });

  test('is not written about a year in which nothing came in or went out', async () => {
    const store = memoryStore();
    await count(store, '2027-01-04T00:10:00.000Z');
    expect(await lettersTo(store)).toEqual([]);
  });

  test('says which year, and leads to its figures without any token', () => {
    for (const [language, subject] of [
      ['sv', 'Siffror för 2026'],
      ['en', 'Figures for 2026'],
    ] as const) {
      const to = { id: 'owner' as never, name: 'Owner', email: 'owner@example.org', language };
      const mail = writeLetterMail(
        { kind: 'figures', year: 2026, id: 'figures-2026', address, to },
        {
          organisation: pure,
          addressOf: () => '',
          myPage: () => 'https://x/my',
          meetingAt: () => 'https://x/m',
          figuresPage: (year, inLanguage) => `https://x/figures?year=${year}&language=${inLanguage}`,
        },
      );
      expect(mail.subject).toBe(subject);
      expect(mail.text).toContain(`https://x/figures?year=2026&language=${language}`);
      expect(mail.html).toContain(`https://x/figures?year=2026&amp;language=${language}`);
    }
  });
});
