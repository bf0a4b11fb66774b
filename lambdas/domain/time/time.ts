import * as z from 'zod/mini';

/** A moment in UTC, in ISO 8601 with milliseconds. Sorted as text, instants are in order of time. */
export type Instant = z.infer<typeof Instant>;
export const Instant = z.iso.datetime({ precision: 3 }).brand<'Instant'>();

/** A calendar day, `2026-11-23`. */
export type Day = z.infer<typeof Day>;
export const Day = z.iso.date().brand<'Day'>();

/** A calendar month, `2026-11`. */
export type Month = z.infer<typeof Month>;
export const Month = z
  .string()
  .check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/))
  .brand<'Month'>();

export const instantOf = (date: Date): Instant => date.toISOString() as Instant;

/** The moment `milliseconds` after `instant`. */
export const later = (instant: Instant, milliseconds: number): Instant =>
  instantOf(new Date(Date.parse(instant) + milliseconds));

const hour = 3_600_000;
const day = 24 * hour;

/* One o'clock UTC on a month's last Sunday. */
function lastSundayOf(month: number, year: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0, 1));
  return last.getTime() - last.getUTCDay() * day;
}

/**
 * How far the university's clocks are ahead of UTC, in milliseconds. Summer time is from one o'clock UTC on the last Sunday of
 * March to the same hour on the last Sunday of October (directive 2000/84/EC, SFS 2001:127). Computed here, because loading `Intl`
 * takes a third of a cold start. The tests compare it with `Intl`.
 */
function aheadAt(moment: number): number {
  const year = new Date(moment).getUTCFullYear();
  return lastSundayOf(2, year) <= moment && moment < lastSundayOf(9, year) ? 2 * hour : hour;
}

/** A day's number: how many days it is after 1 January 1970. */
export const numberOf = (of: Day): number => Date.parse(of) / day;

/** The year that a numbered day is in. */
export const yearOf = (numbered: number): number => new Date(numbered * day).getUTCFullYear();

/** The day a number of days after another, or before it. */
export const daysAfter = (from: Day, days: number): Day =>
  instantOf(new Date(Date.parse(from) + days * day)).slice(0, 10) as Day;

/** The day it is at the university at that moment. */
export const dayOf = (instant: Instant): Day => {
  const moment = Date.parse(instant);
  return instantOf(new Date(moment + aheadAt(moment))).slice(0, 10) as Day;
};

/** What the clocks show at the university at that moment, to the minute: `2026-12-03T10:00`, as a form has it. */
export const localMinuteOf = (instant: Instant): string => {
  const moment = Date.parse(instant);
  return instantOf(new Date(moment + aheadAt(moment))).slice(0, 16);
};

/** The month it is at the university at that moment. */
export const monthOf = (instant: Instant): Month => dayOf(instant).slice(0, 7) as Month;

const monthAfter = (month: Month): Month => daysAfter(`${month}-01` as Day, 31).slice(0, 7) as Month;

/** The months from one to a later one, both included. */
export function monthsFrom(first: Month, last: Month): readonly Month[] {
  const months: Month[] = [];
  for (let month = first; month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

/* Right for hours that occur once a day. The clocks change between two and three. */
function momentOf(onDay: Day, hours: number): Instant {
  const asUtc = Date.parse(onDay) + hours * hour;
  return instantOf(new Date(asUtc - aheadAt(asUtc - hour)));
}

/** The moment at which it is so many minutes past midnight at the university, on a day. */
export const momentAt = (day: Day, minutes: number): Instant => momentOf(day, minutes / 60);

/** Midnight at the university, when a day begins. */
export const beginningOf = (day: Day): Instant => momentOf(day, 0);

/** Seven in the morning at the university, so that mails have arrived when people begin work. */
export const morningOf = (day: Day): Instant => momentOf(day, 7);
