import { describe, expect, test } from 'vitest';
import { act } from '../../lambdas/app/need/act.ts';
import { isIntact } from '../../lambdas/app/need/history.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import { takeNextStep } from '../../lambdas/app/need/take-step.ts';
import type { Status } from '../../lambdas/domain/need/need.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { localeFor } from '../../lambdas/i18n/locale.ts';
import { nextText } from '../../lambdas/i18n/progress.ts';
import { as, now, pathTo, pure } from '../domain/fixtures.ts';
import { wideLimits as limits } from '../support/limits.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids } from '../support/needs.ts';
import { sessionAt } from '../support/act.ts';
import { actAs, storeNeed } from '../support/stored.ts';

const aDay = 24 * 3_600_000;
const picked = { departments: ['shared', 'responsible'] };

/** A need that was referred, as the same as another in some status; the days go by, a sweep on each. */
async function referredToOneThatIs(status: Status) {
  const store = memoryStore();
  const other = await storeNeed(store, pure, picked, now);
  for (const step of pathTo[status]) await actAs(store, pure, other, step, now);
  const reference = await storeNeed(store, pure, picked, now);
  const refer = { referredTo: 'Det andra', sameAs: other, reason: 'Samma sak' };
  await actAs(store, pure, reference, ['refer', as('developer-north'), refer], now);
  let clock = now;
  const read = async () => (await store.read(reference)) as NeedFile;
  const days = async (count: number) => {
    for (let day = 0; day < count; day++) {
      clock = later(clock, aDay);
      for (const due of await store.dueNeeds(clock))
        await takeNextStep({ organisation: pure, store, clock: () => clock })(due);
    }
    return (await read()).history.flatMap(({ event, notices }) =>
      event.action === 'follow' ? [[event.input.status, notices.map(({ to }) => to)]] : [],
    );
  };
  const go = (...step: Parameters<typeof actAs>[3]) => actAs(store, pure, other, step, clock);
  return { store, reference, other, read, days, go };
}

describe('The submitter of a need that was referred as the same as another', () => {
  test('hears of each outcome of the other once, and of nothing before there is one', async () => {
    const { days, go, read } = await referredToOneThatIs('coordinating');
    expect(await days(10)).toEqual([]);
    await go('raise', as('developer-north'));
    await go('advise', as('lead-north'), { advice: 'do', priority: 'high' });
    expect(await days(3)).toEqual([]);
    for (const head of ['head-shared', 'head-responsible'])
      await go('approve', as(head), { reason: 'Behövs' });
    expect(await days(5)).toEqual([['approved', ['submitter']]]);
    await go('start', as('developer-north'), { plannedEnd: '2027-06-01' });
    await days(4);
    await go('complete', as('developer-north'), { outcome: 'Klart' });
    expect(await days(40)).toEqual([
      ['approved', ['submitter']],
      ['in-progress', ['submitter']],
      ['completed', ['submitter']],
    ]);
    expect(isIntact(await read())).toBe(true);
    expect((await read()).need.nextStepAt).toBeUndefined();
  });

  test('reads on the page which need it is, and who else hears nothing', async () => {
    const { read, other } = await referredToOneThatIs('approved');
    expect(nextText(localeFor('sv', pure), (await read()).need, now, true)).toContain(
      `Det är samma behov som ${other}.`,
    );
  });

  test('follows it no longer once their own need is taken up again', async () => {
    const { store, reference, days } = await referredToOneThatIs('coordinating');
    await actAs(store, pure, reference, ['reopen', as('developer-north'), { reason: 'Inte samma' }], now);
    expect((await store.read(reference))?.need).not.toHaveProperty('sameAs');
    expect(await days(5)).toEqual([]);
  });
});

describe('A referral that names another need', () => {
  const refer = async (sameAs: string, person = 'developer-north') => {
    const store = memoryStore();
    const reference = await storeNeed(store, pure, picked, now);
    const other = await storeNeed(store, pure, { departments: ['east-only'] }, now);
    const email = `${person}@example.org`;
    const { outcome } = await act({
      ...{ organisation: pure, store, ids, limits, clock: () => now },
      ...{ random: Math.random, pause: () => Promise.resolve() },
    })(
      { reference },
      {
        ...{ action: 'refer', version: 1, confirm: 'yes', referredTo: 'Det andra', reason: 'Samma' },
        sameAs: sameAs === 'other' ? ` ${other.toLowerCase()} ` : sameAs === 'itself' ? reference : sameAs,
      },
      { session: sessionAt(email, now), browser: 'Firefox', isTrapped: false },
    );
    return { outcome, need: (await store.read(reference))?.need, other };
  };

  test('keeps its reference, however it is written, of a need that its sender may see', async () => {
    const { need, other } = await refer('other', 'manager');
    expect(need).toMatchObject({ status: 'referred', sameAs: { reference: other } });
  });

  test.each([
    ['itself', 'developer-north'],
    ['B26-ZZZZZ', 'developer-north'],
    ['nonsense', 'developer-north'],
    ['other', 'developer-south'],
  ])('is refused where that is %s, asked by %s', async (sameAs, person) => {
    const { outcome, need } = await refer(sameAs, person);
    expect(outcome).toMatchObject({ kind: 'mistaken', mistakes: [{ field: 'sameAs' }] });
    expect(need?.status).toBe('received');
  });
});
