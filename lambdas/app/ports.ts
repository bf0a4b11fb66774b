import type { NeedEvent } from '../domain/event.ts';
import type { Contact, Need, Status } from '../domain/need.ts';
import type { Reference } from '../domain/reference.ts';
import type { Language } from '../domain/text.ts';
import type { Instant } from '../domain/time.ts';
import type { Recipient } from '../domain/told.ts';

/** Says what time it is. */
export type Clock = () => Instant;

/** Where unguessable things come from. */
export interface Ids {
  /** 256 random bits as 43 characters that a URL can carry. */
  secret(): string;
  /** Four random bytes, for a reference. */
  referenceBytes(): Uint8Array;
}

/** A capability for one need, held by one person. Only the hash of its secret is ever kept. */
export interface Link {
  readonly hash: string;
  readonly holder: Recipient;
  readonly until: Instant;
}

/** Where a notice stands: `failed` was given up, `bounced` came back, `complained` was reported as unwanted. */
export const noticeStates = ['pending', 'sent', 'delivered', 'bounced', 'complained', 'failed'] as const;

/** A mail that must go to one person about one event. */
export interface Notice {
  readonly to: Recipient;
  readonly state: (typeof noticeStates)[number];
  /** How many times it has been taken in hand. */
  readonly attempts: number;
  /** While pending: when it may next be tried. */
  readonly dueAt?: Instant;
  /** Until when whoever has it in hand keeps others away; no two claims end at the same time, so it names the claim. */
  readonly leasedUntil?: Instant;
  /** Since when every attempt has failed. */
  readonly failingSince?: Instant;
  /** When it came to the state it is in, if that is not pending. */
  readonly settledAt?: Instant;
  /** What the mail service calls the mail that went out last. */
  readonly messageId?: string;
  /** Why it was put off, given up or came back: a code, never what somebody wrote. */
  readonly reason?: string;
  /** Whose mail came back, where this one goes out instead. */
  readonly insteadOf?: Recipient;
  /** The mail that came back for a passing reason and was put off for a day; the second one settles it. */
  readonly returned?: string;
  /** Since when it is sent anew: what becomes of earlier mails changes nothing. */
  readonly countsFrom?: Instant;
}

/** The reason of a notice that came back unsent, since mail to its address came back before or was unwanted. */
export const addressFlagged = 'address flagged';

/** Whether a notice has not reached its person, or was unwanted, and nothing more happens to it by itself. */
export const isTroubled = ({ state }: Notice): boolean =>
  state === 'failed' || state === 'bounced' || state === 'complained';

/** One event with its place in the chain, and what goes with it. */
export interface Entry {
  readonly event: NeedEvent;
  /** Hash over this event and the hash before it. */
  readonly hash: string;
  readonly previous: string;
  /** Recognises the very same request when it comes again. */
  readonly request: string;
  readonly notices: readonly Notice[];
  readonly links: readonly Link[];
  /** When the sweep will next look at it; never later than the first of its notices is due. */
  readonly dueAt?: Instant;
  /** How often one of its notices has been made due anew. */
  readonly rearmed: number;
}

/** An event by name. */
export interface EventName {
  readonly reference: Reference;
  readonly version: number;
}

/** When to look at an event again, worked out from its notices when it had been rearmed so often. */
export interface NextLook {
  readonly rearmed: number;
  /** `troubled`: nothing is pending, but a notice has failed, come back or was unwanted. */
  readonly next: { readonly kind: 'due' | 'troubled'; readonly at: Instant } | { readonly kind: 'settled' };
}

/** A need with all that is kept about it. Without a contact where the submitter has been forgotten. */
export interface NeedFile {
  readonly need: Need;
  readonly contact?: Contact;
  readonly history: readonly Entry[];
}

/** What recognises a submission that comes again: the hash of its key, if it had one, and of what it said. */
export interface Submission {
  readonly key?: string;
  readonly digest: string;
}

/* What is kept. Every method rejects when the store cannot be reached or refuses for want of capacity (`StoreBusy`). */

/** Where needs come in. */
export interface Submissions {
  /** Stores a need with its first event and notices, all or nothing, or says whose submission holds the reference already. */
  open(
    need: Need,
    contact: Contact,
    entry: Entry,
    submission: Submission,
  ): Promise<{ readonly kind: 'stored' } | { readonly kind: 'taken'; readonly by: Submission }>;

  /** Adds a link to an event. */
  addLink(reference: Reference, version: number, link: Link): Promise<void>;
}

/** Needs and what happens to them. */
export interface Needs {
  /** All that is kept about a need, as it is at this moment; nothing when there is no such need. */
  read(reference: Reference): Promise<NeedFile | undefined>;

  /** Stores a need as an event has left it, with the event and its notices, all or nothing, unless another event came first. */
  append(need: Need, entry: Entry): Promise<'stored' | 'moved-on'>;

  /** The needs with a status, the one that has waited longest first. */
  list(status: Status): Promise<readonly { reference: Reference; title: string; since: Instant }[]>;

  /** Returns when the store answers. */
  ping(): Promise<void>;
}

/** The notices of what has happened, and what has become due. */
export interface Outbox {
  /**
   * Takes a pending notice that is due in hand until `leasedUntil`, counts the attempt and stores its link.
   * @returns the notice as claimed; nothing when it is settled, not due or in other hands.
   */
  claim(
    event: EventName,
    link: Link,
    leasedUntil: Instant,
    now: Instant,
  ): Promise<(Notice & { readonly leasedUntil: Instant }) | undefined>;

  /**
   * Records what became of a notice and ends its claim, unless the claim has ended otherwise: then nothing is overwritten.
   * `unsentLink` is forgotten, since nobody was given it. `look` is recorded as well if it still holds.
   * @returns whether it was recorded.
   */
  settle(
    event: EventName,
    claimed: Notice & { readonly leasedUntil: Instant },
    outcome: Notice,
    also: { readonly unsentLink?: string; readonly look?: NextLook },
  ): Promise<boolean>;

  /** Records when to look at an event again, unless it has been rearmed since that was worked out. */
  lookAgain(event: EventName, look: NextLook): Promise<void>;

  /** Lists an event that cannot be read as due from `until`, if it is listed as due at all. */
  putOff(event: EventName, until: Instant): Promise<void>;

  /**
   * Changes a notice that is still as it was, `before`; with a notice `added` for somebody who had none, or had the one it
   * `replaces` and still has it as it was: all or nothing. `dueAt`, where something has become due by it, rearms the event.
   * @returns whether it was changed.
   */
  amend(
    event: EventName,
    before: Notice,
    after: Notice,
    also: { readonly added?: Notice; readonly replaces?: Notice; readonly dueAt?: Instant },
  ): Promise<boolean>;

  /** At most `limit` events with a notice that may be due, the longest due first; not quite as of this moment. */
  dueEvents(now: Instant, limit: number): Promise<readonly EventName[]>;

  /** The events of which nothing is pending and a notice has failed, come back or was unwanted. */
  troubledEvents(): Promise<readonly EventName[]>;

  /** The needs that the system must look at by now (`nextStepAt`), the one due longest first; not quite as of this moment. */
  dueNeeds(now: Instant): Promise<readonly Reference[]>;
}

/** Addresses that nothing is sent to any more. */
export interface Addresses {
  /** Those of the addresses that nothing is sent to any more. */
  flagged(addresses: readonly string[]): Promise<ReadonlySet<string>>;

  /** Sends nothing more to an address, because mail to it came back for good or was unwanted; only its hash is kept. */
  flag(address: string, because: 'bounced' | 'complained', at: Instant): Promise<void>;

  /** Takes mail to an address up again. */
  unflag(address: string): Promise<void>;
}

/** All of it. */
export type NeedStore = Submissions & Needs & Outbox & Addresses;

/** The store asks callers to slow down: the same call can succeed in a moment. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
}

/** What is stored is not of a form that this code knows: to try again does not help. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** What a mail has to say, to one person about one event. */
export interface Letter {
  readonly to: { readonly name: string; readonly email: string };
  readonly recipient: Recipient;
  readonly language: Language;
  readonly event: NeedEvent;
  readonly file: NeedFile;
  /** The token of the link made for this mail. */
  readonly token: string;
  /** Whose mail about this came back, where this one goes out instead. */
  readonly insteadOf?: Recipient;
}

/**
 * What the mail service's refusal or silence means for the notice.
 * - `retry-soon`: too fast; costs no attempt
 * - `quota`: no more today; the line stops
 * - `not-sent`: surely not sent; try again
 * - `ambiguous`: perhaps sent; wait whether the service tells of it
 * - `permanent`: will never be sent
 * - `stop-the-line`: nothing can be sent by anybody until an operator mends it
 * - `unknown`: none of the documented answers; try again, and tell an operator
 */
export type Refusal =
  'retry-soon' | 'quota' | 'not-sent' | 'ambiguous' | 'permanent' | 'stop-the-line' | 'unknown';
export type Answer =
  { readonly kind: 'sent'; readonly messageId: string } | { readonly kind: Refusal; readonly reason: string };

/** Sends mail. */
export interface Mailer {
  /**
   * Writes and sends one mail to one recipient, in one call.
   * @throws when the mail cannot be written; then nothing was sent.
   */
  send(letter: Letter): Promise<Answer>;
}

/** What became of a mail, as the mail service tells it afterwards: late, early, twice or in any order. */
export interface Feedback extends EventName {
  readonly to: Recipient;
  /** Sent, delivered; came back for good, or for a passing reason; reported as unwanted; refused after all. */
  readonly kind: 'send' | 'delivery' | 'bounce' | 'soft-bounce' | 'complaint' | 'reject';
  readonly messageId: string;
  /** When the mail was accepted. */
  readonly sentAt: Instant;
  /** When this happened to it. */
  readonly at: Instant;
  readonly address: string;
  /** A code. */
  readonly reason: string;
}

/** Writes what operators read: outcomes by id; never a name, address, free text or token. */
export type Log = (outcome: string, facts: Readonly<Record<string, string | number | boolean>>) => void;
