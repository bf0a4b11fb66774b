import { describe, expect, test } from 'vitest';
import type { Answer } from '../../lambdas/domain/notice/answer.ts';
import { listingOf } from '../../lambdas/domain/notice/listing.ts';
import type { MailReport } from '../../lambdas/domain/notice/mail-report.ts';
import {
  answered,
  bouncedUnsent,
  claim,
  collectedFor,
  isClaimable,
  needsAttention,
  newNotice,
  noticesNeedingAttention,
  reported,
  resent,
  suppressionBy,
  withheldFor,
} from '../../lambdas/domain/notice/notice.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import { lease } from '../../lambdas/domain/notice/retry.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { noticeAs } from '../support/notices.ts';
import { now } from './fixtures.ts';

const states = ['pending', 'claimed', 'sent', 'delivered', 'bounced', 'complained', 'failed'] as const;
const soon = later(now, 1000);
const report = (kind: MailReport['kind'], sentAt = now): MailReport => ({
  reference: 'B26-7KQ4M' as never,
  version: 1,
  to: 'submitter',
  kind,
  messageId: 'mail-1',
  sentAt,
  at: soon,
  address: 'kim.larare@example.org',
  reason: kind,
});

describe('A notice can be claimed', () => {
  test('when it is due, and not before', () => {
    const pending = newNotice('submitter', soon);
    expect(isClaimable(pending, now)).toBe(false);
    expect(isClaimable(pending, soon)).toBe(true);
  });

  test('by one sender at a time, until the claim has run out; each claim is an attempt', () => {
    const first = claim(newNotice('submitter', now), now);
    expect(first).toEqual(noticeAs('claimed', 'submitter', { attempts: 1, leasedUntil: later(now, lease) }));
    expect(isClaimable(first, later(now, lease - 1))).toBe(false);
    expect(isClaimable(first, later(now, lease))).toBe(true);
    expect(claim(first, later(now, lease))).toEqual({
      ...first,
      attempts: 2,
      leasedUntil: later(now, 2 * lease),
    });
  });

  test('never once it has been sent, or given up', () => {
    const claimable = states.filter((state) => isClaimable(noticeAs(state, 'submitter'), later(now, lease)));
    expect(claimable).toEqual(['pending', 'claimed']);
  });
});

test('A notice whose address is suppressed counts as come back, and is due no longer', () => {
  const notice = noticeAs('pending', 'submitter', {
    attempts: 2,
    failingSince: now,
    reason: 'ECONNREFUSED',
    substituteFor: 'lisa-eliasson' as never,
    softBounced: 'mail-1',
    countsFrom: now,
  });
  expect(bouncedUnsent(notice, soon)).toStrictEqual({
    to: 'submitter',
    state: 'bounced',
    attempts: 2,
    substituteFor: 'lisa-eliasson',
    softBounced: 'mail-1',
    countsFrom: now,
    settledAt: soon,
    reason: 'address suppressed',
  });
});

describe('A notice that is sent again', () => {
  test.each(states)('is as new, whatever it was (%s)', (state) => {
    const notice = noticeAs(state, 'submitter', { attempts: 7, softBounced: 'mail-1' });
    const from = state === 'claimed' ? later(now, lease) : soon;
    expect(resent(notice, soon)).toStrictEqual({ ...newNotice('submitter', from), countsFrom: from });
  });

  test('is due at once when its claim has run out, and still asks in place of the same person', () => {
    const notice = noticeAs('claimed', 'submitter', { substituteFor: 'lisa-eliasson' as never });
    const at = later(now, lease + 1);
    expect(resent(notice, at)).toMatchObject({ dueAt: at, countsFrom: at, substituteFor: 'lisa-eliasson' });
  });
});

describe('A report', () => {
  test.each(states)('that comes twice changes the notice once (%s)', (state) => {
    for (const kind of ['send', 'delivery', 'bounce', 'soft-bounce', 'complaint', 'reject'] as const) {
      const once = reported(noticeAs(state, 'submitter'), report(kind));
      expect(reported(once, report(kind)), kind).toBe(once);
    }
  });

  test.each([
    ['bounce', 'bounced'],
    ['complaint', 'complained'],
    ['soft-bounce', undefined],
    ['reject', undefined],
    ['delivery', undefined],
    ['send', undefined],
  ] as const)(
    'of kind %s suppresses the address as %s, unless the notice was sent again since',
    (kind, why) => {
      const again = noticeAs('pending', 'submitter', { countsFrom: soon });
      expect(suppressionBy(noticeAs('sent', 'submitter'), report(kind))).toBe(why);
      expect(suppressionBy(again, report(kind))).toBeUndefined();
      expect(suppressionBy(again, report(kind, soon))).toBe(why);
    },
  );
});

describe('Of what one person has not been told about a need', () => {
  const failed = noticeAs('failed', 'submitter');
  const bounced = noticeAs('bounced', 'submitter');
  const toAnother = noticeAs('complained', 'chef-it');
  const reference = 'B26-7KQ4M' as never;

  test('each is superseded by the latest, whatever has arrived since', () => {
    const history = [
      { reference, version: 1, notices: [failed, toAnother] },
      { reference, version: 2, notices: [bounced] },
      {
        reference,
        version: 3,
        notices: [noticeAs('delivered', 'submitter'), noticeAs('pending', 'chef-it')],
      },
    ];
    expect(noticesNeedingAttention(history)).toStrictEqual([
      { reference, version: 1, notice: failed, supersededBy: 2 },
      { reference, version: 1, notice: toAnother },
      { reference, version: 2, notice: bounced },
    ]);
  });
});

test('What has come back, was unwanted or has failed needs attention', () => {
  expect(states.filter((state) => needsAttention(noticeAs(state, 'submitter')))).toEqual([
    'bounced',
    'complained',
    'failed',
  ]);
});

describe('An event is listed', () => {
  const listed = (...notices: readonly Notice[]) => listingOf(notices, now);
  const waiting = (dueAt: typeof now) => noticeAs('pending', 'submitter', { dueAt });

  test('as due when the first of its notices is', () => {
    expect(listed(noticeAs('failed', 'a'), waiting(later(now, 2000)), waiting(soon))).toEqual({
      as: 'due',
      at: soon,
    });
  });

  test('as needing attention once nothing is to be sent, and one has not arrived', () => {
    expect(listed(noticeAs('delivered', 'a'), noticeAs('complained', 'b'))).toEqual({
      as: 'needing-attention',
      at: now,
    });
  });

  test('not at all once all is well, or where nobody is told', () => {
    expect(listed(noticeAs('delivered', 'a'), noticeAs('sent', 'b'))).toEqual({ as: 'nothing' });
    expect(listed()).toEqual({ as: 'nothing' });
  });

  test('as its sender will record, while a notice is claimed', () => {
    expect(listed(waiting(soon), noticeAs('claimed', 'b'))).toBeUndefined();
  });
});

describe('A notice that is not sent by itself', () => {
  const pending = newNotice('submitter' as const, now, 'mark');

  test('keeps whom it is for and their mark, and says when it was settled', () => {
    const kept = { to: 'submitter', mark: 'mark', attempts: 0, settledAt: soon };
    expect(collectedFor(pending, soon)).toEqual({ ...kept, state: 'collected' });
    expect(withheldFor(pending, 'held', soon)).toEqual({
      ...kept,
      state: 'withheld',
      reason: 'held',
    });
  });

  test('has no mark where its person has none', () => {
    expect(newNotice('submitter', now)).toEqual({
      to: 'submitter',
      state: 'pending',
      attempts: 0,
      dueAt: now,
    });
    expect(collectedFor(newNotice('submitter' as const, now), soon)).not.toHaveProperty('mark');
  });
});

test('A notice keeps its mark whatever the mail service answers and reports', () => {
  const claimed = claim(newNotice('submitter' as const, now, 'mark'), now);
  const answers: readonly Answer[] = [
    { kind: 'sent', messageId: 'mail-1' },
    { kind: 'quota', reason: 'code' },
    { kind: 'permanent', reason: 'code' },
  ];
  for (const answer of answers) expect(answered(claimed, answer, soon, 0)).toHaveProperty('mark', 'mark');
  for (const kind of ['delivery', 'bounce', 'soft-bounce', 'complaint'] as const)
    expect(reported(noticeAs('sent', 'submitter', { mark: 'mark' }), report(kind)), kind).toHaveProperty(
      'mark',
      'mark',
    );
  expect(answered(claim(newNotice('submitter' as const, now), now), answers[0] as Answer, soon, 0)).toEqual({
    ...{ to: 'submitter', state: 'sent', attempts: 1, settledAt: soon, messageId: 'mail-1' },
  });
});

test('Notices that need attention come in the order of their events, in whatever order those are read', () => {
  const told = [2, 1].map((version) => ({
    reference: 'B26-7KQ4M' as never,
    version,
    notices: [noticeAs('failed', 'submitter')],
  }));
  expect(noticesNeedingAttention(told)).toMatchObject([{ version: 1, supersededBy: 2 }, { version: 2 }]);
});
