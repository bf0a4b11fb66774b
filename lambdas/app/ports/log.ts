import type { EventId } from '../../domain/need/event-id.ts';
import type { NeedEvent } from '../../domain/need/event.ts';
import type { Status } from '../../domain/need/need.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { Letter } from '../../domain/notice/letter.ts';
import type { MailReport } from '../../domain/notice/mail-report.ts';
import type { Notice } from '../../domain/notice/notice.ts';

type Attempt = EventId & { readonly attempts: number; readonly reason?: string };
/** The name of the error, without its message, which may quote what somebody wrote. */
interface Failed {
  readonly fault: string;
}

/**
 * Each outcome with the facts that are logged with it: references, codes and numbers, never a name, an address, free text, a token
 * or a person's id.
 */
interface OutcomeFacts {
  'submission accepted': { readonly reference: Reference };
  'submission refused': { readonly refusal: 'mistaken' | 'key-used'; readonly mistakes: number };
  'action done': EventId & { readonly status: Status };
  'action refused': EventId & {
    readonly status: Status;
    readonly refusal:
      | 'never'
      | 'moved-on'
      | 'mistaken'
      | 'unproven'
      | 'code-gone'
      | 'too-many-codes'
      | 'too-many-comments'
      | 'full';
  };
  'scheduled action done': EventId & Pick<NeedEvent, 'action'>;
  'scheduled action failed': Failed & { readonly reference: Reference };
  'letters not written': Failed;
  'letter sent': { readonly kind: Letter['kind'] };
  'letter not sent': { readonly reason: string };
  'letter failed': { readonly needs: number };
  'assignees told': { readonly letters: number };
  'people reminded': { readonly letters: number };
  /** What the sweep finds due, if anything, and how long the longest due of it has been so. */
  'notices due': { readonly events: number; readonly oldestSeconds: number };
  /** Once a day: how many open and deferred needs have each status, and how long one that waits for somebody has done so at most. */
  'open needs counted': {
    readonly byStatus: Partial<Readonly<Record<Status, number>>>;
    readonly longestDays: number;
  };
  'figures counted': { readonly year: number; readonly needs: number };
  'figures not counted': Failed;
  'code sent': { readonly attempts: number };
  'code not sent': { readonly reason: string };
  'address not confirmed': Failed & { readonly reference?: Reference };
  'code withheld': { readonly reason: 'expired' | 'nobody' | 'too many' };
  'need held': { readonly reference: Reference };
  'notice sent': Attempt;
  'notice postponed': Attempt;
  'notice withheld': EventId & { readonly reason: string };
  'notice collected': EventId;
  'notice failed': Attempt;
  'notice already settled': Attempt;
  'notice not recorded': EventId & Failed;
  'substitute told': EventId;
  'no substitute left': EventId;
  'unknown mail answer': Partial<EventId> & Omit<Attempt, keyof EventId>;
  'sending stopped': { readonly answer: 'quota' | 'stop-the-line'; readonly reason: string };
  'out of time': { readonly left: number };
  'event unreadable': EventId & Failed;
  'event not read': EventId & Failed;
  'event not rescheduled': EventId & Failed;
  'chain broken': { readonly reference: Reference };
  'need unreadable': { readonly reference: Reference };
  'suppressed addresses not read': Failed & { readonly events: number };
  'mail event recorded': EventId & Pick<MailReport, 'kind'> & Pick<Notice, 'state'>;
  'mail event without notice': EventId & Pick<MailReport, 'kind'>;
  'mail event ignored': { readonly messageId: string };
  'organisation not read': Failed;
  'organisation unreadable': Failed & { readonly version: number };
  fault: Failed & {
    /** Where in the source, a line for each call. */
    readonly at?: string;
    /** The id that the person was shown. */
    readonly faultId?: string;
    readonly route?: string;
    readonly messageId?: string;
  };
}

export type OutcomeName = keyof OutcomeFacts;

/**
 * All that is logged, with its level: `info` is the system at work, `warn` is tried again by itself, `error` raises an alarm
 * (`lib/alarms.ts`). `docs/operations.md` says what each means.
 */
export const outcomes = {
  'submission accepted': 'info',
  'submission refused': 'info',
  'action done': 'info',
  'action refused': 'info',
  'scheduled action done': 'info',
  'scheduled action failed': 'warn',
  'letters not written': 'warn',
  'letter sent': 'info',
  'letter not sent': 'warn',
  'letter failed': 'error',
  'assignees told': 'info',
  'people reminded': 'info',
  'notices due': 'info',
  'open needs counted': 'info',
  'figures counted': 'info',
  'figures not counted': 'warn',
  'code sent': 'info',
  'code not sent': 'warn',
  'address not confirmed': 'warn',
  'code withheld': 'info',
  'need held': 'info',
  'notice sent': 'info',
  'notice postponed': 'info',
  'notice withheld': 'info',
  'notice collected': 'info',
  'notice failed': 'error',
  'notice already settled': 'info',
  'notice not recorded': 'warn',
  'substitute told': 'info',
  'no substitute left': 'error',
  'unknown mail answer': 'error',
  'sending stopped': 'error',
  'out of time': 'info',
  'event unreadable': 'error',
  'event not read': 'warn',
  'event not rescheduled': 'warn',
  'chain broken': 'error',
  'need unreadable': 'error',
  'suppressed addresses not read': 'warn',
  'mail event recorded': 'info',
  'mail event without notice': 'info',
  'mail event ignored': 'info',
  'organisation not read': 'warn',
  'organisation unreadable': 'error',
  fault: 'error',
} as const satisfies Readonly<Record<OutcomeName, 'info' | 'warn' | 'error'>>;

/** The outcomes that somebody must hear of. */
export type AlarmingOutcome = {
  [Name in OutcomeName]: (typeof outcomes)[Name] extends 'error' ? Name : never;
}[OutcomeName];

/** Writes what operators read. */
export type Log = <Name extends OutcomeName>(outcome: Name, facts: FactsOf<Name>) => void;

/** The facts that go with an outcome. */
export type FactsOf<Name extends OutcomeName> = OutcomeFacts[Name];
