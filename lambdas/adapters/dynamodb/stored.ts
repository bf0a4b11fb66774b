import * as z from 'zod/mini';
import { UnreadableRecord } from '../../app/ports/store.ts';
import type { Entry, NeedFile } from '../../app/ports/need-file.ts';
import type { Link } from '../../domain/need/link.ts';
import type { NeedEvent } from '../../domain/need/event.ts';
import type { AddressHash } from '../../domain/email-address.ts';
import { Need } from '../../domain/need/need.ts';
import type { Contact, Submission } from '../../domain/need/submission.ts';
import { Language } from '../../domain/text.ts';
import { Reference } from '../../domain/need/reference.ts';
import { Instant } from '../../domain/time/time.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import { sortKeyOf } from './keys.ts';
import type { Item } from './keys.ts';
import { dueKeys, indexes, sortKeys } from './schema.ts';
import { StoredNotices } from './stored-notice.ts';

/* Reads back what `items.ts` writes. */

const { due } = indexes;

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

const Answered = z.object({ holder: z.pipe(text, z.literal('submitter')), answeredAt: instant });
const Mailed = z.object({
  holder: recipient,
  address: z.pipe(
    text,
    z.transform((hash) => hash as AddressHash),
  ),
  until: z.optional(instant),
  asDeputy: z.optional(
    z.pipe(
      z.object({ BOOL: z.literal(true) }),
      z.transform(({ BOOL }) => BOOL),
    ),
  ),
});
/* It opens nothing, since it does not say to which address it went. */
const Unaddressed = z.pipe(
  z.object({ holder: text }),
  z.transform(() => undefined),
);
const LinkMap = map(z.record(z.string(), map(z.union([Answered, Mailed, Unaddressed]))));

/* A format that is added stands here beside those before it, which stay. */
const format = z.object({ N: z.literal('2') });
const NeedItem = z.object({ format, need: text });
const SubmissionItem = z.object({
  format,
  submission: text,
  name: z.optional(text),
  email: z.optional(text),
});
const EventItem = z.object({
  format,
  event: text,
  hash: text,
  previous: text,
  request: text,
  notices: StoredNotices,
  links: LinkMap,
  listingVersion: number,
  [due.partition]: z.optional(text),
  [due.sort]: z.optional(instant),
});
/* What everybody who reads a submission relies on. How long its texts may be is asked of what comes in, not of what is stored. */
const SubmissionText = z.object({
  title: z.string(),
  problem: z.string(),
  cause: z.optional(z.string()),
  affected: z.string(),
  areas: z.array(z.string()),
  departments: z.array(z.string()),
  language: Language,
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
 * @returns nothing when there are none.
 * @throws UnreadableRecord when an item is missing or not of a format this code knows, or when the need has not kept up with its events
 */
export const fileOf = (items: readonly Item[]): NeedFile | undefined => readable(() => parseFile(items));

/** Reads the item of one event. @throws UnreadableRecord when it is not of a format this code knows. */
export const entryIn = (item: Item): Entry => readable(() => entryOfItem(item));

/** Reads the links of the item of an event. @throws UnreadableRecord when they are not of a format this code knows. */
export const linksIn = ({ links }: Item): readonly Link[] => readable(() => linksOf(LinkMap.parse(links)));

const linksOf = (links: z.infer<typeof LinkMap>): readonly Link[] =>
  Object.entries(links).flatMap(([hash, link]) => (link ? { hash, ...link } : []));

function readable<Value>(parse: () => Value): Value {
  try {
    return parse();
  } catch (cause) {
    throw new UnreadableRecord(undefined, { cause });
  }
}

function parseFile(items: readonly Item[]): NeedFile | undefined {
  const bySortKey = (prefix: string) => items.filter((item) => sortKeyOf(item).startsWith(prefix));
  const [need] = bySortKey(sortKeys.need);
  const [submission] = bySortKey(sortKeys.submission);
  if (items.length === 0) return undefined;
  const file = {
    need: Need.parse(JSON.parse(NeedItem.parse(need).need)),
    ...submittedIn(submission),
    history: bySortKey(sortKeys.event).map(entryOfItem),
  };
  const last = file.history.at(-1)?.event.version;
  if (file.need.version !== last)
    throw new Error(`version ${file.need.version}, but the last event is ${last}`);
  return file;
}

function submittedIn(item: Item | undefined): { submission: Submission; contact?: Contact } {
  const { submission: words, name, email } = SubmissionItem.parse(item);
  const submission: unknown = JSON.parse(words);
  SubmissionText.parse(submission);
  return {
    submission: submission as Submission,
    ...(name !== undefined && email !== undefined && { contact: { name, email } }),
  };
}

function entryOfItem(item: Item): Entry {
  const {
    event,
    links,
    format: _format,
    [due.partition]: dueKey,
    [due.sort]: dueAt,
    ...rest
  } = EventItem.parse(item);
  return {
    ...rest,
    event: eventOf(event),
    links: linksOf(links),
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
