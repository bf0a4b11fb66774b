import { daysAfter, numberOf, yearOf } from './time.ts';
import type { Day } from './time.ts';

/* Days are numbers here, because each submission goes through several weeks of them. */

const fixed = ['01-01', '01-06', '05-01', '06-06', '12-25', '12-26'];
/* Good Friday, Easter Sunday, Easter Monday, Ascension Day and Whit Sunday. */
const fromEaster = [-2, 0, 1, 39, 49];
const sunday = 0;
const saturday = 6;
/* Day 0 was a Thursday. */
const weekdayOf = (day: number): number => (day + 4) % 7;

const holidays = new Map<number, ReadonlySet<number>>();
function holidaysIn(year: number): ReadonlySet<number> {
  const known = holidays.get(year);
  if (known) return known;
  const dayIn = (date: string) => numberOf(`${year}-${date}` as Day);
  const easter = easterIn(year);
  const found = new Set([
    ...fixed.map(dayIn),
    ...fromEaster.map((days) => easter + days),
    /* Midsummer Day and All Saints' Day. */
    saturdayFrom(dayIn('06-20')),
    saturdayFrom(dayIn('10-31')),
  ]);
  holidays.set(year, found);
  return found;
}

const saturdayFrom = (day: number): number => day + saturday - weekdayOf(day);

/** Days on which the university is closed, from a first to a last, both included. */
export interface Closed {
  readonly from: Day;
  readonly to: Day;
}

const isFree = (day: number): boolean => holidaysIn(yearOf(day)).has(day);
const isWorked = (day: number, closed: readonly Closed[]): boolean => {
  const weekday = weekdayOf(day);
  return (
    weekday !== saturday &&
    weekday !== sunday &&
    !isFree(day) &&
    !isFree(day + 1) &&
    !closed.some(({ from, to }) => numberOf(from) <= day && day <= numberOf(to))
  );
};

/** Whether a day is a public holiday by the Swedish act SFS 1989:253, section 1. Ordinary Sundays are left out. */
export const isHoliday = (day: Day): boolean => isFree(numberOf(day));

/** Whether the university works that day: neither a Saturday, a Sunday, a public holiday nor the day before one, and not closed. */
export const isWorkingDay = (day: Day, closed: readonly Closed[] = []): boolean =>
  isWorked(numberOf(day), closed);

/** The `count`-th working day after a day, which itself does not count. */
export function workingDaysAfter(day: Day, count: number, closed: readonly Closed[] = []): Day {
  const from = numberOf(day);
  let reached = from;
  for (let left = count; left > 0; left -= isWorked(reached, closed) ? 1 : 0) reached++;
  return daysAfter(day, reached - from);
}

/** How many working days there are after a day, until another, which counts; none where that is no later. */
export function workingDaysBetween(from: Day, to: Day, closed: readonly Closed[] = []): number {
  let count = 0;
  for (let day = numberOf(from) + 1; day <= numberOf(to); day++) count += isWorked(day, closed) ? 1 : 0;
  return count;
}

/** Easter Sunday, by the anonymous Gregorian computus (Nature, 20 April 1876; Meeus, Astronomical Algorithms, chapter 8). */
function easterIn(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const epact =
    (19 * golden +
      century -
      Math.floor(century / 4) -
      Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) +
      15) %
    30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - (year % 4)) % 7;
  const correction = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  return numberOf(`${year}-03-22` as Day) + epact + toSunday - 7 * correction;
}
