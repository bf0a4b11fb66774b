import type { Organisation } from '../organisation/organisation.ts';
import type { NeedEvent } from './event.ts';
import { involve } from '../organisation/involvement.ts';
import type { Intake, Need } from './need.ts';
import type { PersonId } from '../organisation/ids.ts';
import type { Reference } from './reference.ts';
import type { Instant } from '../time/time.ts';
import { nextStepAt } from '../notice/reminders.ts';

/** A need as it is when it is submitted, with its first event. */
export function submit(
  organisation: Organisation,
  submitted: { reference: Reference; intake: Intake; submitterIsStaff?: PersonId },
  now: Instant,
): { readonly event: NeedEvent; readonly need: Need } {
  const involved = involve(organisation, submitted.intake);
  const status = 'received';
  const stored = { ...submitted, ...involved, status, version: 1, since: now, reminded: 0 } as const;
  const due = nextStepAt(organisation, stored, now);
  const event: NeedEvent = {
    reference: submitted.reference,
    version: 1,
    at: now,
    by: { kind: 'submitter' },
    seen: 0,
    status,
    involved,
    ...(due && { nextStepAt: due }),
    action: 'submit',
  };
  return { event, need: { ...stored, ...(due && { nextStepAt: due }) } };
}
