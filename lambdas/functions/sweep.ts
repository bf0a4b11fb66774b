import { takeNextStep } from '../app/need/take-step.ts';
import { tellAssignees } from '../app/need/tell-assignees.ts';
import { countFigures } from '../app/overview/count-figures.ts';
import { remindPeople } from '../app/notice/remind-people.ts';
import { sweep } from '../app/sweep.ts';
import { loggingFaults } from './log.ts';
import { logWithMetrics } from './metrics.ts';
import { clock } from './runtime.ts';
import { current, sending, store, until } from './sender.ts';

const seeToAll = current.make((organisation) =>
  sweep({
    store,
    clock,
    log: logWithMetrics,
    takeStep: takeNextStep({ organisation, store, clock }),
    ...sending(),
    tell: tellAssignees({ organisation, store, clock, log: logWithMetrics }),
    remind: remindPeople({ organisation, store, clock, log: logWithMetrics }),
    countFigures: countFigures({ organisation, store, clock, log: logWithMetrics }),
  }),
);

/** Invoked by the schedule, for whatever is due. Each thing happens once, however often, late or concurrently the sweep runs. */
export const handler = loggingFaults(async (_event: unknown, context) => {
  await current.renew();
  return seeToAll()(until(context));
});
