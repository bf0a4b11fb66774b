import { lastDecisionIn } from '../need/decision.ts';
import type { By, NeedEvent } from '../need/event.ts';
import type { Need, Status } from '../need/need.ts';
import type { Reference } from '../need/reference.ts';
import type { SchoolId } from '../organisation/ids.ts';
import { dayOf } from '../time/time.ts';
import type { Day } from '../time/time.ts';

/** What the register says of a need: offentlighets- och sekretesslagen (2009:400), 5 kap. 2 §, and what became of it. */
export interface RegisterEntry {
  readonly reference: Reference;
  readonly received: Day;
  readonly title: string;
  readonly school?: SchoolId;
  /** On which days its submitter has answered, commented or evaluated, oldest first. */
  readonly incoming: readonly Day[];
  readonly status: Status;
  /** The last decision: its day, and the heads who decided, the one who settled it last. */
  readonly decided?: { readonly on: Day; readonly by: readonly By[] };
  readonly number?: string;
  /** Whether something in it may be secret, where somebody has said so. */
  readonly secrecy?: boolean;
}

/** @param events all of the need's */
export function registerEntryOf(need: Need, events: readonly NeedEvent[]): RegisterEntry {
  const { reference, title, school, status, registry } = need;
  const [first] = events;
  const decision = lastDecisionIn(events);
  return {
    ...{ reference, title, status },
    received: dayOf(first?.at ?? need.received ?? need.since),
    ...(school && { school }),
    incoming: events.filter((event) => isIncoming(need, event)).map(({ at }) => dayOf(at)),
    ...(decision && { decided: { on: dayOf(decision.settled.at), by: decision.parts.map(({ by }) => by) } }),
    ...(registry && { number: registry.number }),
    ...(registry?.secrecy !== undefined && { secrecy: registry.secrecy }),
  };
}

/** An answer that a developer was given by phone or in person has come in too. */
const isIncoming = ({ submitterIsStaff }: Need, { action, by }: NeedEvent): boolean =>
  action === 'answer' ||
  action === 'evaluate' ||
  (action === 'comment' &&
    (by.kind === 'submitter' || (by.kind === 'person' && by.person === submitterIsStaff)));
