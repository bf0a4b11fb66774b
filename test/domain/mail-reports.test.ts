import { describe, expect, test } from 'vitest';
import type { MailReport } from '../../lambdas/domain/notice/mail-report.ts';
import { claim, reported } from '../../lambdas/domain/notice/notice.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { lisa, orders, reportOf } from '../support/mail-reports.ts';
import { noticeAs } from '../support/notices.ts';
import { now } from './fixtures.ts';

const day = 86_400_000;
const claimed = noticeAs('claimed', lisa);
const sent = noticeAs('sent', lisa);
const givenUp = noticeAs('failed', lisa);
const otherRefused = noticeAs('failed', lisa, { messageId: 'other' });
const after = (notice: Notice, kinds: readonly MailReport['kind'][]) =>
  kinds.reduce((before, kind) => reported(before, reportOf(kind)), notice);

describe.each([
  ['before the sender has recorded anything', claimed],
  ['after the sender has recorded the mail', sent],
  ['after the sender has given the notice up', givenUp],
  ['after another mail of the notice was refused', otherRefused],
])('what SES reports %s', (_, notice) => {
  test.each<[readonly MailReport['kind'][], Notice['state']]>([
    [['send', 'delivery'], 'delivered'],
    [['send', 'delivery', 'bounce', 'complaint'], 'complained'],
    [['send', 'delivery', 'bounce'], 'bounced'],
    [['send', 'bounce'], 'bounced'],
    [['send', 'delivery', 'complaint'], 'complained'],
    [['send', 'reject'], 'failed'],
    [['send', 'delivery', 'soft-bounce'], 'delivered'],
  ])('%j, in every order and each of them twice, comes to %s', (kinds, state) => {
    let count = 0;
    for (const order of orders(kinds)) {
      for (const twice of [order.flatMap((kind) => [kind, kind]), [...order, ...order]]) {
        count += 1;
        expect(after(notice, twice), twice.join(' ')).toMatchObject({ state, messageId: 'mail-1' });
      }
    }
    expect(count).toBeGreaterThanOrEqual(4);
  });
});

test.each([
  ['send', { state: 'sent' }],
  ['delivery', { state: 'delivered' }],
  ['reject', { state: 'failed', reason: 'reject' }],
  ['bounce', { state: 'bounced', reason: 'bounce' }],
  ['complaint', { state: 'complained', reason: 'complaint' }],
] as const)(
  'a %s is recorded with the time, the mail and, where it is bad news, the reason',
  (kind, becomes) => {
    expect(reported(claimed, reportOf(kind))).toStrictEqual({
      to: lisa,
      attempts: 1,
      settledAt: later(now, 1000),
      messageId: 'mail-1',
      ...becomes,
    });
  },
);

/** What becomes of a notice when its first mail soft-bounces. */
const softBounced = noticeAs('pending', lisa, {
  attempts: 1,
  softBounced: 'mail-1',
  dueAt: later(now, 1000 + day),
  reason: 'soft-bounce',
});

describe('a soft bounce', () => {
  test('is tried once more after a day, however often and in whatever order it is reported', () => {
    for (const notice of [claimed, sent]) {
      for (const order of orders(['send', 'soft-bounce', 'send', 'soft-bounce'] as const)) {
        expect(after(notice, order)).toEqual(softBounced);
      }
    }
  });

  test('settles the notice when the second mail comes back as well', () => {
    const again = noticeAs('sent', lisa, { softBounced: 'mail-1', messageId: 'mail-2' });
    for (const notice of [again, claim(softBounced, softBounced.dueAt)]) {
      expect(reported(notice, reportOf('soft-bounce', 'mail-2')).state).toBe('bounced');
      expect(reported(notice, reportOf('soft-bounce', 'mail-1'))).toBe(notice);
      expect(reported(notice, reportOf('delivery', 'mail-2')).state).toBe('delivered');
    }
  });

  test('of a mail whose answer was lost changes nothing once another was sent', () => {
    const second = noticeAs('sent', lisa, { messageId: 'mail-2' });
    expect(reported(second, reportOf('soft-bounce', 'mail-1'))).toBe(second);
  });
});

describe('that a mail was sent is no news', () => {
  test.each<[string, Notice]>([
    ['when a soft bounce has postponed the notice since', softBounced],
    ['when the notice that it postponed is being sent again', claim(softBounced, softBounced.dueAt)],
  ])('%s', (_when, notice) => {
    expect(reported(notice, reportOf('send', 'mail-0'))).toBe(notice);
    expect(reported(notice, reportOf('delivery', 'mail-0')).state).toBe('delivered');
  });

  test('when that mail has soft-bounced, even if the notice was given up since', () => {
    const notice = noticeAs('failed', lisa, { softBounced: 'mail-1' });
    expect(reported(notice, reportOf('send'))).toBe(notice);
  });

  test('but it is when the notice was postponed for another reason', () => {
    const stopped = noticeAs('pending', lisa, { dueAt: later(now, 900_000), reason: 'Throttling' });
    expect(reported(stopped, reportOf('send')).state).toBe('sent');
  });

  test('but it is from the moment on that the notice is due again', () => {
    const second = { ...reportOf('send', 'mail-2'), sentAt: softBounced.dueAt };
    expect(reported(softBounced, second).state).toBe('sent');
  });
});

test('a second mail counts as sent also when its sender died before recording it, or its answer was lost', () => {
  const due = softBounced.dueAt;
  const lost: Notice = { ...softBounced, failingSince: due, dueAt: later(due, 900_000) };
  for (const notice of [claim(softBounced, due), lost]) {
    const second = { ...reportOf('send', 'mail-2'), sentAt: later(due, 500) };
    expect(reported(notice, second)).toMatchObject({ state: 'sent', messageId: 'mail-2' });
  }
});

test('when two mails were sent and both soft-bounced, the notice never counts as sent', () => {
  const events = [reportOf('send', 'mail-1'), reportOf('soft-bounce', 'mail-1'), reportOf('send', 'mail-2')];
  for (const order of orders([...events, reportOf('soft-bounce', 'mail-2')])) {
    const where = order.map(({ kind, messageId }) => `${kind} of ${messageId}`).join(', ');
    expect(order.reduce(reported, claimed).state, where).toBeOneOf(['pending', 'bounced']);
  }
});

test('a report on a mail from before an operator sent the notice again changes nothing', () => {
  const again = noticeAs('pending', lisa, { countsFrom: later(now, 1) });
  for (const kind of ['send', 'delivery', 'bounce', 'soft-bounce', 'complaint'] as const) {
    expect(reported(again, reportOf(kind))).toBe(again);
    expect(reported(again, { ...reportOf(kind), sentAt: later(now, 1) })).not.toBe(again);
  }
});
