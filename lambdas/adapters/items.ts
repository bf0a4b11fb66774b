import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { noticeStates, Unreadable } from '../app/ports.ts';
import type { Entry, EventName, Link, NeedFile, NextLook, Notice, Submission } from '../app/ports.ts';
import type { NeedEvent } from '../domain/event.ts';
import { Contact, Need } from '../domain/need.ts';
import { Reference } from '../domain/reference.ts';
import { Instant } from '../domain/time.ts';
import type { Recipient } from '../domain/told.ts';

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
/** The event or need whose item has this key. */
export const eventNameOf = (item: Item): EventName => ({
  reference: referenceOf(item),
  version: Number(item['sk']?.S?.slice('EVENT#'.length)),
});
export const referenceOf = (item: Item): Reference => Reference.parse(item['pk']?.S?.slice('NEED#'.length));
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
  { event, hash, previous, request, notices, links, rearmed }: Entry,
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
  rearmed: { N: String(rearmed) },
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

/** Reads the notice to a recipient from an event's item; nothing when they have none. */
export function noticeIn(item: Item, to: Recipient): Notice | undefined {
  const notice = EventItem.parse(item).notices[to];
  return notice && ({ to, ...notice } as Notice);
}

/** Where an event stands in the index `due`; nothing where it leaves it. */
export const dueOf = ({ next }: NextLook): Item | undefined =>
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
    z.transform((value) => value.M),
  );

const NoticeMap = map(
  z.record(
    z.string(),
    map(
      z.object({
        state: z.pipe(text, z.enum(noticeStates)),
        attempts: number,
        dueAt: z.optional(instant),
        leasedUntil: z.optional(instant),
        failingSince: z.optional(instant),
        settledAt: z.optional(instant),
        messageId: z.optional(text),
        reason: z.optional(text),
        insteadOf: z.optional(recipient),
        returned: z.optional(text),
        countsFrom: z.optional(instant),
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
  rearmed: number,
  dueKey: z.optional(text),
  dueAt: z.optional(instant),
});
const SubmissionMap = map(z.object({ digest: text, key: z.optional(text) }));

/** Reads the submission that an event item was stored with. */
export const submissionOf = (item: Item): Submission => SubmissionMap.parse(item['submission']) as Submission;

/**
 * Reads all items of one need.
 * @returns nothing when there is no need among them.
 * @throws Unreadable when an item is not of a format this code knows.
 */
export function fileOf(items: readonly Item[]): NeedFile | undefined {
  try {
    return parseFile(items);
  } catch (cause) {
    throw new Unreadable(undefined, { cause });
  }
}

function parseFile(items: readonly Item[]): NeedFile | undefined {
  const bySortKey = (prefix: string) => items.filter((item) => item['sk']?.S?.startsWith(prefix));
  const [need] = bySortKey('NEED').map((item) => Need.parse(JSON.parse(NeedItem.parse(item).need)));
  const [contact] = bySortKey('CONTACT').map((item) => Contact.parse(ContactItem.parse(item)));
  return need && { need, ...(contact && { contact }), history: bySortKey('EVENT#').map(entryOfItem) };
}

function entryOfItem(item: Item): Entry {
  const { event, notices, links, format: _format, dueKey, dueAt, ...rest } = EventItem.parse(item);
  return {
    ...rest,
    event: JSON.parse(event) as NeedEvent,
    notices: Object.entries(notices).map(([to, notice]) => ({ to, ...notice }) as Notice),
    links: Object.entries(links).map(([hash, link]) => ({ hash, ...link })),
    ...(dueKey === dueKeys.notice && dueAt !== undefined && { dueAt }),
  };
}
