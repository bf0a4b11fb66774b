import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { noticesValue } from '../../lambdas/adapters/dynamodb/notice-value.ts';
import { StoredNotices } from '../../lambdas/adapters/dynamodb/stored-notice.ts';

const text = (S: string) => ({ S });
const number = (N: string) => ({ N });
const at = text('2026-11-23T09:00:00.000Z');
const later = text('2026-11-23T09:15:00.000Z');

/* As format 2 has them in the table. Nothing here may change: what is stored must be read for ever. */
const unsent = {
  attempts: number('3'),
  dueAt: at,
  failingSince: at,
  reason: text('ECONNREFUSED'),
  substituteFor: text('submitter'),
  softBounced: text('mail-1'),
  countsFrom: at,
};
const settled = {
  attempts: number('1'),
  settledAt: at,
  substituteFor: text('lisa-eliasson'),
  softBounced: text('mail-1'),
  countsFrom: at,
};
const mailed = { ...settled, messageId: text('mail-2') };
const stored: Readonly<Record<string, Record<string, AttributeValue>>> = {
  pending: { state: text('pending'), ...unsent },
  'a new one': { state: text('pending'), attempts: number('0'), dueAt: at },
  claimed: { state: text('claimed'), ...unsent, leasedUntil: later },
  sent: { state: text('sent'), ...mailed },
  delivered: { state: text('delivered'), ...mailed },
  bounced: { state: text('bounced'), ...mailed, reason: text('Permanent General') },
  'not sent to a suppressed address': {
    state: text('bounced'),
    ...settled,
    reason: text('address suppressed'),
  },
  complained: { state: text('complained'), ...mailed, reason: text('abuse') },
  'refused afterwards': { state: text('failed'), ...mailed, reason: text('Reject') },
  'given up': { state: text('failed'), ...settled, reason: text('ECONNREFUSED') },
};
const under = (fields: Record<string, AttributeValue>) => ({ M: { 'chef-it': { M: fields } } });

describe('A stored notice', () => {
  test.each(Object.entries(stored))('is read and written back as it was (%s)', (_which, fields) => {
    expect(noticesValue(StoredNotices.parse(under(fields)))).toEqual(under(fields));
  });

  test('is read with its recipient and its fields', () => {
    expect(StoredNotices.parse(under(stored['a new one'] ?? {}))).toEqual([
      { to: 'chef-it', state: 'pending', attempts: 0, dueAt: at.S },
    ]);
  });

  test.each([
    ['of a state that this code does not know', { ...stored['sent'], state: text('lost') }],
    ['without what its state must hold', { state: text('claimed'), attempts: number('1'), dueAt: at }],
    ['whose times are no times', { ...stored['a new one'], dueAt: text('soon') }],
  ])('is refused %s', (_what, fields) => {
    expect(StoredNotices.safeParse(under(fields)).success).toBe(false);
  });
});
