import { expect, test } from 'vitest';
import { isIntactNeed } from '../../lambdas/app/need/history.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { record } from '../../lambdas/app/need/record.ts';
import { takeNextStep } from '../../lambdas/app/need/take-step.ts';
import type { Status } from '../../lambdas/domain/need/need.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { happen, now, pathTo, pure } from '../domain/fixtures.ts';
import type { Step } from '../domain/fixtures.ts';
import { memoryStore } from '../support/memory-store.ts';
import { actAs, storeNeed } from '../support/stored.ts';

const firstMorning = '2026-11-30T06:00:00.000Z' as Instant;

async function storedIn(status: Status) {
  const store = memoryStore();
  const reference = await storeNeed(store, pure, { departments: ['shared', 'responsible'] }, now);
  for (const step of pathTo[status]) await actAs(store, pure, reference, step, now);
  const read = async () => (await store.read(reference)) as NeedFile;
  return { store, reference, read };
}
const at = (store: NeedStore, reference: Reference, clock: string) =>
  takeNextStep({ organisation: pure, store, clock: () => clock as Instant })(reference);

/** Fires at each of these moments, `times` at once; what happened, in order. */
async function fired(status: Status, moments: readonly string[], times = 1) {
  const { store, reference, read } = await storedIn(status);
  for (const moment of moments) {
    for (const due of await store.dueNeeds(moment as Instant)) {
      await Promise.all(Array.from({ length: times }, () => at(store, due, moment)));
    }
  }
  const file = await read();
  const { history } = file;
  expect(isIntactNeed(file)).toBe(true);
  expect(reference).toBe(history[0]?.event.reference);
  return history
    .filter(({ event }) => event.by.kind === 'system')
    .map(({ event }) => `${event.action} ${event.at}`);
}

const everyHour = Array.from({ length: 24 * 40 }, (_, hour) =>
  new Date(Date.parse(now) + hour * 3_600_000 - 2 * 3_600_000).toISOString(),
);
const onTime = [
  'remind 2026-11-30T06:00:00.000Z',
  'remind 2026-12-07T06:00:00.000Z',
  'lapse 2026-12-21T06:00:00.000Z',
];

test('each step is taken once when the schedule fires every hour', async () => {
  expect(await fired('awaiting-submitter', everyHour)).toEqual(onTime);
});

test('each step is taken once when the schedule fires ten times at once', async () => {
  expect(await fired('awaiting-submitter', everyHour, 10)).toEqual(onTime);
});

test('a schedule that did not fire for a week takes one step and leaves the next its working day', async () => {
  const outage = everyHour.filter((moment) => moment < '2026-11-30' || moment > '2026-12-09T12:00');
  expect(await fired('awaiting-submitter', outage, 2)).toEqual([
    'remind 2026-12-09T12:00:00.000Z',
    'remind 2026-12-10T06:00:00.000Z',
    'lapse 2026-12-21T06:00:00.000Z',
  ]);
});

test('a schedule that fires half a day late counts on from the plan', async () => {
  const late = everyHour.filter((moment) => moment.includes('T18:'));
  expect(await fired('awaiting-submitter', late)).toEqual(onTime.map((step) => step.replace('T06:', 'T18:')));
});

test('a deferred need is taken up once on its review date, also where two are at it', async () => {
  const year = Array.from({ length: 365 }, (_, day) =>
    new Date(Date.parse('2026-11-23T06:00:00Z') + day * 86_400_000).toISOString(),
  ).filter((moment) => moment < '2027-03-05');
  expect(await fired('deferred', year, 2)).toEqual(['reopen 2027-03-01T06:00:00.000Z']);
});

test('nothing happens to a need that is not due, for which no step is planned, or that does not exist', async () => {
  const asked = await storedIn('awaiting-submitter');
  expect(await at(asked.store, asked.reference, '2026-11-30T05:59:59.999Z')).toBeUndefined();
  for (const status of ['paused', 'received'] as const) {
    const { store, reference } = await storedIn(status);
    expect(await store.dueNeeds('2099-01-01T00:00:00.000Z' as Instant)).toEqual([]);
    expect(await at(store, reference, '2099-01-01T00:00:00.000Z')).toBeUndefined();
    expect(await at(store, 'B26-00000' as Reference, firstMorning)).toBeUndefined();
  }
});

test('a step that was planned when staff were reminded in the history is put off, and stops no sweep', async () => {
  const { store, reference, read } = await storedIn('received');
  await store.postponeNeed(reference, firstMorning);
  const planned: NeedStore = {
    ...store,
    async read(one) {
      const file = await store.read(one);
      return file && { ...file, need: { ...file.need, nextStepAt: firstMorning } };
    },
  };
  expect(await at(planned, reference, firstMorning)).toBeUndefined();
  expect((await read()).history).toHaveLength(1);
});

const answer: Step = ['answer', { kind: 'submitter' }, { answer: 'Alla' }];

test('a submitter who answers first is spared the reminder', async () => {
  const { store, reference, read } = await storedIn('awaiting-submitter');
  const slow: NeedStore = {
    ...store,
    async read(one) {
      const file = await store.read(one);
      await actAs(store, pure, reference, answer, firstMorning);
      return file;
    },
  };
  expect(await at(slow, reference, firstMorning)).toBeUndefined();
  expect((await read()).history.at(-1)?.event.action).toBe('answer');
});

test('a reminder that comes first leaves the submitter their answer', async () => {
  const { store, reference, read } = await storedIn('awaiting-submitter');
  const before = await read();
  await at(store, reference, firstMorning);
  const verdict = happen(pure, before.need, answer, firstMorning);
  expect(
    await record({ organisation: pure, store }, before, verdict, {
      request: 'request',
      today: dayOf(firstMorning),
    }),
  ).toBe('moved-on');
  await actAs(store, pure, reference, answer, firstMorning);
  expect((await read()).history.map(({ event }) => event.action).slice(-2)).toEqual(['remind', 'answer']);
});

test('a reminder puts one mail to the submitter in the outbox, with the event', async () => {
  const { store, reference, read } = await storedIn('awaiting-submitter');
  await at(store, reference, firstMorning);
  expect((await read()).history.at(-1)?.notices).toEqual([
    { to: 'submitter', state: 'pending', attempts: 0, dueAt: firstMorning },
  ]);
});
