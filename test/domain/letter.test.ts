import { describe, expect, test } from 'vitest';
import { asksOf } from '../../lambdas/domain/notice/asking.ts';
import {
  isLost,
  isOnItsWay,
  letterAnswered,
  letterClaimed,
  letterReturned,
  newLetter,
  withEvent,
} from '../../lambdas/domain/notice/letter.ts';
import type { Letter } from '../../lambdas/domain/notice/letter.ts';
import { recipientsIn } from '../../lambdas/domain/notice/recipient.ts';
import { permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import { dayOf, later } from '../../lambdas/domain/time/time.ts';
import { as, happen, needIn, now, pure } from './fixtures.ts';
import type { Step } from './fixtures.ts';

const event = (version: number) => ({ reference: 'B26-7KQ4M', version }) as never;
const letter = (more: object = {}): Letter =>
  newLetter({
    ...{ kind: 'digest', id: 'digest-2026-11-24', to: 'developer-north', address: 'address', at: now },
    ...{ events: [event(1)], ...more },
  } as never);
const claimed = () => letterClaimed(letter(), now) as Letter;
const answer = { kind: 'sent', messageId: 'mail-1' } as const;

describe('A digest', () => {
  test('takes up events until it is first sent', () => {
    expect(withEvent(letter(), event(2))).toMatchObject({ version: 2, events: [event(1), event(2)] });
    const failed = letterAnswered(claimed(), { kind: 'not-sent', reason: 'code' }, now, 0);
    expect(failed.notice.state).toBe('pending');
    for (const begun of [claimed(), failed]) expect(withEvent(begun, event(2))).toBeUndefined();
  });

  test('is the only letter that does', () => {
    expect(withEvent(letter({ kind: 'reminder' }), event(2))).toBeUndefined();
  });
});

describe('A letter', () => {
  const sent = () => letterAnswered(claimed(), answer, now, 0);

  test('is with one sender at a time, who says what became of it, once', () => {
    expect(letterClaimed(claimed(), now)).toBeUndefined();
    expect(letterClaimed(letter(), later(now, -1))).toBeUndefined();
    expect(sent()).toMatchObject({ version: 3, notice: { state: 'sent' } });
    const known = sent();
    expect(letterAnswered(known, answer, now, 0)).toBe(known);
  });

  test('comes back once it has been sent, and once', () => {
    const back = letterReturned(sent(), 'code', now);
    expect(back?.notice).toMatchObject({ state: 'bounced', messageId: 'mail-1', reason: 'code' });
    for (const other of [letter(), claimed(), back as Letter])
      expect(letterReturned(other, 'code', now)).toBeUndefined();
  });

  test('is on its way until the mail service has taken it, and lost where it came back or was refused', () => {
    const refused = letterAnswered(claimed(), { kind: 'permanent', reason: 'code' }, now, 0);
    const all = [letter(), claimed(), sent(), letterReturned(sent(), 'code', now) as Letter, refused];
    expect(all.map(isOnItsWay)).toEqual([true, true, false, false, false]);
    expect(all.map(isLost)).toEqual([false, false, false, true, true]);
  });
});

test('A member of staff who submitted a need is written to as both, and anybody else as what they are', () => {
  const [developer, submitter] = [{ kind: 'developer' }, { kind: 'submitter' }];
  const person = 'lead-north' as never;
  expect(recipientsIn(person, [developer, submitter])).toEqual([person, 'submitter']);
  expect(recipientsIn(person, [developer])).toEqual([person]);
  expect(recipientsIn('submitter', [submitter])).toEqual(['submitter']);
});

describe('What happens to a need asks something', () => {
  const asks = (who: string, step: Step, status: Parameters<typeof needIn>[0] = 'received') => {
    const { event: happened, need } = happen(pure, needIn(status), step);
    return asksOf(permissionsOf(pure, need, as(who), dayOf(now)), happened);
  };
  const take: Step = ['take', as('developer-north')];

  test('of whom it waits for then, and of nobody else', () => {
    expect(asks('lead-north', ['raise', as('developer-north')], 'coordinating')).toBe(true);
    expect(asks('head-shared', ['raise', as('developer-north')], 'coordinating')).toBe(false);
  });

  test('of the developer who takes it, while the others may rest', () => {
    expect(asks('developer-north', take)).toBe(true);
    expect(asks('developer-south', take)).toBe(false);
  });

  test('of nobody where somebody only says something', () => {
    const comment: Step = ['comment', as('developer-south'), { text: 'Ja' }];
    expect(asks('developer-north', comment, 'clarifying')).toBe(false);
    expect(
      asks('developer-north', ['ask', as('developer-south'), { question: 'Vilka?' }], 'clarifying'),
    ).toBe(false);
  });
});
