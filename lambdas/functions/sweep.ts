import type { Context } from 'aws-lambda';
import { sweepNotices } from '../app/sweep.ts';
import { clock } from './parts.ts';
import { deliver, store, until } from './sender.ts';

const sweep = sweepNotices({ store, clock, deliver });

/** The schedule: whatever has become due and nobody has seen to. Any number of times, late or at once: each thing happens once. */
export const handler = async (_event: unknown, context: Context): Promise<void> => {
  await sweep(until(context));
};
