import { isBlank } from '../domain/need/fields.ts';
import type { Instant } from '../domain/time/time.ts';
import type { Values } from './body.ts';
import { fetchedAt, traps } from './trap-names.ts';

/** Whether a form was filled in by a machine, which fills in what people do not see. */
export const isTrapped = (values: Values): boolean =>
  Object.values(traps).some((name) => !isBlank(values[name]));

/** Whether a submission form was filled in as only a machine does: with what people do not see, or in no time. */
export function isFilledInByMachine(values: Values, now: Instant, seconds: number): boolean {
  const fetched = Date.parse(String(values[fetchedAt]));
  return isTrapped(values) || Date.parse(now) - fetched < seconds * 1000;
}
