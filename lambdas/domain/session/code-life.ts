import type { Answer } from '../notice/answer.ts';
import { answered, claim, failedFor, isClaimable, newNotice } from '../notice/notice.ts';
import { later } from '../time/time.ts';
import type { Instant } from '../time/time.ts';
import { codeLifetime } from './code.ts';
import type { Code } from './code.ts';

/* What becomes of a code: it is asked for, sent and entered (docs/design.md, "Proof of person"). */

/** A sender that has not finished by then, in milliseconds, has died. Its code is sent again, while there is time: both hold. */
const codeLease = 90_000;

/** A code that is asked for; a `request` can only be made by a link. */
export const newCode = (
  asked: Pick<
    Code,
    'challenge' | 'email' | 'address' | 'askedAt' | 'language' | 'request' | 'next' | 'isUnconfirmed'
  >,
): Code => ({
  ...asked,
  version: 1,
  byLink: asked.request !== undefined,
  notice: newNotice(asked.address, asked.askedAt),
  made: [],
  guesses: 0,
});

/** A code as a sender takes it on, with what it made for the mail; nothing where another has it. */
export function codeClaimed(code: Code, hash: string, now: Instant): Code | undefined {
  const { notice, made } = code;
  if (!isClaimable(notice, now)) return undefined;
  const claimed = claim(notice, now, codeLease);
  return changed(code, { notice: claimed, made: [...made, { hash, at: now }] });
}

/** Whether it is too late to send it. */
export const isTooLateToSend = ({ askedAt }: Code, now: Instant): boolean =>
  now >= later(askedAt, codeLifetime);

/** A code that is not sent, or not again; `reason` is a code word. */
export const codeGivenUp = (code: Code, reason: string, now: Instant): Code =>
  changed(code, { notice: failedFor(code.notice, reason, now) });

/** What a code becomes by what the mail service answered. */
export const codeAnswered = (code: Code, answer: Answer, now: Instant, random: number): Code =>
  code.notice.state === 'claimed'
    ? changed(code, { notice: answered(code.notice, answer, now, random) })
    : code;

/**
 * A code after somebody has entered something.
 * @param isSame compares a hash with that of what was entered, in constant time
 */
export function codeGuessed(
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
