import { hash } from 'node:crypto';
import { isWorkingDay, workingDaysAfter } from '../../lambdas/domain/time/calendar.ts';
import { beginningOf, daysAfter, later } from '../../lambdas/domain/time/time.ts';
import type { Day, Instant } from '../../lambdas/domain/time/time.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';

/** Bytes that follow from a text: what is made of them is the same each time. */
export const bytesOf = (text: string): Uint8Array => hash('sha256', text, 'buffer');

/** The day that is so many working days after another, or before it. */
export function workingDayFrom({ closed }: Organisation, today: Day, count: number): Day {
  if (count >= 0) return workingDaysAfter(today, count, closed);
  let day = today;
  for (let left = -count; left > 0; left -= isWorkingDay(day, closed) ? 1 : 0) day = daysAfter(day, -1);
  return day;
}

/** The day on which a term starts next. */
export function nextTermStart(today: Day): Day {
  const year = today.slice(0, 4);
  const days = [`${year}-01-18`, `${year}-08-31`, `${Number(year) + 1}-01-18`] as Day[];
  return days.find((day) => day > today) ?? today;
}

const minute = 60_000;

/** A moment in the working hours of a day, and later than another. */
export function momentOn(day: Day, seed: string, after: Instant | undefined): Instant {
  const [first = 0, second = 0, third = 0] = bytesOf(seed);
  const own = later(beginningOf(day), (8 * 60 + ((first * 256 + second) % 480)) * minute + third * 200);
  if (after === undefined || own > after) return own;
  return later(after, (5 + (first % 20)) * minute + third * 200);
}
