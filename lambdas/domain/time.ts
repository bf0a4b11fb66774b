import * as z from 'zod/mini';

/** A moment in UTC, as ISO 8601 writes it to the millisecond: text order is time order. */
export type Instant = z.infer<typeof Instant>;
export const Instant = z.iso.datetime({ precision: 3 }).brand<'Instant'>();

/** A calendar day, `2026-11-23`. */
export type Day = z.infer<typeof Day>;
export const Day = z.iso.date().brand<'Day'>();

export const instantOf = (date: Date): Instant => date.toISOString() as Instant;

/** The moment `milliseconds` after `instant`. */
export const later = (instant: Instant, milliseconds: number): Instant =>
  instantOf(new Date(Date.parse(instant) + milliseconds));

/** The day a number of days after another, or before it. */
export const daysAfter = (day: Day, days: number): Day =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10) as Day;

const stockholm = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' });
const stockholmHour = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Stockholm',
  hour: '2-digit',
  hourCycle: 'h23',
});

/** The day it is at the university at that moment. */
export const dayOf = (instant: Instant): Day => stockholm.format(new Date(instant)) as Day;

const hour = 3_600_000;

/* For hours that exist once a day: the clocks are changed between two and three. */
function momentOf(day: Day, hours: number): Instant {
  const inWinter = instantOf(new Date(Date.parse(day) + (hours - 1) * hour));
  return Number(stockholmHour.format(new Date(inWinter))) === hours ? inWinter : later(inWinter, -hour);
}

/** Midnight at the university, when a day begins. */
export const beginningOf = (day: Day): Instant => momentOf(day, 0);

/** Seven in the morning at the university: what is sent then is there when people come to work. */
export const morningOf = (day: Day): Instant => momentOf(day, 7);
