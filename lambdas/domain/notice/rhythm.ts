import * as z from 'zod/mini';
import { workingDaysAfter } from '../time/calendar.ts';
import type { Closed } from '../time/calendar.ts';
import { dayOf, daysAfter, morningOf } from '../time/time.ts';
import type { Day, Instant } from '../time/time.ts';

/* docs/design.md, "Rhythm" */

/** How often somebody wants what is only for information: at each change, once a day, or once a week. */
export const rhythms = ['each', 'daily', 'weekly'] as const;
export const Rhythm = z.enum(rhythms);
export type Rhythm = z.infer<typeof Rhythm>;

/**
 * The morning of the digest that takes up what happens at `now`: the next working morning, or the first one of the next week.
 * Something that happens before seven on such a morning is in that morning's.
 */
export function digestMorning(
  rhythm: Exclude<Rhythm, 'each'>,
  now: Instant,
  closed: readonly Closed[],
): { readonly day: Day; readonly at: Instant } {
  const today = dayOf(now);
  const before = daysAfter(today, now < morningOf(today) ? -1 : 0);
  const day = workingDaysAfter(rhythm === 'daily' ? before : sundayFrom(before), 1, closed);
  return { day, at: morningOf(day) };
}

/** The Sunday that ends the week of a day. */
function sundayFrom(day: Day): Day {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return daysAfter(day, (7 - weekday) % 7);
}
