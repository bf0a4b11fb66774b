import type { Instant } from '../domain/time.ts';
import type { deliverNotices } from './deliver.ts';
import type { Clock, NeedStore } from './ports.ts';

/* Held in memory at once, some 20 kB each; what is left over comes with the next sweep. */
const atOnce = 500;

/**
 * Delivers what is overdue: what the stream missed, and what was put off. Its cost follows what is due, not what is stored.
 * @throws at the end, when the store failed for some of it: the alarm is on the function's errors.
 */
export const sweepNotices =
  ({
    store,
    clock,
    deliver,
  }: {
    store: NeedStore;
    clock: Clock;
    deliver: ReturnType<typeof deliverNotices>;
  }) =>
  async (until: Instant): Promise<void> => {
    const broken = await deliver(await store.dueEvents(clock(), atOnce), until);
    if (broken.length > 0) throw new Error(`the store failed for ${broken.length} event(s)`);
  };
