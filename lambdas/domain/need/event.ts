import type { Involved } from '../organisation/involvement.ts';
import type { Status } from './need.ts';
import type { DepartmentId, PersonId } from '../organisation/ids.ts';
import type { Reference } from './reference.ts';
import type { Instant } from '../time/time.ts';
import type { Action, SystemStep } from './workflow.ts';

/** Who is acting: the submitter, a person in the organisation, or the system. */
export type Actor =
  | Submitter
  | { readonly kind: 'person'; readonly person: PersonId }
  | { readonly kind: 'system' };

/** Whoever submitted the need. */
interface Submitter {
  readonly kind: 'submitter';
  /** Set when they read the mail to the address that was given: by a mailed link or with a session, not by the link in an answer. */
  readonly readsMail?: true | undefined;
}

/**
 * Who acted, as the event records it. A person's name is recorded, because they may leave the organisation. The submitter's name is
 * not: it is stored in their contact only. A deputy acts in their own name, `for` a head.
 */
export type By =
  | Submitter
  | { readonly kind: 'system' }
  | { readonly kind: 'person'; readonly person: PersonId; readonly name: string; readonly for?: ActedFor };
interface ActedFor {
  readonly person: PersonId;
  readonly name: string;
  readonly department: DepartmentId;
}

interface Happened {
  readonly reference: Reference;
  /** The event's number, which is the need's version after it. */
  readonly version: number;
  readonly at: Instant;
  readonly by: By;
  /** The version on the page that the person acted from. */
  readonly seen: number;
  /** The need's status after this event. */
  readonly status: Status;
  /** The areas and departments involved after this event, when it set them. */
  readonly involved?: Involved;
  /** When the system takes its next step, as this event set it. */
  readonly nextStepAt?: Instant;
  /** Which version of the organisation held (`labelOf`); none where it was the deployed file. */
  readonly organisation?: string;
}

/** The address itself is kept with the submission, where it can be removed. */
interface Readdressed {
  /** The member of staff whose address it is. */
  readonly staff?: PersonId;
}

/** Something that happened to a need. It is never changed. */
export type NeedEvent = Happened &
  (
    | { readonly action: 'submit' }
    | {
        [Name in (Action | SystemStep)['name']]: {
          readonly action: Name;
          readonly input: Name extends 'readdress'
            ? Readdressed
            : ((Action | SystemStep) & { name: Name })['input'];
        };
      }[(Action | SystemStep)['name']]
  );

/** The text that a person wrote with an action. The history shows it beside the event. */
export function wordsOf(event: NeedEvent): string | undefined {
  switch (event.action) {
    case 'answer':
      return event.input.answer;
    case 'ask':
      return event.input.question;
    case 'comment':
      return event.input.text;
    case 'complete':
      return event.input.outcome;
    case 'coordinate':
      return event.input.actualNeed;
    case 'refer':
      return `${event.input.referredTo ?? event.input.sameAs}: ${event.input.reason}`;
    case 'advise':
    case 'approve':
    case 'defer':
    case 'decline':
    case 'pause':
    case 'reopen':
    case 'return':
    case 'reroute':
    case 'reschedule':
      return event.input.reason;
    case 'evaluate':
      return event.input.words;
    case 'register':
      return event.input.number;
    case 'submit':
    case 'take':
    case 'raise':
    case 'bypass':
    case 'start':
    case 'resume':
    case 'withdraw':
    case 'remind':
    case 'escalate':
    case 'lapse':
    case 'confirm':
    case 'disown':
    case 'hold':
    case 'release':
    case 'readdress':
    case 'inquire':
    case 'follow':
      return undefined;
    case 'hear':
      return event.input.words;
  }
}
