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

/** A mail that must go to one person about one event. */
export interface Notice {
  readonly to: Recipient;
  readonly state: 'pending' | 'sent' | 'failed';
  /** How many times it has been taken in hand. */
  readonly attempts: number;
  /** Until when whoever has it in hand keeps others away. */
  readonly leasedUntil?: Instant;
  /** When it was sent or given up. */
  readonly settledAt?: Instant;
  /** What the mail service calls the mail. */
  readonly messageId?: string;
  /** Why it was given up. */
  readonly reason?: string;
}

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

/** Where needs are kept. Every method rejects when the store cannot be reached or refuses for want of capacity (`StoreBusy`). */
export interface NeedStore {
  /** Stores a need with its first event and notices, all or nothing, or says whose submission holds the reference already. */
  open(
    need: Need,
    contact: Contact,
    entry: Entry,
    submission: Submission,
  ): Promise<{ readonly kind: 'stored' } | { readonly kind: 'taken'; readonly by: Submission }>;

  /** All that is kept about a need, as it is at this moment; nothing when there is no such need. */
  read(reference: Reference): Promise<NeedFile | undefined>;

  /** Stores a need as an event has left it, with the event and its notices, all or nothing, unless another event came first. */
  append(need: Need, entry: Entry): Promise<'stored' | 'moved-on'>;

  /** Adds a link to an event. */
  addLink(reference: Reference, version: number, link: Link): Promise<void>;

  /** Takes a pending notice in hand until `leasedUntil` and stores its link; `false` when it is settled or in other hands. */
  claim(
    reference: Reference,
    version: number,
    link: Link,
    leasedUntil: Instant,
    now: Instant,
  ): Promise<boolean>;

  /**
   * Records what became of a notice that was claimed, and ends the claim. The caller who believes that it was the event's last
   * one due names the `others`: if those are settled indeed, the event is due no longer.
   */
  settle(reference: Reference, version: number, notice: Notice, others?: readonly Recipient[]): Promise<void>;

  /** The needs with a status, the one that has waited longest first. */
  list(status: Status): Promise<readonly { reference: Reference; title: string; since: Instant }[]>;

  /** The needs that the system must look at by now (`nextStepAt`), the one due longest first. */
  dueNeeds(now: Instant): Promise<readonly Reference[]>;

  /** Returns when the store answers. */
  ping(): Promise<void>;
}

/** The store asks callers to slow down: the same call can succeed in a moment. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
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
}

/** Sends mail. */
export interface Mailer {
  /**
   * Writes and sends one mail to one recipient.
   * @returns what the mail service calls it.
   */
  send(letter: Letter): Promise<string>;
}

/** Writes what operators read: outcomes by id; never a name, address, free text or token. */
export type Log = (outcome: string, facts: Readonly<Record<string, string | number | boolean>>) => void;
