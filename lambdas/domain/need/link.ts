import type { AddressHash } from '../email-address.ts';
import type { Recipient } from '../notice/recipient.ts';
import type { Instant } from '../time/time.ts';

/** Gives one person access to one need. Only the hash of its secret is stored, on an event. */
export type Link = MailedLink | AnsweredLink;

/** A link in a mail, on the event that the mail tells of. */
interface MailedLink {
  readonly hash: string;
  readonly holder: Recipient;
  /** The address that it went to. An id that is given to somebody else opens nothing. */
  readonly address: AddressHash;
  /** When it ends. A submitter's has no end of its own: it lives as long as the need, and a year. */
  readonly until?: Instant | undefined;
  /** Its holder took part only as a deputy. It opens nothing after their period. */
  readonly asDeputy?: true | undefined;
}

/** A link in the answer to a submission, on its first event. It went to no address. */
interface AnsweredLink {
  readonly hash: string;
  readonly holder: 'submitter';
  readonly answeredAt: Instant;
}

/** How long a link in a mail to staff opens, in milliseconds: each mail brings one anew. */
export const staffLinkLifetime = 60 * 86_400_000;

/** How long a submitter can read a need that is closed, in milliseconds. */
export const afterClosing = 365 * 86_400_000;

/** So many of the links given in answers to the same submission live: the latest. */
export const liveAnswers = 5;
