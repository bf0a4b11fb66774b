import { unreadableWait } from '../domain/notice/retry.ts';
import { later } from '../domain/time/time.ts';
import type { Instant } from '../domain/time/time.ts';
import type { deliverNotices } from './notice/deliver.ts';
import type { Clock } from './ports/clock.ts';
import type { Codes } from './ports/codes.ts';
import type { Letters } from './ports/letters.ts';
import type { Log } from './ports/log.ts';
import type { Outbox } from './ports/outbox.ts';
import { isUnreadable } from './ports/store.ts';
import type { sendCodes } from './session/send-codes.ts';
import type { takeNextStep } from './need/take-step.ts';
import type { tellAssignees } from './need/tell-assignees.ts';
import type { countFigures } from './overview/count-figures.ts';
import type { remindPeople } from './notice/remind-people.ts';
import type { sendLetters } from './notice/send-letters.ts';
import { inTurns } from './turns.ts';

/* Events in memory at once, some 20 kB each. The next sweep takes the others, whatever they ask. */
const atOnce = 500;
/* They are chosen among so many, the longest due, each need in its turn. An event in the index has some 100 bytes. */
const choice = 5000;

interface Deps {
  readonly store: Outbox & Codes & Letters;
  readonly clock: Clock;
  readonly log: Log;
  readonly takeStep: ReturnType<typeof takeNextStep>;
  readonly deliver: ReturnType<typeof deliverNotices>;
  readonly deliverCodes: ReturnType<typeof sendCodes>;
  readonly deliverLetters: ReturnType<typeof sendLetters>;
  readonly tell: ReturnType<typeof tellAssignees>;
  readonly remind: ReturnType<typeof remindPeople>;
  readonly countFigures: ReturnType<typeof countFigures>;
}

/**
 * Does what is due: sends codes that the stream missed, takes the next steps of needs (a submitter's reminder, an end to the wait for
 * an answer, reopening on a review date), tells those who can move needs on and have not been told, reminds people on working
 * mornings, counts the figures, then delivers the letters and notices that are due. Its cost follows what is due, not what is stored. A need or notice
 * that fails holds up no other. The steps have half of the time until `until`, the notices what is left.
 * @throws at the end, when something failed: the alarm is on the function's errors.
 */
export const sweep =
  ({
    store,
    clock,
    log,
    takeStep,
    deliver,
    deliverCodes,
    deliverLetters,
    tell,
    remind,
    countFigures,
  }: Deps) =>
  async (until: Instant): Promise<void> => {
    const begin = clock();
    let failed = (await deliverCodes(await store.dueCodes(begin, atOnce), until)).length;
    const halfway = later(begin, (Date.parse(until) - Date.parse(begin)) / 2);
    for (const reference of await store.dueNeeds(begin)) {
      if (clock() >= halfway) break;
      try {
        const event = await takeStep(reference);
        if (event) log('scheduled action done', { reference, version: event.version, action: event.action });
      } catch (fault) {
        if (isUnreadable(fault)) {
          log('need unreadable', { reference });
          /* Put off, or such needs would fill every sweep. */
          await store.postponeNeed(reference, later(begin, unreadableWait));
          continue;
        }
        failed += 1;
        log('scheduled action failed', { reference, fault: fault instanceof Error ? fault.name : 'unknown' });
      }
    }
    const tasks = [
      [() => tell(halfway), 'letters not written'],
      [remind, 'letters not written'],
      [countFigures, 'figures not counted'],
    ] as const;
    for (const [task, outcome] of tasks) {
      try {
        await task();
      } catch (fault) {
        failed += 1;
        log(outcome, { fault: fault instanceof Error ? fault.name : 'unknown' });
      }
    }
    failed += (await deliverLetters(await store.dueLetters(clock(), atOnce), until)).length;
    const listed = await store.dueEvents(clock(), choice);
    const [oldest] = listed;
    if (oldest) {
      const oldestSeconds = Math.round((Date.parse(clock()) - Date.parse(oldest.dueAt)) / 1000);
      log('notices due', { events: listed.length, oldestSeconds });
    }
    const due = inTurns(listed, ({ reference }) => reference).slice(0, atOnce);
    failed += (
      await deliver(
        due.map(({ reference, version }) => ({ reference, version })),
        until,
      )
    ).length;
    if (failed > 0) throw new Error(`${failed} codes, needs, letters or events could not be seen to`);
  };
