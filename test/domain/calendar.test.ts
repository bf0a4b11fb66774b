import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isHoliday, isWorkingDay, workingDaysAfter } from '../../lambdas/domain/time/calendar.ts';
import { beginningOf, dayOf, daysAfter, later, morningOf } from '../../lambdas/domain/time/time.ts';
import type { Day, Instant } from '../../lambdas/domain/time/time.ts';
import { freeWeekdays } from '../support/free-days.ts';
import { seed } from '../support/seed.ts';

const daysOf = (year: number): readonly Day[] =>
  Array.from({ length: 366 }, (_, index) => daysAfter(`${year}-01-01` as Day, index)).filter((day) =>
    day.startsWith(String(year)),
  );
const isWeekend = (day: Day) => [0, 6].includes(new Date(day).getUTCDay());

/** Easter Sunday, Midsummer Eve and All Saints' Day by the printed almanac. */
const almanac = [
  [2026, '2026-04-05', '2026-06-19', '2026-10-31'],
  [2027, '2027-03-28', '2027-06-25', '2027-11-06'],
  [2028, '2028-04-16', '2028-06-23', '2028-11-04'],
  [2029, '2029-04-01', '2029-06-22', '2029-11-03'],
  [2030, '2030-04-21', '2030-06-21', '2030-11-02'],
] as const;

describe.each(almanac)('the Swedish year %i', (year, easter, midsummerEve, allSaints) => {
  test('has its moveable holidays where the almanac has them', () => {
    const moveable = [-2, 0, 1, 39, 49].map((days) => daysAfter(easter as Day, days));
    const midsummer = daysAfter(midsummerEve as Day, 1);
    const fixed = ['01-01', '01-06', '05-01', '06-06', '12-25', '12-26'].map((date) => `${year}-${date}`);
    expect(daysOf(year).filter(isHoliday)).toEqual(
      [...new Set([...moveable, midsummer, allSaints, ...fixed])].sort(),
    );
  });

  test('is free on the weekdays typed by hand, the day before each holiday among them, and on no other', () => {
    const free = daysOf(year).filter((day) => !isWeekend(day) && !isWorkingDay(day));
    expect(free).toEqual([...(freeWeekdays[year] ?? [])].sort());
  });

  test('is free on every Saturday and Sunday', () => {
    expect(daysOf(year).filter((day) => isWeekend(day) && isWorkingDay(day))).toEqual([]);
  });
});

test.each([
  ['1818-03-22', 'the earliest Easter there is'],
  ['2038-04-25', 'the latest Easter there is'],
  ['1981-04-19', 'the first exception of the Gregorian rule'],
  ['2049-04-18', 'its second exception'],
  ['2000-04-23', 'a leap year that ends a century'],
])('Easter is on %s: %s', (easter) => {
  expect([-2, 0, 1].map((days) => isHoliday(daysAfter(easter as Day, days)))).toEqual([true, true, true]);
});

/** Easter Sunday by J.-M. Oudin's algorithm of 1940, which the US Naval Observatory publishes. */
function easterByOudin(year: number): Day {
  const { trunc } = Math;
  const century = trunc(year / 100);
  const golden = year % 19;
  const raw =
    century - trunc(century / 4) - trunc((century - trunc((century - 17) / 25)) / 3) + 19 * golden + 15;
  const full = raw % 30;
  const moon = full - trunc(full / 28) * (1 - trunc(29 / (full + 1)) * trunc((21 - golden) / 11));
  const weekday = (year + trunc(year / 4) + moon + 2 - century + trunc(century / 4)) % 7;
  return daysAfter(`${year}-03-28` as Day, moon - weekday);
}

test('Easter is where another algorithm has it, from 1900 to 2199', () => {
  const years = Array.from({ length: 300 }, (_, index) => 1900 + index);
  const wrong = years.filter((year) => {
    const easter = easterByOudin(year);
    return ![-2, 0, 1, 39, 49].every((days) => isHoliday(daysAfter(easter, days)));
  });
  expect(wrong).toEqual([]);
});

describe('working days are counted', () => {
  test.each([
    ['2026-11-23', 5, '2026-11-30', 'over a weekend'],
    ['2026-11-28', 1, '2026-11-30', 'from a Saturday'],
    ['2026-12-18', 5, '2026-12-29', 'over Christmas'],
    ['2026-12-30', 1, '2027-01-04', "over New Year's Day"],
    ['2027-03-24', 1, '2027-03-30', 'over Easter'],
    ['2027-04-29', 3, '2027-05-07', 'over the first of May and Ascension Day'],
    ['2027-06-24', 1, '2027-06-28', 'over Midsummer'],
  ])('%s and %i more: %s, %s', (from, count, to) => {
    expect(workingDaysAfter(from as Day, count)).toBe(to);
  });

  test(`so that as many lie after the first day, up to and including the last (1,000 cases, seed ${seed})`, () => {
    const days = fc.integer({ min: 0, max: 36_500 }).map((days) => daysAfter('2000-01-01' as Day, days));
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 60 }), (from, count) => {
        const to = workingDaysAfter(from, count);
        let counted = 0;
        for (let day = daysAfter(from, 1); day <= to; day = daysAfter(day, 1)) counted += +isWorkingDay(day);
        expect(counted).toBe(count);
        expect(isWorkingDay(to)).toBe(true);
      }),
      { numRuns: 1000, seed },
    );
  });
});

test('the university works until the day before it closes, and from the day after', () => {
  const closed = [{ from: '2026-11-24' as Day, to: '2026-11-26' as Day }];
  const worked = ['2026-11-23', '2026-11-24', '2026-11-26', '2026-11-27'].filter((day) =>
    isWorkingDay(day as Day, closed),
  );
  expect(worked).toEqual(['2026-11-23', '2026-11-27']);
});

describe('a day at the university', () => {
  test.each([
    ['2027-03-27', '2027-03-26T23:00:00.000Z', '2027-03-27T06:00:00.000Z', 'the day before summer time'],
    ['2027-03-28', '2027-03-27T23:00:00.000Z', '2027-03-28T05:00:00.000Z', 'the day summer time begins'],
    ['2027-03-29', '2027-03-28T22:00:00.000Z', '2027-03-29T05:00:00.000Z', 'the day after'],
    ['2027-10-31', '2027-10-30T22:00:00.000Z', '2027-10-31T06:00:00.000Z', 'the day summer time ends'],
    ['2027-11-01', '2027-10-31T23:00:00.000Z', '2027-11-01T06:00:00.000Z', 'the day after'],
  ])('%s begins at %s and its morning is at %s: %s', (day, midnight, morning) => {
    expect([beginningOf(day as Day), morningOf(day as Day)]).toEqual([midnight, morning]);
  });

  test('begins at its first moment (every day of 2026–2030)', () => {
    for (const [year] of almanac) {
      for (const day of daysOf(year)) {
        const midnight: Instant = beginningOf(day);
        expect([dayOf(midnight), dayOf(later(midnight, -1))]).toEqual([day, daysAfter(day, -1)]);
      }
    }
  });
});
