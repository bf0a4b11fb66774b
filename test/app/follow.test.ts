import { describe, expect, test } from 'vitest';
import { act } from '../../lambdas/app/need/act.ts';
import { isIntactNeed } from '../../lambdas/app/need/history.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import { takeNextStep } from '../../lambdas/app/need/take-step.ts';
import type { Status } from '../../lambdas/domain/need/need.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { decide } from '../../lambdas/domain/need/decide.ts';
import { followingStep } from '../../lambdas/domain/need/next-step.ts';
import { permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import { recipientsOf } from '../../lambdas/domain/organisation/recipients.ts';
import { dayOf, later } from '../../lambdas/domain/time/time.ts';
import { localeFor } from '../../lambdas/i18n/locale.ts';
import { nextText } from '../../lambdas/i18n/progress.ts';
import { writeNoticeMail } from '../../lambdas/mail/notice-mail.ts';
import { as, needIn, now, pathTo, pure } from '../domain/fixtures.ts';
import { wideLimits as limits } from '../support/limits.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids } from '../support/needs.ts';
import { sessionAt } from '../support/act.ts';
import { actAs, storeNeed } from '../support/stored.ts';

const aDay = 24 * 3_600_000;
const picked = { departments: ['shared', 'responsible'] };

/** A need that was referred, as the same as another in some status; the days go by, a sweep on each. */
async function referredToOneThatIs(status: Status, filledIn: object = { referredTo: 'Det andra' }) {
  const store = memoryStore();
  const other = await storeNeed(store, pure, picked, now);
  for (const step of pathTo[status]) await actAs({ store, organisation: pure }, other, step, now);
  const reference = await storeNeed(store, pure, picked, now);
  const refer = { ...filledIn, sameAs: other, reason: 'Samma sak' };
  await actAs({ store, organisation: pure }, reference, ['refer', as('developer-north'), refer], now);
  let clock = now;
  const read = async () => (await store.read(reference)) as NeedFile;
  const days = async (count: number) => {
    for (let day = 0; day < count; day++) {
      clock = later(clock, aDay);
      for (const due of await store.dueNeeds(clock))
        await takeNextStep({ organisation: pure, store, clock: () => clock })(due);
    }
    return (await read()).history.flatMap(({ event, notices }) =>
      event.action === 'follow' ? [[event.input.status, event.input.day, notices.map(({ to }) => to)]] : [],
    );
  };
  const go = (...step: Parameters<typeof actAs>[2]) =>
    actAs({ store, organisation: pure }, other, step, clock);
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
    expect(await days(5)).toEqual([['approved', undefined, ['submitter']]]);
    await go('start', as('developer-north'), { plannedEnd: '2027-06-01' });
    await days(4);
    await go('reschedule', as('developer-north'), { plannedEnd: '2027-09-01', reason: 'Försenat' });
    await days(4);
    await go('complete', as('developer-north'), { outcome: 'Klart' });
    expect(await days(40)).toEqual([
      ['approved', undefined, ['submitter']],
      ['in-progress', '2027-06-01', ['submitter']],
      ['in-progress', '2027-09-01', ['submitter']],
      ['completed', undefined, ['submitter']],
    ]);
    expect(isIntactNeed(await read())).toBe(true);
    expect((await read()).need.nextStepAt).toBeUndefined();
  });

  test('reads on the page which need it is and, once that was told, what has become of it, as long as it is followed', async () => {
    const { read, other, days, go } = await referredToOneThatIs('in-progress', {});
    const page = async (forSubmitter = true) =>
      nextText(localeFor('sv', pure), (await read()).need, now, forSubmitter);
    expect(await page()).toBe(`Det är samma behov som ${other}. Du får mejl om vad det blir av det.`);
    await days(4);
    expect(await page(false)).toBe(`Det är samma behov som ${other}: pågår, planerat klart 1 juni 2027.`);
    await go('complete', as('developer-north'), { outcome: 'Klart' });
    await days(4);
    expect(await page()).toBe(`Det är samma behov som ${other}: klart.`);
  });

  test('hears until when it waits, and again where it is put off once more', async () => {
    const { read, days, go, other } = await referredToOneThatIs('deferred');
    expect(await days(4)).toEqual([['deferred', '2027-03-01', ['submitter']]]);
    expect(nextText(localeFor('sv', pure), (await read()).need, now, true)).toContain(
      `${other}: beslutat, får vänta, tas upp igen 1 mars 2027.`,
    );
    await go('reopen', as('developer-north'), { reason: 'Ändrat' });
    expect(await days(4)).toHaveLength(1);
  });

  test('is mailed the outcome alone, and nothing that anybody wrote of the other', async () => {
    const { read, days, other } = await referredToOneThatIs('in-progress', {});
    await days(4);
    const file = await read();
    const { event } = file.history.at(-1) ?? {};
    if (event?.action !== 'follow') throw new Error('nothing followed');
    const mail = { event, file, recipient: 'submitter', language: 'sv', token: 'a-token' } as const;
    const { subject, text } = writeNoticeMail(mail as never, {
      ...{ organisation: pure, now: event.at },
      ...{
        linkTo: (token) => `https://behov.example.org/n/${token}`,
        myPage: () => 'https://behov.example.org/',
      },
    });
    expect(subject).toContain(file.need.reference);
    expect(text).toContain(
      `Behov ${other}, som är samma som det här, har ett nytt läge: pågår, planerat klart`,
    );
    expect(text).toContain('https://behov.example.org/n/a-token');
    expect(text).not.toContain(`/needs/${other}`);
  });

  test('is told nothing once the owner of the address has said that the need is not theirs', async () => {
    const { read } = await referredToOneThatIs('approved');
    const need = { ...(await read()).need, confirmation: 'disowned' as const };
    const step = need.status === 'referred' && followingStep(need, needIn('approved'));
    if (!step) throw new Error('nothing to follow');
    const then = need.nextStepAt ?? now;
    const permissions = permissionsOf(pure, need, { kind: 'system' }, dayOf(then));
    const verdict = decide(permissions, step, need.version, then);
    if (verdict.kind !== 'happened') throw new Error(verdict.kind);
    const happening = { before: need, event: verdict.event, after: verdict.need };
    expect(recipientsOf(pure, happening, dayOf(then))).toEqual([]);
    expect(nextText(localeFor('sv', pure), verdict.need, now, true)).not.toContain('Du får mejl');
  });

  test('follows it no longer once their own need is taken up again', async () => {
    const { store, reference, days } = await referredToOneThatIs('coordinating');
    await actAs(
      { store, organisation: pure },
      reference,
      ['reopen', as('developer-north'), { reason: 'Inte samma' }],
      now,
    );
    expect((await store.read(reference))?.need).not.toHaveProperty('sameAs');
    expect(await days(5)).toEqual([]);
  });
});

describe('A referral that names another need', () => {
  const refer = async (sameAs: string, person = 'developer-north', referredTo?: string) => {
    const memory = memoryStore();
    const reference = await storeNeed(memory, pure, picked, now);
    const other = await storeNeed(memory, pure, { departments: ['east-only'] }, now);
    const reads: string[] = [];
    const store = {
      ...memory,
      read: (one: Reference) => {
        reads.push(one);
        return memory.read(one);
      },
    };
    const email = `${person}@example.org`;
    const { outcome } = await act({
      ...{ organisation: pure, store, ids, limits, clock: () => now },
      ...{ random: Math.random, pause: () => Promise.resolve() },
    })(
      { reference },
      {
        ...{ action: 'refer', version: 1, confirm: 'yes', referredTo, reason: 'Samma' },
        sameAs: sameAs === 'other' ? ` ${other.toLowerCase()} ` : sameAs === 'itself' ? reference : sameAs,
      },
      { session: sessionAt(email, now), browser: 'Firefox', isTrapped: false },
    );
    return { outcome, need: (await memory.read(reference))?.need, other, reads };
  };

  test('keeps its reference, however it is written, of a need that its sender may see', async () => {
    const { need, other, reads } = await refer('other', 'manager');
    expect(reads).toEqual([need?.reference, other]);
    expect(need).toMatchObject({ status: 'referred', sameAs: { reference: other } });
    expect(need).not.toHaveProperty('referredTo');
  });

  test('or says where to turn: without either it is refused', async () => {
    const elsewhere = await refer('', 'developer-north', 'Servicedesk');
    expect(elsewhere.need?.status).toBe('referred');
    expect(elsewhere.reads).toEqual([elsewhere.need?.reference]);
    const { outcome, need } = await refer('', 'developer-north', ' ');
    expect(outcome).toMatchObject({
      kind: 'mistaken',
      mistakes: [{ field: 'referredTo', problem: 'missing' }],
    });
    expect(need?.status).toBe('received');
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
