import type { AddressHash } from '../email-address.ts';
import type { Limits } from '../limits.ts';
import type { Notice } from '../notice/notice.ts';
import type { Reference } from '../need/reference.ts';
import type { Language } from '../text.ts';
import { later } from '../time/time.ts';
import type { Instant } from '../time/time.ts';

/* docs/design.md, "Proof of person" */

const minute = 60_000;

/** How long a code holds after it was made, which is just before it is sent; and how long one waits to be sent. */
export const codeLifetime = 10 * minute;

/** What somebody asked for by a link, which waits until they have entered the code. */
export interface Request {
  readonly reference: Reference;
  /** The action with its fields, as it was sent. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A code that was asked for: a mail that is owed to an address, with what waits for the code. */
export interface Code {
  /** What the code page is found by: 256 random bits. */
  readonly challenge: string;
  /** Grows with each change. */
  readonly version: number;
  readonly email: string;
  readonly address: AddressHash;
  readonly askedAt: Instant;
  /** Asked for by the holder of a link to a need; otherwise by anybody, on the sign-in page. */
  readonly byLink: boolean;
  /** Whether it counts as a receipt: nobody has confirmed the address. */
  readonly isUnconfirmed?: true;
  readonly notice: Notice<AddressHash>;
  /** The hashes of the codes that were made for it, with when. There are several where a sender died in between. */
  readonly made: readonly MadeCode[];
  readonly guesses: number;
  readonly usedAt?: Instant;
  readonly request?: Request;
  /** Where the browser was going. */
  readonly next?: string;
  readonly language: Language;
}

interface MadeCode {
  readonly hash: string;
  readonly at: Instant;
}

/** When nothing of it is needed any more. Until then another code can be asked for, for what waits. */
export const codeEnd = ({ askedAt }: Code): Instant => later(askedAt, 60 * minute);

/** Whether a code waits to be sent, or for what becomes of its mail. */
export const isUnsent = ({ notice: { state } }: Code): boolean => state === 'pending' || state === 'claimed';

const mostGuesses = ({ byLink }: Code, limits: Limits): number =>
  byLink ? limits.guessesByLink : limits.guesses;

/** Whether a code can still be entered. One that is on its way can. */
export function isUsable(code: Code, limits: Limits, now: Instant): boolean {
  if (code.usedAt !== undefined || code.guesses >= mostGuesses(code, limits)) return false;
  const last = code.made.at(-1)?.at ?? code.askedAt;
  return now < later(last, codeLifetime);
}
