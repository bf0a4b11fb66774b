import type { Limits } from '../../domain/limits.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { Answer } from '../../domain/notice/answer.ts';
import { isUnsent } from '../../domain/session/code.ts';
import type { Code } from '../../domain/session/code.ts';
import { codeClaimed, isTooLateToSend, codeAnswered, codeGivenUp } from '../../domain/session/code-life.ts';
import type { Language } from '../../domain/text.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Codes } from '../ports/codes.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { Needs } from '../ports/needs.ts';
import { isUnreadable } from '../ports/store.ts';
import type { Submitters } from '../ports/submitters.ts';
import { sendAtRate } from '../notice/at-rate.ts';
import type { Pausing } from '../notice/at-rate.ts';
import { aDay } from '../limits.ts';
import { codeHashOf, signInCounts } from './codes.ts';
import type { StaffAt } from './identity.ts';

interface Deps extends Pausing {
  readonly staffAt: StaffAt;
  readonly store: Codes & Submitters & Pick<Needs, 'read'>;
  readonly mailer: Pick<Mailer, 'sendCode'>;
  readonly ids: Ids;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Sends codes that were asked for, all at once, since people wait for them. Each is made here, and only its hash is kept. Whether there
 * is anybody to mail at an address, and whether it has had too many, is decided here too, so that whoever asks learns nothing of it.
 * @returns the challenges of those where the store failed, for the caller to try again
 */
export const sendCodes =
  (deps: Deps) =>
  async (challenges: readonly string[], until: Instant): Promise<readonly string[]> => {
    const failed = await Promise.all(
      challenges.map(async (challenge) => {
        try {
          if (deps.clock() < until) await sendOne(deps, challenge);
          return [];
        } catch (fault) {
          deps.log('code not sent', { reason: fault instanceof Error ? fault.name : 'unknown' });
          return [challenge];
        }
      }),
    );
    return failed.flat();
  };

async function sendOne(deps: Deps, challenge: string): Promise<void> {
  const { store, ids, limits, clock, log } = deps;
  const code = await store.readCode(challenge);
  const now = clock();
  if (!code || !isUnsent(code)) return;
  const giveUp = async (reason: 'expired' | 'nobody' | 'too many') => {
    const stored = await store.changeCode(codeGivenUp(code, reason, now), {});
    if (stored === 'changed') log('code withheld', { reason });
  };
  const digits = ids.code();
  const claimed = codeClaimed(code, codeHashOf(challenge, digits), now);
  if (!claimed) return;
  if (isTooLateToSend(code, now)) return giveUp('expired');
  const reader = await codeReader(deps, code);
  if (!reader) return giveUp('nobody');
  const { language, isUnconfirmed } = reader;

  const isCounted = !code.byLink && code.made.length === 0;
  const counts = isCounted
    ? [
        ...signInCounts(code.address, limits, now),
        /* Counted beside the receipts, so that a flood of needs keeps nobody from signing in. */
        ...(isUnconfirmed ? [aDay(`unconfirmed-code#${code.address}`, limits.receiptsPerDay, now)] : []),
      ]
    : [];
  const stored = await store.changeCode(claimed, { counts });
  if (stored === 'too-many') return giveUp('too many');
  if (stored === 'changed-meanwhile') return;
  const { email, request } = code;
  const answer = await sendAtRate(deps, () =>
    deps.mailer.sendCode({ to: email, language, challenge, digits, ...(request && { request }) }),
  );
  await recordAnswer(deps, claimed, answer);
}

/* Of whoever has submitted more, so many needs are looked at to learn whether they have confirmed any. */
const mostSubmitted = 100;

/**
 * Who reads a code: in which language, and whether nobody has confirmed the address. Nothing where nobody is to be mailed: neither
 * staff nor the submitter of any need, or one who has said that none of them is theirs.
 */
async function codeReader(
  { staffAt, store }: Pick<Deps, 'staffAt' | 'store'>,
  { address, byLink, language }: Code,
): Promise<{ readonly language: Language; readonly isUnconfirmed?: true } | undefined> {
  const person = staffAt(address);
  if (person) return { language: person.language };
  if (byLink) return { language };
  const submitted = (await store.submittedBy(address)).slice(0, mostSubmitted);
  const confirmations = await Promise.all(submitted.map(async (one) => confirmationOf(store, one)));
  if (confirmations.includes('confirmed')) return { language };
  return confirmations.includes('unconfirmed') ? { language, isUnconfirmed: true } : undefined;
}

/** A damaged need vouches for nobody, and keeps nobody from theirs. */
async function confirmationOf(store: Pick<Needs, 'read'>, reference: Reference) {
  try {
    return (await store.read(reference))?.need.confirmation;
  } catch (fault) {
    if (isUnreadable(fault)) return 'unconfirmed';
    throw fault;
  }
}

/** Records what became of the mail. Guesses may have come in meanwhile, and stay counted. */
async function recordAnswer(
  { store, clock, random, log }: Deps,
  claimed: Code,
  answer: Answer,
): Promise<void> {
  for (let before: Code | undefined = claimed; before; before = await store.readCode(claimed.challenge)) {
    const { notice } = before;
    const isOurs = notice.state === 'claimed' && before.made.length === claimed.made.length;
    if (!isOurs) return;
    const after = codeAnswered(before, answer, clock(), random());
    if ((await store.changeCode(after, {})) !== 'changed') continue;
    if (after.notice.state === 'sent') log('code sent', { attempts: after.notice.attempts });
    else log('code not sent', { reason: 'reason' in answer ? answer.reason : 'unknown' });
    if (answer.kind === 'unknown')
      log('unknown mail answer', { attempts: after.notice.attempts, reason: answer.reason });
    if (answer.kind === 'quota' || answer.kind === 'stop-the-line')
      log('sending stopped', { answer: answer.kind, reason: answer.reason });
    return;
  }
}
