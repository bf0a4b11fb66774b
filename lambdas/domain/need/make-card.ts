import { monthOf } from '../time/time.ts';
import type { Month } from '../time/time.ts';
import type { Card } from './card.ts';
import { closedSince } from './closed.ts';
import type { Need } from './need.ts';

/** The card of a need as it stands. */
export function cardOf(need: Need): Card {
  const { reference, title, status, since, areas, departments, coordination, deadline, school, held } = need;
  return {
    v: 1,
    kind: 'need',
    reference,
    title,
    status,
    since,
    areas,
    departments,
    ...(coordination && { leadArea: coordination.leadArea, responsible: coordination.responsible }),
    ...('route' in need && need.route.kind === 'advised' && { priority: need.route.priority }),
    ...('plannedEnd' in need && { plannedEnd: need.plannedEnd }),
    ...('reviewDate' in need && { reviewDate: need.reviewDate }),
    ...(deadline && { deadline }),
    ...(school && { school }),
    ...(held && { held }),
  };
}

/** The month in which a need was closed; nothing while it is open or deferred. */
export function closedIn(need: Need): Month | undefined {
  const since = closedSince(need);
  return since && monthOf(since);
}
