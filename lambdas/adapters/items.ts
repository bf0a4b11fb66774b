import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { Entry, Link, NeedFile, Notice, Submission } from '../app/ports.ts';
import type { NeedEvent } from '../domain/event.ts';
import { Contact, Need } from '../domain/need.ts';
import type { Reference } from '../domain/reference.ts';
import { Instant } from '../domain/time.ts';
import type { Recipient } from '../domain/told.ts';

/* How needs lie in the table. What is stored is never rewritten: when a format changes, its number grows and both are read. */

export type Item = Record<string, AttributeValue>;

const format = { N: '1' };
const due = { S: 'DUE' };

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
  { event, hash, previous, request, notices, links }: Entry,
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
  ...(notices.some(({ state }) => state === 'pending') && { dueKey: due, dueAt: { S: event.at } }),
  ...(submission && {
    submission: {
      M: {
        digest: { S: submission.digest },
        ...(submission.key !== undefined && { key: { S: submission.key } }),
      },
    },
  }),
});

export const noticeValue = ({
  state,
  attempts,
  leasedUntil,
  settledAt,
  messageId,
  reason,
}: Notice): AttributeValue => ({
  M: {
    state: { S: state },
    attempts: { N: String(attempts) },
    ...(leasedUntil !== undefined && { leasedUntil: { S: leasedUntil } }),
    ...(settledAt !== undefined && { settledAt: { S: settledAt } }),
    ...(messageId !== undefined && { messageId: { S: messageId } }),
    ...(reason !== undefined && { reason: { S: reason } }),
  },
});

export const linkValue = ({ holder, until }: Link): AttributeValue => ({
  M: { holder: { S: holder }, until: { S: until } },
});

const text = z.pipe(
  z.object({ S: z.string() }),
  z.transform(({ S }) => S),
);
const number = z.pipe(
  z.object({ N: z.string() }),
  z.transform(({ N }) => Number(N)),
);
const instant = z.pipe(text, Instant);
const recipient = z.pipe(
  text,
  z.transform((to) => to as Recipient),
);
const map = <Output>(schema: z.ZodMiniType<Output>) =>
  z.pipe(
    z.object({ M: schema }),
    z.transform((value) => (value).M),
  );

const NoticeMap = map(
  z.record(
    z.string(),
    map(
      z.object({
        state: z.pipe(text, z.enum(['pending', 'sent', 'failed'])),
        attempts: number,
        leasedUntil: z.optional(instant),
        settledAt: z.optional(instant),
        messageId: z.optional(text),
        reason: z.optional(text),
      }),
    ),
  ),
);
const LinkMap = map(z.record(z.string(), map(z.object({ holder: recipient, until: instant }))));

const NeedItem = z.object({ format: z.object({ N: z.literal('1') }), need: text });
const ContactItem = z.object({ format: z.object({ N: z.literal('1') }), name: text, email: text });
const EventItem = z.object({
  format: z.object({ N: z.literal('1') }),
  event: text,
  hash: text,
  previous: text,
  request: text,
  notices: NoticeMap,
  links: LinkMap,
});
const SubmissionMap = map(z.object({ digest: text, key: z.optional(text) }));

/** Reads the submission that an event item was stored with. */
export const submissionOf = (item: Item): Submission => SubmissionMap.parse(item['submission']) as Submission;

/**
 * Reads all items of one need.
 * @returns nothing when there is no need among them.
 * @throws when an item is not of a format this code knows.
 */
export function fileOf(items: readonly Item[]): NeedFile | undefined {
  const bySortKey = (prefix: string) => items.filter((item) => item['sk']?.S?.startsWith(prefix));
  const [need] = bySortKey('NEED').map((item) => Need.parse(JSON.parse(NeedItem.parse(item).need)));
  const [contact] = bySortKey('CONTACT').map((item) => Contact.parse(ContactItem.parse(item)));
  return need && { need, ...(contact && { contact }), history: bySortKey('EVENT#').map(entryOfItem) };
}

function entryOfItem(item: Item): Entry {
  const { event, notices, links, ...rest } = EventItem.parse(item);
  return {
    ...rest,
    event: JSON.parse(event) as NeedEvent,
    notices: Object.entries(notices).map(([to, notice]) => ({ to, ...notice }) as Notice),
    links: Object.entries(links).map(([hash, link]) => ({ hash, ...link })),
  };
}
