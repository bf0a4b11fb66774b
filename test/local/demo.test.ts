import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { tellAssignees } from '../../lambdas/app/need/tell-assignees.ts';
import { verifyNeed } from '../../lambdas/app/need/verify.ts';
import { isIntactWork } from '../../lambdas/app/work/note-work.ts';
import type { Card } from '../../lambdas/domain/need/card.ts';
import { isOpenStatus, statuses } from '../../lambdas/domain/need/workflow.ts';
import { boardOf, groupOf } from '../../lambdas/domain/overview/board.ts';
import { isWorkingDay } from '../../lambdas/domain/time/calendar.ts';
import { dayOf, daysAfter, later, monthOf, monthsFrom } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import type { WorkCard } from '../../lambdas/domain/work/card.ts';
import { workLimits, workStates } from '../../lambdas/domain/work/work.ts';
import { lockDataFolder } from '../../local/data-lock.ts';
import { fillWithDemo, lackingIn } from '../../local/demo/fill.ts';
import { stories } from '../../local/demo/needs/index.ts';
import { works } from '../../local/demo/works.ts';
import { publishRunning } from '../../local/running.ts';
import { onTable, typed } from '../bin/typed.ts';
import { shipped } from '../domain/fixtures.ts';
import { tableStore } from '../support/database.ts';
import { memoryStore } from '../support/memory-store.ts';
import { dataFolder } from './data-folder.ts';

const aYear = 366 * 24 * 3_600_000;

/** All that is listed: what is open, and what was closed in the year before now. */
async function listed(store: NeedStore, now: Instant) {
  const lists = [await store.openCards()];
  for (const month of monthsFrom(monthOf(later(now, -aYear)), monthOf(now)))
    lists.push(await store.closedCards(month));
  return { cards: lists.flatMap(({ cards }) => cards), work: lists.flatMap(({ work }) => work) };
}

const countBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string | undefined) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(items, (item) => keyOf(item) ?? 'none')).map(([key, of]) => [
      key,
      of?.length,
    ]),
  );

/* A Friday night, the morning after a holiday, a Wednesday in July, a Sunday, Maundy Thursday. */
describe.each([
  '2026-11-27T21:00:00.000Z',
  '2027-01-07T06:30:00.000Z',
  '2026-07-15T12:00:00.000Z',
  '2026-11-29T10:00:00.000Z',
  '2027-03-25T09:00:00.000Z',
] as Instant[])('The demo made at %s', (now) => {
  const store = memoryStore();
  const fill = (at = now) => fillWithDemo({ organisation: shipped, store, now: at });
  const today = dayOf(now);
  let cards: readonly Card[];
  let work: readonly WorkCard[];
  let files: readonly NeedFile[];
  beforeAll(async () => {
    expect(await fill()).toEqual({ needs: { made: 60, left: 0 }, work: { made: 25, left: 0 } });
    ({ cards, work } = await listed(store, now));
    files = (await Promise.all(cards.map(({ reference }) => store.read(reference)))).flatMap(
      (file) => file ?? [],
    );
  });
  const late = () =>
    boardOf(shipped, { cards: [...cards, ...work], open: [], today })
      .columns.flatMap(({ lines }) => lines)
      .filter(({ isLate }) => isLate)
      .map(({ card }) => card);

  test('is 60 needs in every status, with these many in each group of the board', () => {
    expect(cards).toHaveLength(60);
    const of = countBy(cards, ({ status }) => status);
    expect(Object.keys(of).toSorted()).toEqual([...statuses].toSorted());
    expect(of).toMatchObject({
      ...{ received: 4, clarifying: 2, 'awaiting-submitter': 2, coordinating: 5, advising: 4, deciding: 8 },
      ...{ approved: 3, 'in-progress': 7, paused: 2, completed: 10 },
      ...{ deferred: 4, declined: 4, referred: 3, withdrawn: 2 },
    });
    expect(countBy(cards, ({ solved }) => solved)).toMatchObject({ yes: 4, partly: 2, no: 1 });
  });

  test('has a meeting’s worth of one area: nine needs to prioritise, and five pieces of ongoing work', () => {
    const area = 'utbildningsadministration';
    const prioritised = cards.filter(({ status }) => status === 'coordinating' || status === 'advising');
    expect(prioritised.map(({ leadArea }) => leadArea)).toEqual(Array(9).fill(area));
    const ongoing = work.filter(({ areas, status }) => areas.includes(area as never) && status !== 'done');
    expect(ongoing).toHaveLength(5);
  });

  test('has 12 open needs for Lisa Eliasson, 4 of them late, and 3 past their planned end in all', () => {
    const hers = cards.filter(
      ({ areas, status }) => areas.includes('infrastruktur' as never) && isOpenStatus(status),
    );
    expect([hers.length, late().filter((card) => hers.some((one) => one === card)).length]).toEqual([12, 4]);
    const pastEnd = cards.filter(
      ({ status, plannedEnd }) => isOpenStatus(status) && (plannedEnd ?? today) < today,
    );
    expect(pastEnd).toHaveLength(3);
  });

  test('has needs of all areas, departments and schools, six of lärarutbildningen of the last weeks', () => {
    const ids = (members: readonly { readonly id: string }[]) => members.map(({ id }) => id).toSorted();
    const named = (of: (card: Card) => string | undefined) =>
      Object.keys(countBy(cards, of))
        .filter((name) => name !== 'none')
        .toSorted();
    expect(named(({ leadArea }) => leadArea)).toEqual(ids(shipped.areas));
    expect(named(({ responsible }) => responsible)).toEqual(ids(shipped.departments));
    expect(named(({ school }) => school)).toEqual(ids(shipped.schools));
    const recent = cards.filter(
      ({ school, received }) => school === 'lararutbildning' && (received ?? '') > daysAfter(today, -60),
    );
    expect(recent.length).toBeGreaterThanOrEqual(6);
  });

  test('has each priority and size, deadlines by law, one disagreement, one held and one without area', () => {
    expect(Object.keys(countBy(cards, ({ priority }) => priority))).toHaveLength(4);
    expect(Object.keys(countBy(cards, ({ size }) => size))).toHaveLength(4);
    expect(countBy(cards, ({ deadline }) => deadline?.kind)).toMatchObject({ law: 5, 'term-start': 3 });
    const howMany = (is: (card: Card) => unknown) => cards.filter(is).length;
    expect(howMany(({ disagreement }) => disagreement)).toBe(1);
    expect(howMany(({ held }) => held)).toBe(1);
    expect(howMany(({ areas }) => areas.length === 0)).toBe(1);
    const decided = files.filter(({ need }) => (need.coordination?.deciding?.length ?? 0) > 1);
    expect(decided.length).toBeGreaterThan(10);
  });

  test('has six needs before a decision whose advice says what may wait, all of it open and of their area', () => {
    const open = [...cards, ...work];
    const before = cards.filter(({ insteadOf }) => insteadOf);
    expect(before.map(({ status }) => status)).toEqual(Array(6).fill('deciding'));
    const named = before.flatMap(({ leadArea, insteadOf = [] }) =>
      insteadOf.map((one) => ({ leadArea, card: open.find(({ reference }) => reference === one) })),
    );
    expect(new Set(named.map(({ card }) => card?.kind))).toEqual(new Set(['need', 'work']));
    for (const { leadArea, card } of named) {
      expect(card && groupOf(card, today)).toBe('going');
      expect(card?.areas).toContain(leadArea);
    }
  });

  test('is 25 pieces of work of all areas in every state, some late', () => {
    expect(work).toHaveLength(25);
    expect(Object.keys(countBy(work, ({ status }) => status)).toSorted()).toEqual([...workStates].toSorted());
    expect(Object.keys(countBy(work, ({ areas }) => areas[0]))).toHaveLength(shipped.areas.length);
    expect(late().filter(({ kind }) => kind === 'work').length).toBeGreaterThanOrEqual(3);
  });

  test('is as it was recorded, of the last twelve months, and by people on working days', async () => {
    for (const { reference } of cards) expect(await verifyNeed(store, reference)).toBe('intact');
    for (const { reference } of work) {
      const file = await store.readWork(reference);
      expect(file && isIntactWork(file)).toBe(true);
      for (const { event } of file?.history ?? []) expect(event.at > later(now, -aYear)).toBe(true);
    }
    for (const { history } of files) {
      const moments = history.map(({ event }) => event.at);
      expect(moments).toEqual([...moments].sort());
      expect(moments.every((at) => later(now, -aYear) < at && at < now && isWorkingDay(dayOf(at)))).toBe(
        true,
      );
    }
  });

  test('mails nobody: each notice is sent, nothing is due, and whoever can move a need on has been told', async () => {
    const notices = files.flatMap(({ history }) => history.flatMap((entry) => entry.notices));
    expect(new Set(notices.map(({ state }) => state))).toEqual(new Set(['sent']));
    expect(await store.dueEvents(now, 100)).toEqual([]);
    expect(await store.dueNeeds(now)).toEqual([]);
    const tell = tellAssignees({ organisation: shipped, store, clock: () => now, log: () => undefined });
    await tell(later(now, 60_000));
    /* That a need is held the manager is told once a day. */
    const letters = await store.dueLetters(now, 100);
    expect(letters).toHaveLength(1);
  });

  test('is submitted by people outside the staff, at example addresses, one of them not confirmed', () => {
    const addresses = files.map(({ contact }) => contact?.email ?? '');
    expect(addresses.filter((address) => !/^[a-z.-]+@example\.org$/.test(address))).toEqual([]);
    const staff = shipped.people.map(({ email }) => email);
    expect(addresses.filter((address) => staff.includes(address))).toEqual([]);
    const unconfirmed = files.filter(({ need }) => need.confirmation === 'unconfirmed' && !need.held);
    expect(unconfirmed).toHaveLength(1);
  });

  test('is not made twice, neither on the same day nor a year later', async () => {
    const none = { needs: { made: 0, left: 60 }, work: { made: 0, left: 25 } };
    expect(await fill()).toEqual(none);
    expect(await fill(later(now, aYear))).toEqual(none);
  });
});

test('No text of the demo is there twice, and those of work are within their limits', () => {
  const texts: string[] = [];
  const collect = (value: unknown, name = ''): void => {
    if (typeof value === 'string' && name !== 'by' && value.includes(' ')) texts.push(value);
    else if (typeof value === 'object' && value !== null)
      for (const [key, one] of Object.entries(value)) if (key !== 'insteadOf') collect(one, key);
  };
  collect([stories, works]);
  expect(texts.length).toBeGreaterThan(400);
  expect(texts.filter((text, index) => texts.indexOf(text) < index)).toEqual([]);
  for (const { title, note = '', changes = [] } of works)
    for (const text of [note, ...changes.map(([, change]) => change.note ?? '')])
      expect([title.length <= workLimits.title, text.length <= workLimits.note]).toEqual([true, true]);
});

test('An organisation that lacks an area, a department or a school of the demo is named what it lacks', () => {
  expect(lackingIn(shipped)).toEqual([]);
  const without = <Item extends { readonly id: string }>(items: readonly Item[], id: string) =>
    items.filter((one) => one.id !== id);
  const smaller = {
    ...shipped,
    areas: without(shipped.areas, 'styrning'),
    schools: without(shipped.schools, 'lararutbildning'),
  };
  expect(lackingIn(smaller)).toEqual(['styrning', 'lararutbildning']);
});

describe('npm run demo', () => {
  let table: Awaited<ReturnType<typeof tableStore>>;
  beforeAll(async () => {
    table = await tableStore(inject('assembly'));
  });
  afterAll(() => table.stop());

  test('fills the local default that runs, and says where to look; every need is verified', async () => {
    const folder = dataFolder();
    const release = lockDataFolder(folder);
    const url = 'http://localhost:3400';
    const places = { url, mailUrl: 'http://localhost:8405', databaseUrl: table.endpoint };
    publishRunning(folder, { ...places, region: 'eu-north-1', tableName: table.table });
    const first = await typed('demo', { DATA_DIR: folder });
    expect(first).toMatchObject({ code: 0, err: '' });
    for (const said of ['needs: 60 made', 'work:  25 made', `${url}/min-sida`, `${url}/areas`, '8405'])
      expect(first.out).toContain(said);
    expect((await typed('demo', { DATA_DIR: folder })).out).toContain('needs: 0 made, 60 left');
    release();
    expect(await typed('needs', onTable(table), 'verify')).toEqual({
      code: 0,
      out: '60 need(s) verified\n',
      err: '',
    });
    expect(await table.store.dueEvents('2027-12-31T00:00:00.000Z' as Instant, 100)).toEqual([]);
  });

  test('fills nothing else, and says so in one line', async () => {
    const folder = dataFolder();
    expect(await typed('demo', { DATA_DIR: folder })).toEqual({
      code: 1,
      out: '',
      err: `Nothing runs on ${folder}: run npm start first, and npm run demo beside it.\n`,
    });
    expect(await typed('demo', onTable(table))).toEqual({
      code: 1,
      out: '',
      err: 'npm run demo fills only the system that npm start runs: unset TABLE_NAME.\n',
    });
  });
});
