import type { Involved } from '../organisation/involvement.ts';
import type { Status } from './need.ts';
import type { DepartmentId, PersonId } from '../organisation/ids.ts';
import type { Reference } from './reference.ts';
import type { Instant } from '../time/time.ts';
import type { Action, SystemStep } from './workflow.ts';

/** Who is acting: the submitter, a person in the organisation, or the system on a date. */
export type Actor =
  | { readonly kind: 'submitter' }
  | { readonly kind: 'person'; readonly person: PersonId }
  | { readonly kind: 'system' };

/**
 * Who acted, as recorded for good: a person's name is kept, since they may leave the organisation. The submitter's is not:
 * it stands with their contact alone. A deputy acts in their own name, `for` a head.
 */
export type By =
  | { readonly kind: 'submitter' }
  | { readonly kind: 'system' }
  | { readonly kind: 'person'; readonly person: PersonId; readonly name: string; readonly for?: ActedFor };
interface ActedFor {
  readonly person: PersonId;
  readonly name: string;
  readonly department: DepartmentId;
}

interface Happened {
  readonly reference: Reference;
  /** The need's version from this event on, and the event's number. */
  readonly version: number;
  readonly at: Instant;
  readonly by: By;
  /** The version that the person who acted had before them. */
  readonly seen: number;
  /** Where the need stands from this event on. */
  readonly status: Status;
  /** The areas and departments from this event on, where it set them. */
  readonly involved?: Involved;
  /** When the system must look at the need again, from this event on. */
  readonly nextStepAt?: Instant;
}

/** What happened to a need, once. Never changed. */
export type NeedEvent = Happened &
  (
    | { readonly action: 'submit' }
    | {
        [Name in (Action | SystemStep)['name']]: {
          readonly action: Name;
          readonly input: ((Action | SystemStep) & { name: Name })['input'];
        };
      }[(Action | SystemStep)['name']]
  );

/** The words a person gave with an action: what the history shows beside it. */
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
      return `${event.input.referredTo}: ${event.input.reason}`;
    case 'advise':
    case 'approve':
    case 'defer':
    case 'decline':
    case 'pause':
    case 'reopen':
    case 'return':
    case 'reroute':
      return event.input.reason;
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
      return undefined;
  }
}
