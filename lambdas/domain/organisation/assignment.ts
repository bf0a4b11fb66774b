import type { Need } from '../need/need.ts';
import { waitingStatuses } from '../need/workflow.ts';
import type { Recipient } from '../notice/recipient.ts';
import type { Organisation } from './organisation.ts';
import { moversOf } from './permissions.ts';
import type { Day } from '../time/time.ts';

/**
 * Whom a need waits for, since only they can move it on (docs/design.md, "Reminders"). Nobody when it has ended, is deferred, or is
 * being worked on. When all of them have left the organisation, it waits for the model's manager.
 */
export function awaitedRecipients(organisation: Organisation, need: Need, today: Day): readonly Recipient[] {
  if (need.status === 'awaiting-submitter') return ['submitter'];
  return waitingStatuses.some((status) => status === need.status) ? moversOf(organisation, need, today) : [];
}
