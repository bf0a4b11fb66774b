import { later } from '../time/time.ts';
import type { Instant } from '../time/time.ts';
import type { EventId } from '../need/event-id.ts';
import type { Answer } from './answer.ts';
import type { MailReport } from './mail-report.ts';
import type { Recipient } from './recipient.ts';
import { backOff, lease, sendRateWait, softBounceWait, stoppedLineWait } from './retry.ts';

interface Base<To> {
  readonly to: To;
  /** The beginning of the hash of the address that a member of staff had then. If their id is given to somebody else, it no longer fits, and the notice is not sent. */
  readonly mark?: string;
  /** Attempts to send it, since it was new or was last sent again. */
  readonly attempts: number;
  /** Who could not be reached, where `to` is asked in their place. */
  readonly substituteFor?: Recipient;
  /** The mail that soft-bounced. It is sent once more; a second soft bounce is final. */
  readonly softBounced?: string;
  /** Set when it was sent again: reports on mails from before this are ignored. */
  readonly countsFrom?: Instant;
}

interface Unsent<To> extends Base<To> {
  /** When it may be sent. */
  readonly dueAt: Instant;
  /** Since when every attempt has failed. */
  readonly failingSince?: Instant;
  /** Why it was postponed: a code, never what somebody wrote. */
  readonly reason?: string;
}

interface Settled<To> extends Base<To> {
  readonly settledAt: Instant;
}

interface Mailed<To> extends Settled<To> {
  /** What the mail service calls the mail. */
  readonly messageId: string;
}

/** To be sent once it is due. */
export interface Pending<To = Recipient> extends Unsent<To> {
  readonly state: 'pending';
}

/**
 * Being sent by one sender, to whom it belongs until `leasedUntil`. No two claims of a notice end at the same time, since that time
 * tells them apart when the outcome is stored (ADR 10).
 */
export interface Claimed<To = Recipient> extends Unsent<To> {
  readonly state: 'claimed';
  readonly leasedUntil: Instant;
}

/** The mail service has taken it. */
export interface Sent<To = Recipient> extends Mailed<To> {
  readonly state: 'sent';
}

/** The recipient's server has taken it. */
interface Delivered<To = Recipient> extends Mailed<To> {
  readonly state: 'delivered';
}

/** It came back. Without a `messageId` it was not sent, since its address is suppressed. */
export interface Bounced<To = Recipient> extends Settled<To>, Partial<Pick<Mailed<To>, 'messageId'>> {
  readonly state: 'bounced';
  readonly reason: string;
}

/** It arrived and was reported as unwanted. */
export interface Complained<To = Recipient> extends Mailed<To> {
  readonly state: 'complained';
  readonly reason: string;
}

/** Refused for good, or given up. It has a `messageId` only if the mail service had taken it and refused it later. */
export interface Failed<To = Recipient> extends Settled<To>, Partial<Pick<Mailed<To>, 'messageId'>> {
  readonly state: 'failed';
  readonly reason: string;
}

/** It is not sent, by a rule; nobody is asked instead. */
export interface Withheld<To = Recipient> extends Settled<To> {
  readonly state: 'withheld';
  readonly reason: WithheldReason;
}

/** It is in a digest to its person, by their rhythm. */
export interface Collected<To = Recipient> extends Settled<To> {
  readonly state: 'collected';
}

/** The address has had its receipts of the day; the need is held; or its owner has said that the need is not theirs. */
type WithheldReason = 'receipts' | 'held' | 'disowned';

/** A mail that is owed to one person: about an event, or the mail of a letter or a code. What it holds depends on its state. */
export type Notice<To = Recipient> =
  | Pending<To>
  | Claimed<To>
  | Sent<To>
  | Delivered<To>
  | Bounced<To>
  | Complained<To>
  | Failed<To>
  | Withheld<To>
  | Collected<To>;

/** Whether a notice has not reached its person, or was unwanted, and nothing more happens to it by itself. */
export const needsAttention = (notice: Notice): notice is Bounced | Complained | Failed =>
  notice.state === 'bounced' || notice.state === 'complained' || notice.state === 'failed';

/** A notice of something that has just happened. */
export const newNotice = <To = Recipient>(to: To, dueAt: Instant, mark?: string): Pending<To> => ({
  to,
  ...(mark !== undefined && { mark }),
  state: 'pending',
  attempts: 0,
  dueAt,
});

/** What a notice keeps in every state. */
const lasting = <To>({ to, mark, attempts, substituteFor, softBounced, countsFrom }: Notice<To>) => ({
  to,
  ...(mark !== undefined && { mark }),
  attempts,
  ...(substituteFor !== undefined && { substituteFor }),
  ...(softBounced !== undefined && { softBounced }),
  ...(countsFrom !== undefined && { countsFrom }),
});

/** Whether it may be claimed: it is due and nobody is sending it, or its sender has not finished in time. */
export const isClaimable = <To>(notice: Notice<To>, now: Instant): notice is Pending<To> | Claimed<To> =>
  (notice.state === 'pending' && notice.dueAt <= now) ||
  (notice.state === 'claimed' && notice.leasedUntil <= now);

/** Gives a notice to one sender for a time; that counts as an attempt. */
export const claim = <To>(
  notice: Pending<To> | Claimed<To>,
  now: Instant,
  leasedFor = lease,
): Claimed<To> => ({
  ...notice,
  state: 'claimed',
  attempts: notice.attempts + 1,
  leasedUntil: later(now, leasedFor),
});

/** What a claimed notice becomes by what the mail service answered at `now`. `random`, from 0 up to 1, spreads the retries. */
export function answered<To>(
  claimed: Claimed<To>,
  answer: Answer,
  now: Instant,
  random: number,
): Pending<To> | Sent<To> | Failed<To> {
  const { attempts, failingSince } = claimed;
  const kept = lasting(claimed);
  if (answer.kind === 'sent') {
    return { ...kept, state: 'sent', settledAt: now, messageId: answer.messageId };
  }
  const { reason } = answer;
  /* An answer that says nothing about this notice costs it no attempt. */
  const uncounted = { ...kept, state: 'pending', attempts: attempts - 1, reason } as const;
  switch (answer.kind) {
    case 'permanent':
      return failedFor(claimed, reason, now);
    case 'retry-soon':
      return {
        ...uncounted,
        ...(failingSince !== undefined && { failingSince }),
        dueAt: later(now, sendRateWait(random)),
      };
    case 'quota':
    case 'stop-the-line':
      return { ...uncounted, dueAt: later(now, stoppedLineWait) };
    case 'not-sent':
    case 'ambiguous':
    case 'unknown': {
      const since = failingSince ?? now;
      const wait = backOff(attempts, Date.parse(now) - Date.parse(since), random);
      if (wait === undefined) return failedFor(claimed, reason, now);
      /* At least a millisecond: the next claim must not end when this one does. */
      const due = later(now, Math.max(wait, 1));
      /* The mail service may still report that it has sent the mail. */
      const dueAt = answer.kind === 'ambiguous' && due < claimed.leasedUntil ? claimed.leasedUntil : due;
      return { ...kept, state: 'pending', failingSince: since, dueAt, reason };
    }
  }
}

/* Reports arrive in any order; the most severe state wins. */
const severity = {
  pending: 0,
  claimed: 0,
  sent: 1,
  withheld: 1,
  collected: 1,
  delivered: 2,
  failed: 3,
  bounced: 3,
  complained: 4,
};
const stateAfter = {
  send: 'sent',
  delivery: 'delivered',
  reject: 'failed',
  bounce: 'bounced',
  complaint: 'complained',
} as const;

/** What a notice becomes by a report on one of its mails; the same notice where the report changes nothing. */
export function reported(notice: Notice, report: MailReport): Notice {
  const { kind, messageId, at, reason } = report;
  if (isOutdated(notice, report)) return notice;
  if (kind === 'soft-bounce') return softBounced(notice, report);
  if (kind === 'send' && (messageId === notice.softBounced || wasPostponedSince(notice, report)))
    return notice;
  /* It was given up, or another of its mails was refused. Any report on this mail counts. */
  const failedWithoutIt = notice.state === 'failed' && notice.messageId !== messageId;
  if (!failedWithoutIt && severity[stateAfter[kind]] <= severity[notice.state]) return notice;
  const after = { ...lasting(notice), settledAt: at, messageId };
  return kind === 'send' || kind === 'delivery'
    ? { ...after, state: stateAfter[kind] }
    : { ...after, state: stateAfter[kind], reason };
}

/** Whether a report is on a mail from before the notice was sent again. */
const isOutdated = ({ countsFrom }: Notice, { sentAt }: MailReport): boolean =>
  countsFrom !== undefined && sentAt < countsFrom;

/** Whether a soft bounce has postponed the notice since the mail was sent. A report that it was sent then changes nothing. */
const wasPostponedSince = (notice: Notice, { sentAt }: MailReport): boolean =>
  (notice.state === 'pending' || notice.state === 'claimed') &&
  notice.softBounced !== undefined &&
  notice.failingSince === undefined &&
  sentAt < notice.dueAt;

/* What has arrived stays so: SES also reports the automatic reply to a delivered mail as a soft bounce. */
function softBounced(notice: Notice, { messageId, at, reason }: MailReport): Notice {
  const isOpen = notice.state === 'pending' || notice.state === 'claimed' || notice.state === 'sent';
  if (!isOpen || messageId === notice.softBounced) return notice;
  if (notice.softBounced !== undefined) {
    return returned(notice, messageId, reason, at);
  }
  const anotherWasSent = notice.state === 'sent' && notice.messageId !== messageId;
  return anotherWasSent
    ? notice
    : {
        ...lasting(notice),
        state: 'pending',
        softBounced: messageId,
        dueAt: later(at, softBounceWait),
        reason,
      };
}

/** Why mail to an address is suppressed by a report on a notice's mail; nothing where it is not. */
export function suppressionBy(notice: Notice, report: MailReport): 'bounced' | 'complained' | undefined {
  if (isOutdated(notice, report)) return undefined;
  if (report.kind === 'bounce') return 'bounced';
  return report.kind === 'complaint' ? 'complained' : undefined;
}

/** A notice that is refused for good or given up; `reason` is a code word. After an answer that got lost its mail may have been sent all the same. */
export const failedFor = <To>(notice: Notice<To>, reason: string, now: Instant): Failed<To> => ({
  ...lasting(notice),
  state: 'failed',
  settledAt: now,
  reason,
});

/** A notice whose mail came back for good. */
export const returned = <To>(
  notice: Notice<To>,
  messageId: string,
  reason: string,
  now: Instant,
): Bounced<To> => ({ ...lasting(notice), state: 'bounced', settledAt: now, messageId, reason });

/** A notice that a rule keeps from being sent. */
export const withheldFor = (notice: Pending | Claimed, reason: WithheldReason, now: Instant): Withheld => ({
  ...lasting(notice),
  state: 'withheld',
  settledAt: now,
  reason,
});

/** A notice whose event is told in a digest. */
export const collectedFor = (notice: Pending, now: Instant): Collected => ({
  ...lasting(notice),
  state: 'collected',
  settledAt: now,
});

/** The reason of a notice that was not sent, since its address is suppressed. */
export const addressSuppressed = 'address suppressed';

/** A notice that is not sent, since its address is suppressed: it counts as come back. */
export const bouncedUnsent = (notice: Pending | Claimed, now: Instant): Bounced => ({
  ...lasting(notice),
  state: 'bounced',
  settledAt: now,
  reason: addressSuppressed,
});

/**
 * A notice to be sent as if it were new: reports on earlier mails are ignored. While it is claimed its mail may still go out, so
 * it waits for the end of the claim.
 */
export function resent(notice: Notice, now: Instant): Pending {
  const from = notice.state === 'claimed' && notice.leasedUntil > now ? notice.leasedUntil : now;
  return {
    ...newNotice(notice.to, from, notice.mark),
    countsFrom: from,
    ...(notice.substituteFor !== undefined && { substituteFor: notice.substituteFor }),
  };
}

/** A notice that needs attention, with the event that it is about. */
export interface NoticeNeedingAttention extends EventId {
  readonly notice: Bounced | Complained | Failed;
  /** The latest event that the same person has not been told of either, where that is a later one. */
  readonly supersededBy?: number;
}

/** An event, and who was told of it. */
export interface Told extends EventId {
  readonly notices: readonly Notice[];
}

/** Of the notices about some events of one need, those that need attention, in the order of the events. */
export function noticesNeedingAttention(events: readonly Told[]): readonly NoticeNeedingAttention[] {
  const found = events
    .toSorted((one, other) => one.version - other.version)
    .flatMap(({ reference, version, notices }) =>
      notices.filter(needsAttention).map((notice) => ({ reference, version, notice })),
    );
  return found.map((one) => {
    const last = found.findLast(({ notice }) => notice.to === one.notice.to);
    return last && last !== one ? { ...one, supersededBy: last.version } : one;
  });
}
