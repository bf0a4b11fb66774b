import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayBeSent } from '../../lambdas/domain/notice/answer.ts';
import type { Answer } from '../../lambdas/domain/notice/answer.ts';
import { answered, claim, isClaimable } from '../../lambdas/domain/notice/notice.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import {
  backOff,
  lease,
  sendRatePause,
  sendRateWait,
  softBounceWait,
} from '../../lambdas/domain/notice/retry.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { noticeAs } from '../support/notices.ts';
import { seed } from '../support/seed.ts';
import { now } from './fixtures.ts';

const minute = 60_000;
const hour = 60 * minute;
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('the wait grows from half a minute to ten, then to an hour, and ends after three days', () => {
  const full = [1, 2, 3, 4, 5, 6, 30].map((attempts) => backOff(attempts, 0, 1));
  expect(full).toEqual([0.5, 1, 2, 5, 10, 10, 10].map((minutes) => minutes * minute));
  expect(backOff(40, 4 * hour, 0.5)).toBe(hour);
  expect(backOff(40, 72 * hour - 1, 0.5)).toBe(hour);
  expect(backOff(40, 72 * hour, 0.5)).toBeUndefined();
});

test('a mail sent too fast is sent again after half a second to a second and a half, and at last postponed by up to half a minute', () => {
  expect([0, 0.5].map(sendRatePause)).toEqual([500, 1_000]);
  expect([0, 0.5].map(sendRateWait)).toEqual([1_000, 16_000]);
});

test('a mail that bounced softly is sent again after a day', () => {
  expect(softBounceWait).toBe(24 * hour);
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
      let notice: Notice = noticeAs('pending', 'submitter');
      let at: Instant = now;
      let count = 0;
      while (notice.state === 'pending') {
        at = notice.dueAt;
        count += 1;
        notice = answered(
          claim(notice, at),
          { kind: 'not-sent', reason: 'ECONNREFUSED' },
          at,
          /* Not below a twentieth, for the loop's sake. */
          Math.max(chances[count % 20] ?? 0, 0.05),
        );
        expect(notice.state).toBeOneOf(['pending', 'failed']);
        expect(isClaimable(notice, at)).toBe(false);
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
      const claimed = noticeAs('claimed', 'submitter', { attempts: 3 });
      const after = answered(claimed, { kind, reason: 'code', messageId: '' }, now, chance);
      expect(after).toMatchObject({ state: 'pending', attempts: costs ? 3 : 2, reason: 'code' });
      expect(isClaimable(after, now)).toBe(false);
      if (kind === 'ambiguous') expect(isClaimable(after, later(now, lease - 1))).toBe(false);
    }),
    { seed },
  );
});

test.each<[Answer, boolean]>([
  [{ kind: 'sent', messageId: 'mail-1' }, true],
  [{ kind: 'ambiguous', reason: 'ECONNRESET' }, true],
  [{ kind: 'unknown', reason: 'Novelty' }, true],
  [{ kind: 'not-sent', reason: 'ECONNREFUSED' }, false],
  [{ kind: 'permanent', reason: 'MessageRejected' }, false],
  [{ kind: 'retry-soon', reason: 'Throttling' }, false],
  [{ kind: 'quota', reason: 'Throttling' }, false],
  [{ kind: 'stop-the-line', reason: 'AccountSendingPaused' }, false],
])('after %j the mail may be on its way: %s', (answer, may) => {
  expect(mayBeSent(answer)).toBe(may);
});

test.each([undefined, later(now, -hour)])(
  'a mail that was sent too fast has failed since when it did before (%s)',
  (failingSince) => {
    const failing = failingSince && { failingSince };
    const claimed = noticeAs('claimed', 'submitter', { attempts: 2, ...failing });
    expect(answered(claimed, { kind: 'retry-soon', reason: 'Throttling' }, now, 0)).toStrictEqual({
      to: 'submitter',
      state: 'pending',
      attempts: 1,
      ...failing,
      dueAt: later(now, 1000),
      reason: 'Throttling',
    });
  },
);

test('a mail whose answer was lost waits for the end of its claim, or longer where failures have lasted', () => {
  const dueAfter = (kind: 'ambiguous' | 'not-sent', failingFor: number) => {
    const claimed = noticeAs('claimed', 'submitter', { failingSince: later(now, -failingFor) });
    const notice = answered(claimed, { kind, reason: 'code' }, now, 0.5);
    return notice.state === 'pending' ? Date.parse(notice.dueAt) - Date.parse(now) : undefined;
  };
  expect(dueAfter('not-sent', 0)).toBe(minute / 4);
  expect(dueAfter('ambiguous', 0)).toBe(lease);
  expect(dueAfter('ambiguous', 4 * hour)).toBe(hour);
});

test('the time in which the line stood still does not count against a notice', () => {
  const old = noticeAs('claimed', 'submitter', { attempts: 30, failingSince: later(now, -71 * hour) });
  const stopped = answered(old, { kind: 'stop-the-line', reason: 'AccountSendingPaused' }, now, 0.5);
  const days = later(now, 100 * hour);
  if (stopped.state !== 'pending') throw new Error('not pending');
  const after = answered(claim(stopped, days), { kind: 'not-sent', reason: 'ECONNREFUSED' }, days, 0.5);
  expect(after.state).toBe('pending');
});

test('a mail that is taken or refused for good settles the notice', () => {
  const old = noticeAs('claimed', 'submitter', { attempts: 2, failingSince: now, reason: 'ECONNREFUSED' });
  expect(answered(old, { kind: 'sent', messageId: 'mail-1' }, now, 0)).toEqual({
    to: 'submitter',
    state: 'sent',
    attempts: 2,
    settledAt: now,
    messageId: 'mail-1',
  });
  expect(answered(old, { kind: 'permanent', reason: 'MessageRejected' }, now, 0)).toEqual({
    to: 'submitter',
    state: 'failed',
    attempts: 2,
    settledAt: now,
    reason: 'MessageRejected',
  });
});
