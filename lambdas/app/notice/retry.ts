import { later } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { Answer } from '../ports/mailer.ts';
import type { Notice } from '../../domain/notice/notice.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Longer than a function lives, so that no two have the same notice in hand; and than SES takes to tell of a mail it sent. */
export const lease = 15 * minute;

const first = [30 * second, minute, 2 * minute, 5 * minute];
const then = { wait: 10 * minute, for: 4 * hour };
const atLast = { wait: hour, for: 72 * hour };
/* How often a line that stopped is tried: with one mail each time. */
const stopped = 15 * minute;

/**
 * How long to wait after an attempt that failed, in milliseconds; nothing when it is time to give up.
 * @param attempts how many have been made, at least one
 * @param failingFor how long they have failed, in milliseconds
 * @param random from 0 up to 1: spreads the attempts, so that all who failed together do not come back together
 */
export function backOff(attempts: number, failingFor: number, random: number): number | undefined {
  if (failingFor >= atLast.for) return undefined;
  if (failingFor >= then.for) return atLast.wait;
  return Math.ceil((first[attempts - 1] ?? then.wait) * random);
}

/** What becomes of a notice that was claimed, by what the mail service answered at `now`. */
export function afterAnswer(
  claimed: Notice & { readonly leasedUntil: Instant },
  answer: Answer,
  now: Instant,
  random: number,
): Notice {
  const { leasedUntil, failingSince = now, settledAt: _settledAt, ...notice } = claimed;
  const { dueAt: _dueAt, reason: _reason, ...settled } = { ...notice, settledAt: now };
  /* An answer that says nothing about this notice costs it nothing. */
  const uncounted = { ...notice, attempts: notice.attempts - 1 };

  switch (answer.kind) {
    case 'sent':
      return { ...settled, state: 'sent', messageId: answer.messageId };
    case 'permanent':
      return { ...settled, state: 'failed', reason: answer.reason };
    case 'retry-soon':
      return {
        ...uncounted,
        ...(claimed.failingSince !== undefined && { failingSince }),
        dueAt: later(now, second + Math.ceil(30 * second * random)),
        reason: answer.reason,
      };
    case 'quota':
    case 'stop-the-line':
      return { ...uncounted, dueAt: later(now, stopped), reason: answer.reason };
    case 'not-sent':
    case 'ambiguous':
    case 'unknown': {
      const wait = backOff(notice.attempts, Date.parse(now) - Date.parse(failingSince), random);
      if (wait === undefined) return { ...settled, state: 'failed', reason: answer.reason };
      /* Due at least a millisecond on: the end of a claim names it, and must not come twice. */
      const dueAt = later(now, Math.max(wait, 1));
      return {
        ...notice,
        failingSince,
        dueAt: answer.kind === 'ambiguous' && dueAt < leasedUntil ? leasedUntil : dueAt,
        reason: answer.reason,
      };
    }
  }
}
