import { daysAfter } from './time.ts';
import type { Day } from './time.ts';

const fixed = ['01-01', '01-06', '05-01', '06-06', '12-25', '12-26'];
/* Good Friday, Easter Sunday, Easter Monday, Ascension Day and Whit Sunday. */
const fromEaster = [-2, 0, 1, 39, 49];
const sunday = 0;
const saturday = 6;

/* Asked for again with every working day that is counted. */
const holidays = new Map<number, ReadonlySet<Day>>();
function holidaysIn(year: number): ReadonlySet<Day> {
  const known = holidays.get(year);
  if (known) return known;
  const easter = easterIn(year);
  const found = new Set([
    ...fixed.map((date) => `${year}-${date}` as Day),
    ...fromEaster.map((days) => daysAfter(easter, days)),
    /* Midsummer Day and All Saints' Day. */
    saturdayFrom(`${year}-06-20` as Day),
    saturdayFrom(`${year}-10-31` as Day),
  ]);
  holidays.set(year, found);
  return found;
}

/** Whether a day is a public holiday: the Swedish act on public holidays, SFS 1989:253, section 1, its ordinary Sundays apart. */
export const isHoliday = (day: Day): boolean => holidaysIn(Number(day.slice(0, 4))).has(day);

/** Whether the university works that day: neither a Saturday, a Sunday, a public holiday nor the day before one. */
export const isWorkingDay = (day: Day): boolean =>
  ![saturday, sunday].includes(weekdayOf(day)) && !isHoliday(day) && !isHoliday(daysAfter(day, 1));

/** The `count`-th working day after a day, which itself does not count. */
export function workingDaysAfter(day: Day, count: number): Day {
  let reached = day;
  for (let left = count; left > 0; left -= isWorkingDay(reached) ? 1 : 0) reached = daysAfter(reached, 1);
  return reached;
}

const weekdayOf = (day: Day): number => new Date(day).getUTCDay();

const saturdayFrom = (day: Day): Day => daysAfter(day, saturday - weekdayOf(day));

/** Easter Sunday, by the anonymous Gregorian computus (Nature, 20 April 1876; Meeus, Astronomical Algorithms, chapter 8). */
function easterIn(year: number): Day {
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
  return daysAfter(`${year}-03-22` as Day, epact + toSunday - 7 * correction);
}
