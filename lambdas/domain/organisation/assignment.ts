import type { Need } from '../need/need.ts';
import { ruleOf } from '../need/workflow.ts';
import type { SystemStep } from '../need/workflow.ts';
import type { Recipient } from '../notice/recipient.ts';
import type { PersonId } from './ids.ts';
import type { Organisation } from './organisation.ts';
import { moversOf } from './permissions.ts';
import type { Day } from '../time/time.ts';

/**
 * Whom a need waits for, since only they can move it on (docs/design.md, "Reminders"). Nobody when it has ended, is deferred, or is
 * being worked on. When all of them have left the organisation, it waits for the model's manager.
 */
export function awaitedRecipients(organisation: Organisation, need: Need, today: Day): readonly Recipient[] {
  if (need.status === 'awaiting-submitter') return ['submitter'];
  return ruleOf('remind').from.includes(need.status) ? moversOf(organisation, need, today) : [];
}

/**
 * Who is told of a need that has waited for long: the lead of the lead area (before coordination, the leads of all involved areas),
 * or the model's manager.
 */
export function escalationRecipients(
  organisation: Organisation,
  need: Need,
  to: (SystemStep & { name: 'escalate' })['input']['to'],
): readonly PersonId[] {
  if (to === 'model-manager') return [organisation.modelManager];
  const areas = need.coordination ? [need.coordination.leadArea] : need.areas;
  return orManager(organisation, leadsOf(organisation, areas));
}

const leadsOf = (organisation: Organisation, areas: Need['areas']): readonly PersonId[] =>
  organisation.areas.filter(({ id }) => areas.includes(id)).map(({ lead }) => lead);

const orManager = (
  { modelManager }: Organisation,
  people: readonly PersonId[],
): readonly [PersonId, ...PersonId[]] => {
  const [first, ...rest] = people;
  return first === undefined ? [modelManager] : [first, ...rest];
};
