import { describe, expect, test } from 'vitest';
import { letterReportIn, mailReportIn } from '../../lambdas/adapters/ses-events.ts';

const ours = { reference: ['B26-7KQ4M'], version: ['3'], to: ['lisa-eliasson'] };
const told = (tags: object, rest: object = {}) =>
  JSON.stringify({
    eventType: 'Send',
    mail: {
      messageId: 'mail-1',
      timestamp: '2026-11-23T10:00:00.000+01:00',
      destination: ['lisa.eliasson@example.org'],
      tags,
    },
    ...rest,
  });

test('what SES tells leads by its tags to the notice', () => {
  expect(mailReportIn(told(ours))).toEqual({
    reference: 'B26-7KQ4M',
    version: 3,
    to: 'lisa-eliasson',
    kind: 'send',
    messageId: 'mail-1',
    sentAt: '2026-11-23T09:00:00.000Z',
    at: '2026-11-23T09:00:00.000Z',
    address: 'lisa.eliasson@example.org',
    reason: 'Send',
  });
});

test('what is none of ours is passed over: a mail without our tags, and what SES says when it is first connected', () => {
  expect(mailReportIn(told({ 'ses:source-ip': ['192.0.2.1'] }))).toBeUndefined();
  expect(mailReportIn('Successfully validated SNS topic for Amazon SES event publishing.')).toBeUndefined();
});

test.each([
  ['any other text', 'Successfully validated'],
  ['a mail of ours whose need has no reference', told({ ...ours, reference: ['7KQ4M'] })],
  ['an event that nobody has described', told(ours, { eventType: 'Open' })],
])('%s is not passed over but fails', (_what, text) => {
  expect(() => mailReportIn(text)).toThrow();
});

describe('a letter', () => {
  const event = (eventType: string, more: object = {}) =>
    JSON.stringify({
      eventType,
      mail: { tags: { letter: ['assigned-2026-11-23-abc'], address: ['hash'] } },
      ...more,
    });

  test('is reported where it came back for good, was unwanted, or was refused afterwards', () => {
    const letter = { id: 'assigned-2026-11-23-abc', address: 'hash' };
    expect(letterReportIn(event('Bounce', { bounce: { bounceType: 'Permanent' } }))).toEqual({
      ...{ letter, kind: 'bounced', reason: 'Bounce' },
    });
    expect(letterReportIn(event('Complaint'))).toMatchObject({ letter, kind: 'complained' });
    expect(letterReportIn(event('Reject'))).toMatchObject({ letter, kind: 'rejected' });
  });

  test('that came back for a passing reason, or arrived, is not; and it is no notice', () => {
    for (const text of [
      event('Bounce', { bounce: { bounceType: 'Transient' } }),
      event('Delivery'),
      event('Send'),
    ]) {
      expect(letterReportIn(text)).toBeUndefined();
      expect(mailReportIn(text)).toBeUndefined();
    }
  });
});
