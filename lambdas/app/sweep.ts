import { later } from '../domain/time/time.ts';
import type { Instant } from '../domain/time/time.ts';
import type { deliverNotices } from './notice/deliver.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Outbox } from './ports/outbox.ts';
import type { takeNextStep } from './need/remind.ts';

/* Held in memory at once, some 20 kB each: those longest due. What is left over comes with the next sweep, whatever it asks. */
const atOnce = 500;

interface Deps {
  readonly store: Outbox;
  readonly clock: Clock;
  readonly log: Log;
  readonly takeStep: ReturnType<typeof takeNextStep>;
  readonly deliver: ReturnType<typeof deliverNotices>;
}

/**
 * Sees to what is overdue: reminds, escalates and takes up again where a need waits; delivers what the stream missed and what was
 * put off. Its cost follows what is due, not what is stored. A need that cannot be seen to holds up no other; the steps of needs
 * have half of the time until `until`, mails what is left.
 * @throws at the end, when it failed for some of it: the alarm is on the function's errors.
 */
export const sweep =
  ({ store, clock, log, takeStep, deliver }: Deps) =>
  async (until: Instant): Promise<void> => {
    let failed = 0;
    const begin = clock();
    const halfway = later(begin, (Date.parse(until) - Date.parse(begin)) / 2);
    for (const reference of await store.dueNeeds(begin)) {
      if (clock() >= halfway) break;
      try {
        const event = await takeStep(reference);
        if (event) log('scheduled action done', { reference, version: event.version, action: event.action });
      } catch (fault) {
        failed += 1;
        log('scheduled action failed', { reference, fault: fault instanceof Error ? fault.name : 'unknown' });
      }
    }
    failed += (await deliver(await store.dueEvents(clock(), atOnce), until)).length;
    if (failed > 0) throw new Error(`${failed} needs or events could not be seen to`);
  };
