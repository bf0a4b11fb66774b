import type { Organisation } from '../../domain/organisation/organisation.ts';
import { later } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import { substituteNotice } from './substitutes.ts';
import type { Asks } from './substitutes.ts';
import type { Clock } from '../ports/clock.ts';
import type { MailReport, Notice } from '../../domain/notice/notice.ts';
import type { Log } from '../ports/log.ts';
import type { NeedFile } from '../ports/need-file.ts';
import type { NeedStore } from '../ports/store.ts';
import { StoreBusy } from '../ports/store.ts';

const day = 86_400_000;
const tries = 20;

/* Of what is told about a mail, the gravest holds, whichever comes first. */
const gravity = { send: 1, delivery: 2, reject: 3, bounce: 3, complaint: 4 };
const flagFor: Partial<Record<MailReport['kind'], 'bounced' | 'complained'>> = {
  bounce: 'bounced',
  complaint: 'complained',
};
const stateAfter = {
  send: 'sent',
  delivery: 'delivered',
  reject: 'failed',
  bounce: 'bounced',
  complaint: 'complained',
} as const;

function gravityOf({ state, messageId }: Notice, feedback: MailReport): number {
  switch (state) {
    case 'pending':
      return 0;
    case 'sent':
      return gravity.send;
    case 'delivered':
      return gravity.delivery;
    case 'bounced':
      return gravity.bounce;
    case 'complained':
      return gravity.complaint;
    case 'failed':
      /* Given up before anybody knew that a mail had gone out; or refused, and then it is that mail. */
      return messageId === feedback.messageId ? gravity.reject : 0;
  }
}

/** Whether it is about a mail from before an operator sent the notice again. */
const isOver = ({ countsFrom }: Notice, { sentAt }: MailReport): boolean =>
  countsFrom !== undefined && sentAt < countsFrom;

/** Whether a mail went out before the day that a notice was put off for: that it was sent says nothing, its delivery would. */
const isPutOff = ({ state, returned, failingSince, dueAt }: Notice, sentAt: Instant): boolean =>
  state === 'pending' && returned !== undefined && failingSince === undefined && sentAt < (dueAt ?? sentAt);

/** What becomes of a notice when something is told about a mail; the notice itself where nothing does. */
export function afterReport(notice: Notice, feedback: MailReport): Notice {
  const { kind, messageId, sentAt, at, reason } = feedback;
  if (isOver(notice, feedback)) return notice;
  const { to, attempts, substituteFor: whose, returned, countsFrom } = notice;
  const kept: Omit<Notice, 'state'> = {
    to,
    attempts,
    messageId,
    ...(whose !== undefined && { substituteFor: whose }),
    ...(returned !== undefined && { returned }),
    ...(countsFrom !== undefined && { countsFrom }),
  };

  if (kind === 'soft-bounce') {
    /* A mail that was delivered can still be answered by a machine: SES calls that a passing bounce as well. */
    if (notice.state !== 'pending' && notice.state !== 'sent') return notice;
    if (messageId === returned) return notice;
    if (returned !== undefined) return { ...kept, state: 'bounced', settledAt: at, reason };
    const anotherHasGone = notice.messageId !== undefined && notice.messageId !== messageId;
    return anotherHasGone
      ? notice
      : { ...kept, state: 'pending', returned: messageId, dueAt: later(at, day), reason };
  }
  if (kind === 'send' && (messageId === returned || isPutOff(notice, sentAt))) return notice;
  if (gravity[kind] <= gravityOf(notice, feedback)) return notice;
  const isFault = kind !== 'send' && kind !== 'delivery';
  return { ...kept, state: stateAfter[kind], settledAt: at, ...(isFault && { reason }) };
}

interface Deps {
  readonly organisation: Organisation;
  readonly store: NeedStore;
  readonly asks: Asks;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Records on its notice what became of a mail. An address that mail came back from for good, or whose holder complained, is
 * suppressed; what the mail asked is then asked of somebody else.
 */
export const recordReport =
  (deps: Deps) =>
  async (feedback: MailReport): Promise<void> => {
    const { store, clock, log } = deps;
    const { kind, reference, version, to, address } = feedback;
    for (let attempt = 0; attempt < tries; attempt++) {
      const file = await store.read(reference);
      const notice = file?.history[version - 1]?.notices.find((candidate) => candidate.to === to);
      if (!file || !notice) {
        log('mail event without notice', { reference, version, kind });
        return;
      }
      const after = afterReport(notice, feedback);
      if (after === notice || (await change(deps, file, version, notice, after, clock()))) {
        if (flagFor[kind] && !isOver(notice, feedback))
          await store.suppress(address, flagFor[kind], feedback.at);
        log('mail event recorded', { reference, version, kind, state: after.state });
        if (after !== notice && after.state === 'failed') {
          log('notice failed', { reference, version, attempts: after.attempts, reason: feedback.reason });
        }
        return;
      }
    }
    throw new StoreBusy(`${tries} races lost in a row`);
  };

/**
 * Changes a notice from what it was to what it has become; when it has come back, somebody else is told instead, if it asks for
 * something. `suppressed` are addresses that are known to be sent nothing.
 * @returns whether the notices were still as they were.
 */
export async function change(
  { organisation, store, asks, log }: Omit<Deps, 'clock'>,
  file: NeedFile,
  version: number,
  before: Notice,
  after: Notice,
  now: Instant,
  suppressed: ReadonlySet<string> = new Set(),
): Promise<boolean> {
  const { reference } = file.need;
  const hasToBeAsked =
    after.state === 'bounced' && (after.substituteFor !== undefined || asks(file, after.to, now));
  const instead = hasToBeAsked
    ? substituteNotice(organisation, file, version, after, suppressed, now)
    : undefined;
  const changed = await store.amend({ reference, version }, before, after, {
    ...instead,
    /* Rearmed also when nothing is pending: the sweep then lists the event among the troubled ones. */
    ...((instead !== undefined || after.state !== before.state || after.dueAt !== before.dueAt) &&
      after.state !== 'sent' &&
      after.state !== 'delivered' && { dueAt: now }),
  });
  if (changed && hasToBeAsked) {
    log(instead === undefined ? 'no substitute left' : 'substitute told', { reference, version });
  }
  return changed;
}
