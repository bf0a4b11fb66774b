import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';
import type { Entry } from '../../app/ports/need-file.ts';
import type { Link } from '../../domain/need/link.ts';
import type { NextDue } from '../../app/ports/outbox.ts';
import type { Notice } from '../../domain/notice/notice.ts';
import type { Submission } from '../../app/ports/submissions.ts';
import { Contact, Need } from '../../domain/need/need.ts';
import { Reference } from '../../domain/need/reference.ts';
import { Instant } from '../../domain/time/time.ts';

/* How needs lie in the table. What is stored is never rewritten: when a format changes, its number grows and both are read. */

export type Item = Record<string, AttributeValue>;

const format = { N: '1' };

/* What the index `due` lists: events with a notice pending, events with one that has failed, needs with a next step. */
export const dueKeys = { notice: 'NOTICE', troubled: 'TROUBLED', need: 'NEED' };

export const partitionOf = (reference: Reference): string => `NEED#${reference}`;
export const eventKey = (reference: Reference, version: number) => ({
  pk: { S: partitionOf(reference) },
  sk: { S: `EVENT#${String(version).padStart(4, '0')}` },
});
export const statusKeyOf = (status: string): string => `STATUS#${status}`;

/** The need itself; title, status and since stand beside it for the index by status, version for the condition. */
export const needItem = (need: Need): Item => ({
  pk: { S: partitionOf(need.reference) },
  sk: { S: 'NEED' },
  format,
  version: { N: String(need.version) },
  statusKey: { S: statusKeyOf(need.status) },
  since: { S: need.since },
  title: { S: need.intake.title },
  ...(need.nextStepAt !== undefined && { dueKey: { S: dueKeys.need }, dueAt: { S: need.nextStepAt } }),
  need: { S: JSON.stringify(need) },
});

export const contactItem = (reference: Reference, contact: Contact): Item => ({
  pk: { S: partitionOf(reference) },
  sk: { S: 'CONTACT' },
  format,
  name: { S: contact.name },
  email: { S: contact.email },
});

/** An event as text, since its hash is taken over the text; beside it what may change: its notices and links. */
export const eventItem = (
  { event, hash, previous, request, notices, links, reschedules: reschedules }: Entry,
  submission?: Submission,
): Item => ({
  ...eventKey(event.reference, event.version),
  format,
  event: { S: JSON.stringify(event) },
  hash: { S: hash },
  previous: { S: previous },
  request: { S: request },
  notices: { M: Object.fromEntries(notices.map((notice) => [notice.to, noticeValue(notice)])) },
  links: { M: Object.fromEntries(links.map((link) => [link.hash, linkValue(link)])) },
  reschedules: { N: String(reschedules) },
  ...(notices.some(({ state }) => state === 'pending') && {
    dueKey: { S: dueKeys.notice },
    dueAt: { S: event.at },
  }),
  ...(submission && {
    submission: {
      M: {
        digest: { S: submission.digest },
        ...(submission.key !== undefined && { key: { S: submission.key } }),
      },
    },
  }),
});

export const noticeValue = ({ to: _to, state, attempts, ...rest }: Notice): { M: Item } => ({
  M: {
    state: { S: state },
    attempts: { N: String(attempts) },
    ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, { S: value }])),
  },
});

/** Where an event stands in the index `due`; nothing where it leaves it. */
export const dueOf = ({ next }: NextDue): Item | undefined =>
  next.kind === 'settled'
    ? undefined
    : {
        ':dueKey': { S: next.kind === 'due' ? dueKeys.notice : dueKeys.troubled },
        ':dueAt': { S: next.at },
      };

/** What mail to an address came to: no more is sent to it. The address itself is not kept. */
export const addressKey = (address: string): Item => ({
  pk: { S: `ADDRESS#${createHash('sha256').update(address.toLowerCase()).digest('hex')}` },
  sk: { S: 'ADDRESS' },
});
export const addressItem = (address: string, because: string, at: Instant): Item => ({
  ...addressKey(address),
  format,
  because: { S: because },
  at: { S: at },
});

export const linkValue = ({ holder, until }: Link): AttributeValue => ({
  M: { holder: { S: holder }, until: { S: until } },
});

/** Reads the submission that an event item was stored with. */
export function submissionOf(item: Item): Submission {
  const { digest, key } = item['submission']?.M ?? {};
  if (digest?.S === undefined) throw new Error('an event without the submission it was stored with');
  return { digest: digest.S, ...(key?.S !== undefined && { key: key.S }) };
}
