import * as z from 'zod/mini';
import { noticeStates } from '../../domain/notice/notice.ts';
import { UnreadableNeed } from '../../app/ports/store.ts';
import type { Entry, NeedFile } from '../../app/ports/need-file.ts';
import type { EventId } from '../../domain/need/event-id.ts';
import type { Notice } from '../../domain/notice/notice.ts';
import type { NeedEvent } from '../../domain/need/event.ts';
import { Contact, Need } from '../../domain/need/need.ts';
import { Reference } from '../../domain/need/reference.ts';
import { Instant } from '../../domain/time/time.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import { dueKeys } from './items.ts';
import type { Item } from './items.ts';

/* Reads back what `items.ts` writes. */

/** The event or need whose item has this key. */
export const eventIdOf = (item: Item): EventId => ({
  reference: referenceOf(item),
  version: Number(item['sk']?.S?.slice('EVENT#'.length)),
});
export const referenceOf = (item: Item): Reference => Reference.parse(item['pk']?.S?.slice('NEED#'.length));

/** Reads the notice to a recipient from an event's item; nothing when they have none. */
export function noticeIn(item: Item, to: Recipient): Notice | undefined {
  const notice = EventItem.parse(item).notices[to];
  return notice && ({ to, ...notice } as Notice);
}

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
        substituteFor: z.optional(recipient),
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
  reschedules: number,
  dueKey: z.optional(text),
  dueAt: z.optional(instant),
});
/* What everybody who reads an event relies on. */
const EventText = z.object({
  reference: Reference,
  version: z.number(),
  at: Instant,
  by: z.object({ kind: z.enum(['submitter', 'person', 'system']) }),
  status: z.string(),
});
const EventInput = z.union([
  z.object({ action: z.literal('submit') }),
  z.object({ action: z.string(), input: z.record(z.string(), z.unknown()) }),
]);

/**
 * Reads all items of one need.
 * @returns nothing when there is no need among them.
 * @throws Unreadable when an item is not of a format this code knows.
 */
export function fileOf(items: readonly Item[]): NeedFile | undefined {
  try {
    return parseFile(items);
  } catch (cause) {
    throw new UnreadableNeed(undefined, { cause });
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
    event: eventOf(event),
    notices: Object.entries(notices).map(([to, notice]) => ({ to, ...notice }) as Notice),
    links: Object.entries(links).map(([hash, link]) => ({ hash, ...link })),
    ...(dueKey === dueKeys.notice && dueAt !== undefined && { dueAt }),
  };
}

/* It is given back as it was written, since its hash is taken over the text. */
function eventOf(text: string): NeedEvent {
  const event: unknown = JSON.parse(text);
  EventText.parse(event);
  EventInput.parse(event);
  return event as NeedEvent;
}
