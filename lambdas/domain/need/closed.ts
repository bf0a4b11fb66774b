import type { Instant } from '../time/time.ts';
import type { Need, Status } from './need.ts';

const closed: readonly Status[] = ['referred', 'withdrawn', 'declined', 'completed'];

/** When a need was closed; nothing while it is open or deferred. */
export const closedSince = ({ status, since }: Need): Instant | undefined =>
  closed.includes(status) ? since : undefined;
