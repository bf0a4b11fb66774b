import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answer } from '../../lambdas/app/ports/mailer.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import { afterAnswer, backOff, lease } from '../../lambdas/app/notice/retry.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { now } from '../domain/fixtures.ts';
import { seed } from '../support/seed.ts';

const minute = 60_000;
const hour = 60 * minute;
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const claimed = (attempts = 1, more: Partial<Notice> = {}) => ({
  to: 'submitter' as const,
  state: 'pending' as const,
  attempts,
  dueAt: now,
  leasedUntil: later(now, lease),
  ...more,
});

test('the wait grows from half a minute to ten, then to an hour, and ends after three days', () => {
  const full = [1, 2, 3, 4, 5, 6, 30].map((attempts) => backOff(attempts, 0, 1));
  expect(full).toEqual([0.5, 1, 2, 5, 10, 10, 10].map((minutes) => minutes * minute));
  expect(backOff(40, 4 * hour, 0.5)).toBe(hour);
  expect(backOff(40, 72 * hour - 1, 0.5)).toBe(hour);
  expect(backOff(40, 72 * hour, 0.5)).toBeUndefined();
});

test(`any wait lies between nothing and the full step, wherever chance falls (seed ${seed})`, () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 0, max: 72 * hour - 1 }),
      random,
      (attempts, failingFor, chance) => {
        const wait = backOff(attempts, failingFor, chance) ?? NaN;
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(failingFor < 4 * hour ? 10 * minute : hour);
        expect(wait).toBeLessThanOrEqual(backOff(attempts, failingFor, 1) ?? NaN);
      },
    ),
    { seed },
  );
});

test(`a notice whose every attempt fails is tried for three days, some hundred times, and then fails with its reason (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.array(random, { minLength: 20, maxLength: 20 }), (chances) => {
      let notice: Notice = claimed(0);
      let at: Instant = now;
      let count = 0;
      while (notice.state === 'pending') {
        at = notice.dueAt ?? at;
        count += 1;
        notice = afterAnswer(
          { ...notice, attempts: notice.attempts + 1, leasedUntil: later(at, lease) },
          { kind: 'not-sent', reason: 'ECONNREFUSED' },
          at,
          /* Not below a twentieth, for the loop's sake. */
          Math.max(chances[count % 20] ?? 0, 0.05),
        );
        expect(notice.leasedUntil).toBeUndefined();
        if (notice.state === 'pending') expect((notice.dueAt ?? '') > at).toBe(true);
      }
      const took = Date.parse(at) - Date.parse(now);
      expect(took).toBeGreaterThanOrEqual(72 * hour);
      expect(took).toBeLessThan(73 * hour);
      expect(notice).toMatchObject({
        state: 'failed',
        attempts: count,
        reason: 'ECONNREFUSED',
        settledAt: at,
      });
      expect(count).toBeGreaterThan(68 + 24);
    }),
    { numRuns: 50, seed },
  );
});

test.each<[Answer['kind'], boolean]>([
  ['retry-soon', false],
  ['quota', false],
  ['stop-the-line', false],
  ['not-sent', true],
  ['ambiguous', true],
  ['unknown', true],
])(`%s keeps the notice pending; that it costs an attempt is %s (seed ${seed})`, (kind, costs) => {
  fc.assert(
    fc.property(random, (chance) => {
      const after = afterAnswer(claimed(3), { kind, reason: 'code', messageId: '' }, now, chance);
      expect(after).toMatchObject({ state: 'pending', attempts: costs ? 3 : 2, reason: 'code' });
      expect((after.dueAt ?? '') > now).toBe(true);
      if (kind === 'ambiguous') expect((after.dueAt ?? '') >= later(now, lease)).toBe(true);
    }),
    { seed },
  );
});

test('the time in which the line stood still does not count against a notice', () => {
  const old = claimed(30, { failingSince: later(now, -71 * hour) });
  const stopped = afterAnswer(old, { kind: 'stop-the-line', reason: 'AccountSendingPaused' }, now, 0.5);
  const days = later(now, 100 * hour);
  const after = afterAnswer(
    { ...stopped, attempts: stopped.attempts + 1, leasedUntil: later(days, lease) },
    { kind: 'not-sent', reason: 'ECONNREFUSED' },
    days,
    0.5,
  );
  expect(after.state).toBe('pending');
});

test('a mail that is taken or refused for good settles the notice', () => {
  const old = claimed(2, { failingSince: now, reason: 'ECONNREFUSED' });
  expect(afterAnswer(old, { kind: 'sent', messageId: 'mail-1' }, now, 0)).toEqual({
    to: 'submitter',
    state: 'sent',
    attempts: 2,
    settledAt: now,
    messageId: 'mail-1',
  });
  expect(afterAnswer(old, { kind: 'permanent', reason: 'MessageRejected' }, now, 0)).toEqual({
    to: 'submitter',
    state: 'failed',
    attempts: 2,
    settledAt: now,
    reason: 'MessageRejected',
  });
});
