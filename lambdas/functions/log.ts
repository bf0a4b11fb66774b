import type { Log } from '../app/ports.ts';

/** One JSON line an outcome, as CloudWatch Logs Insights reads it. */
export const log: Log = (outcome, facts) => {
  console.log(JSON.stringify({ outcome, ...facts }));
};
