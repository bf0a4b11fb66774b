import type { AddressHash } from '../email-address.ts';
import type { Limits } from '../limits.ts';
import type { Answer } from '../notice/answer.ts';
import { answered, claim, isClaimable, newNotice } from '../notice/notice.ts';
import type { Notice } from '../notice/notice.ts';
import type { Reference } from '../need/reference.ts';
import type { Language } from '../text.ts';
import { later } from '../time/time.ts';
import type { Instant } from '../time/time.ts';

/* docs/design.md, "Proof of person" */

const minute = 60_000;

/** How long a code holds after it was made, which is just before it is sent; and how long one waits to be sent. */
export const codeLifetime = 10 * minute;

/** A sender that has not finished by then has died. Its code is sent again, while there is time: both hold. */
const codeLease = 1.5 * minute;

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

/** A code that is asked for; a `request` can only be made by a link. */
export const newCode = (
  asked: Pick<Code, 'challenge' | 'email' | 'address' | 'askedAt' | 'language' | 'request' | 'next'>,
): Code => ({
  ...asked,
  version: 1,
  byLink: asked.request !== undefined,
  notice: newNotice(asked.address, asked.askedAt),
  made: [],
  guesses: 0,
});

interface MadeCode {
  readonly hash: string;
  readonly at: Instant;
}

/** When nothing of it can be needed any more. */
export const codeEnd = ({ askedAt }: Code): Instant => later(askedAt, 2 * codeLifetime);

/** Whether a code waits to be sent, or for what becomes of its mail. */
export const isUnsent = ({ notice: { state } }: Code): boolean => state === 'pending' || state === 'claimed';

/** A code as a sender takes it on, with what it made for the mail; nothing where another has it. */
export function claimedBy(code: Code, hash: string, now: Instant): Code | undefined {
  const { notice, made } = code;
  if (!isClaimable(notice, now)) return undefined;
  const claimed = claim(notice, now, codeLease);
  return changed(code, { notice: claimed, made: [...made, { hash, at: now }] });
}

/** Whether it is too late to send it. */
export const isTooLate = ({ askedAt }: Code, now: Instant): boolean => now >= later(askedAt, codeLifetime);

/** A code that is not sent; `reason` is a code word. */
export const withheld = (code: Code, reason: string, now: Instant): Code =>
  changed(code, {
    notice: { to: code.address, state: 'failed', attempts: code.notice.attempts, settledAt: now, reason },
  });

/** What a code becomes by what the mail service answered. */
export const sentBy = (code: Code, answer: Answer, now: Instant, random: number): Code =>
  code.notice.state === 'claimed'
    ? changed(code, { notice: answered(code.notice, answer, now, random) })
    : code;

const mostGuesses = ({ byLink }: Code, limits: Limits): number =>
  byLink ? limits.guessesByLink : limits.guesses;

/** Whether a code can still be entered. One that is on its way can. */
export function isOpen(code: Code, limits: Limits, now: Instant): boolean {
  if (code.usedAt !== undefined || code.guesses >= mostGuesses(code, limits)) return false;
  const last = code.made.at(-1)?.at ?? code.askedAt;
  return now < later(last, codeLifetime);
}

/**
 * A code after somebody has entered something.
 * @param isSame compares a hash with that of what was entered, in constant time
 */
export function guessed(
  code: Code,
  isSame: (hash: string) => boolean,
  now: Instant,
): { readonly isRight: boolean; readonly code: Code } {
  const holding = code.made.filter(({ at }) => now < later(at, codeLifetime));
  const isRight = holding.filter(({ hash }) => isSame(hash)).length > 0;
  const { request: _used, ...rest } = code;
  const guesses = code.guesses + 1;
  return { isRight, code: isRight ? changed(rest, { guesses, usedAt: now }) : changed(code, { guesses }) };
}

const changed = (code: Code, change: Partial<Code>): Code => ({
  ...code,
  ...change,
  version: code.version + 1,
});
