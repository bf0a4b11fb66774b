import { describe, expect, test } from 'vitest';
import { Limits } from '../../lambdas/domain/limits.ts';
import {
  codeAnswered,
  codeClaimed,
  codeGivenUp,
  codeGuessed,
  isTooLateToSend,
  newCode,
} from '../../lambdas/domain/session/code-life.ts';
import { codeEnd, codeLifetime, isUnsent, isUsable } from '../../lambdas/domain/session/code.ts';
import type { Code } from '../../lambdas/domain/session/code.ts';
import { isLive, renewed } from '../../lambdas/domain/session/session.ts';
import { withReminder } from '../../lambdas/domain/session/settings.ts';
import type { Day, Instant } from '../../lambdas/domain/time/time.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { now } from './fixtures.ts';

const limits = Limits.parse({});
const address = 'address' as Code['address'];
const asked = (more: Partial<Code> = {}): Code =>
  newCode({
    challenge: 'challenge',
    email: 'kim@example.org',
    address,
    askedAt: now,
    language: 'sv',
    ...more,
  });
const made = () => codeClaimed(asked(), 'right', now) as Code;
const guess = (code: Code, hash: string, at: Instant = now) => codeGuessed(code, (one) => one === hash, at);
const guessed = (code: Code, times: number): Code =>
  times === 0 ? code : guessed(guess(code, 'wrong').code, times - 1);

describe('A code', () => {
  test('can be guessed at three times, and five times by the holder of a link', () => {
    const usable = (code: Code) =>
      [0, 1, 2, 3, 4, 5].filter((times) => isUsable(guessed(code, times), limits, now));
    expect(usable(made())).toEqual([0, 1, 2]);
    expect(usable({ ...made(), byLink: true })).toEqual([0, 1, 2, 3, 4]);
  });

  test('is used once', () => {
    const { isRight, code } = guess(guess(made(), 'wrong').code, 'right');
    expect(isRight).toBe(true);
    expect(code).toMatchObject({ guesses: 2, usedAt: now });
    expect(isUsable(code, limits, now)).toBe(false);
    expect(guess(made(), 'wrong')).toMatchObject({ isRight: false, code: { guesses: 1 } });
  });

  test('is right for less than ten minutes after it was made', () => {
    const end = later(now, codeLifetime);
    expect(guess(made(), 'right', later(end, -1)).isRight).toBe(true);
    expect(guess(made(), 'right', end).isRight).toBe(false);
  });

  test('can be entered until ten minutes after the last was made, or after it was asked for', () => {
    const end = later(now, codeLifetime);
    const usableAt = (code: Code) =>
      [later(end, -1), end, later(end, 59_999), later(end, 60_000)].map((at) => isUsable(code, limits, at));
    expect(usableAt(asked())).toEqual([true, false, false, false]);
    const again = codeClaimed(made(), 'again', later(now, 90_000)) as Code;
    expect(usableAt({ ...again, made: [...made().made, { hash: 'again', at: later(now, 60_000) }] })).toEqual(
      [...[true, true, true, false]],
    );
  });

  test('is on its way until the mail service has answered, or it is given up', () => {
    const sent = codeAnswered(made(), { kind: 'sent', messageId: 'mail-1' }, now, 0);
    const givenUp = codeGivenUp(asked(), 'too-late', now);
    expect([asked(), made(), sent, givenUp].map(isUnsent)).toEqual([true, true, false, false]);
    expect(givenUp.notice).toMatchObject({ state: 'failed', reason: 'too-late' });
  });

  test('knows whether it was asked for by a link, and what waits for it until it is used', () => {
    expect(asked()).toMatchObject({ version: 1, byLink: false, made: [], guesses: 0 });
    const request = { reference: 'B26-AAAAA', fields: {} } as never;
    const byLink = codeClaimed(asked({ request }), 'right', now) as Code;
    expect(byLink).toMatchObject({ byLink: true, request, made: [{ hash: 'right', at: now }] });
    expect(guess(byLink, 'wrong').code).toHaveProperty('request');
    expect(guess(byLink, 'right').code).not.toHaveProperty('request');
  });

  test('is sent by one sender at a time, and made anew once that one has died', () => {
    expect(codeClaimed(made(), 'again', later(now, 89_999))).toBeUndefined();
    expect(codeClaimed(made(), 'again', later(now, 90_000))?.made.map(({ hash }) => hash)).toEqual([
      ...['right', 'again'],
    ]);
  });

  test('is sent within ten minutes after it was asked for, or not at all', () => {
    const end = later(now, codeLifetime);
    expect([later(end, -1), end].map((at) => isTooLateToSend(asked(), at))).toEqual([false, true]);
  });

  test('is kept for an hour, so that another can be asked for what waits', () => {
    expect(codeEnd(asked())).toBe(later(now, 3_600_000));
  });

  test('becomes what the mail service answers, while it is being sent and not after', () => {
    const answer = { kind: 'sent', messageId: 'mail-1' } as const;
    const sent = codeAnswered(made(), answer, now, 0);
    expect(sent).toMatchObject({ notice: { state: 'sent', messageId: 'mail-1' }, version: 3 });
    expect(codeAnswered(sent, answer, now, 0)).toBe(sent);
  });
});

test('A session lasts ninety days from its last use, which is kept to the hour', () => {
  const session = { address, id: 'id', since: now, last: now, browser: 'Firefox' };
  const [hour, end] = [3_600_000, later(now, 90 * 24 * 3_600_000)];
  expect([later(end, -1), end].map((at) => isLive(session, at))).toEqual([true, false]);
  expect(renewed(session, later(now, hour - 1))).toBeUndefined();
  expect(renewed(session, later(now, hour))).toEqual({ ...session, last: later(now, hour) });
});

test('A reminder is put off to the last day that was chosen, and what was put off to a day gone by is forgotten', () => {
  const [today, tomorrow] = ['2026-11-23' as Day, '2026-11-24' as Day];
  const day = '2026-11-30' as Day;
  const [one, other, third] = ['B26-AAAAA', 'B26-BBBBB', 'B26-CCCCC'] as never[] as [never, never, never];
  const before = { rhythm: 'daily', remindOn: { [one]: today, [other]: tomorrow } } as const;
  expect(withReminder(before, third, day, today)).toEqual({
    ...{ rhythm: 'daily', remindOn: { [other]: tomorrow, [third]: day } },
  });
  expect(withReminder(before, other, day, today).remindOn).toEqual({ [other]: day });
  expect(withReminder({}, third, day, today)).toEqual({ remindOn: { [third]: day } });
});
