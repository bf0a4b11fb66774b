import type { NeedEvent } from '../need/event.ts';
import type { EventName } from '../need/workflow.ts';
import type { Permissions } from '../organisation/permissions.ts';

/* docs/design.md, "Who is told": what asks something of a person comes at once; what only informs can wait. */

/* After these nobody has to do what they did not have to do before. */
const informing: readonly EventName[] = ['comment', 'evaluate', 'readdress', 'reschedule', 'disown'];

/**
 * Whether a mail about an event asks something of its reader, for whom the need waits.
 * @param permissions the reader's own
 */
export function asksOf({ isAsked, actor }: Permissions, event: NeedEvent): boolean {
  if (!isAsked || informing.includes(event.action)) return false;
  /* Whoever has taken it has it; the others may rest. */
  const isTakenByAnother =
    event.action === 'take' &&
    event.by.kind === 'person' &&
    !(actor.kind === 'person' && actor.person === event.by.person);
  return !isTakenByAnother;
}
