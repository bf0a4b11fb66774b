import * as z from 'zod/mini';
import { AreaId, DepartmentId, SchoolId } from '../organisation/ids.ts';
import { Day, Instant, monthOf } from '../time/time.ts';
import type { Month } from '../time/time.ts';
import { Deadline, priorityOptions } from './need.ts';
import type { Need, Status } from './need.ts';
import { Reference } from './reference.ts';
import { statuses } from './workflow.ts';

/**
 * What a list shows of a need: one line of a board. A field that is added later is optional, or `v` grows; what
 * is stored is read for good. As JSON it has at most 1 kB.
 */
export const Card = z.object({
  v: z.literal(1),
  kind: z.literal('need'),
  reference: Reference,
  title: z.string(),
  status: z.enum(statuses),
  /** Since when the need has had its status. */
  since: Instant,
  areas: z.readonly(z.array(AreaId)),
  departments: z.readonly(z.array(DepartmentId)),
  leadArea: z.optional(AreaId),
  /** The responsible department. */
  responsible: z.optional(DepartmentId),
  priority: z.optional(z.enum(priorityOptions)),
  plannedEnd: z.optional(Day),
  reviewDate: z.optional(Day),
  deadline: z.optional(Deadline),
  school: z.optional(SchoolId),
});
export type Card = z.infer<typeof Card>;

/** The card of a need as it stands. */
export function cardOf(need: Need): Card {
  const { reference, title, status, since, areas, departments, coordination, deadline, school } = need;
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
  };
}

const closed: readonly Status[] = ['referred', 'withdrawn', 'declined', 'completed'];

/** The month in which a need was closed; nothing while it is open or deferred. */
export const closedIn = ({ status, since }: Need): Month | undefined =>
  closed.includes(status) ? monthOf(since) : undefined;
