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

const stockholm = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' });

/** The day it is at the university at that moment. */
export const dayOf = (instant: Instant): Day => stockholm.format(new Date(instant)) as Day;
