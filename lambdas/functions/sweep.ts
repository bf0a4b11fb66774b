import { takeNextStep } from '../app/need/remind.ts';
import { sweep } from '../app/sweep.ts';
import { log, loggingFaults } from './log.ts';
import { clock, organisation } from './runtime.ts';
import { deliver, store, until } from './sender.ts';

const seeToAll = sweep({
  store,
  clock,
  log,
  takeStep: takeNextStep({ organisation, store, clock }),
  deliver,
});

/** The schedule: whatever has become due and nobody has seen to. Any number of times, late or at once: each thing happens once. */
export const handler = loggingFaults((_event: unknown, context) => seeToAll(until(context)));
