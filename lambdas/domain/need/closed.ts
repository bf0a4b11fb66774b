import type { Instant } from '../time/time.ts';
import type { Need, Status } from './need.ts';

/** The statuses in which a need is closed. */
export const closedStatuses = ['completed', 'declined', 'referred', 'withdrawn'] as const satisfies Status[];
export type ClosedStatus = (typeof closedStatuses)[number];

/** The closed status of a need; nothing while it is open or deferred. */
export const closedAs = ({ status }: Pick<Need, 'status'>): ClosedStatus | undefined =>
  closedStatuses.find((one) => one === status);

/** Whether something may still become of the need that a referred one is the same as. */
export const followsOn = ({ sameAs }: Extract<Need, { status: 'referred' }>): boolean =>
  sameAs !== undefined && !closedStatuses.some((one) => one === sameAs.last);

/** When a need was closed; nothing while it is open or deferred. */
export const closedSince = ({ status, since }: Need): Instant | undefined => closedAs({ status }) && since;

/** No need is older than the system. */
export const firstYear = 2026;
