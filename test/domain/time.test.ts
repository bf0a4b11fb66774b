import { describe, expect, test } from 'vitest';
import { isWhole } from '../support/whole.ts';
import {
  Day,
  Instant,
  Month,
  beginningOf,
  dayOf,
  instantOf,
  later,
  localMinuteOf,
  monthsFrom,
  morningOf,
} from '../../lambdas/domain/time/time.ts';

const dayAt = (instant: string) => dayOf(instant as Instant);

describe('the day is the day in Stockholm', () => {
  test.each([
    ['2026-11-23T22:59:59.999Z', '2026-11-23'],
    ['2026-11-23T23:00:00.000Z', '2026-11-24'],
    ['2026-07-01T21:59:59.999Z', '2026-07-01'],
    ['2026-07-01T22:00:00.000Z', '2026-07-02'],
    ['2026-12-31T23:00:00.000Z', '2027-01-01'],
  ])('at midnight: %s is %s', (instant, day) => {
    expect(dayAt(instant)).toBe(day);
  });

  test.each([
    ['2026-03-28T22:59:59.999Z', '2026-03-28'],
    ['2026-03-28T23:00:00.000Z', '2026-03-29'],
    ['2026-03-29T21:59:59.999Z', '2026-03-29'],
    ['2026-03-29T22:00:00.000Z', '2026-03-30'],
  ])('around the change to summer time: %s is %s', (instant, day) => {
    expect(dayAt(instant)).toBe(day);
  });

  test.each([
    ['2026-10-24T21:59:59.999Z', '2026-10-24'],
    ['2026-10-24T22:00:00.000Z', '2026-10-25'],
    ['2026-10-25T22:59:59.999Z', '2026-10-25'],
    ['2026-10-25T23:00:00.000Z', '2026-10-26'],
  ])('around the change to winter time: %s is %s', (instant, day) => {
    expect(dayAt(instant)).toBe(day);
  });

  /* A sample comes to each hour of the day within a week. */
  const step = isWhole ? 1 : 7;

  test(`as the time zone database has it, ${isWhole ? 'at every hour' : 'every seven hours'} of forty years`, () => {
    const inStockholm = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' });
    const wrong: string[] = [];
    for (let at = Date.UTC(2020, 0); at < Date.UTC(2060, 0); at += step * 3_600_000) {
      const instant = instantOf(new Date(at));
      if (dayAt(instant) !== inStockholm.format(at)) wrong.push(instant);
    }
    expect(wrong).toEqual([]);
  });

  test.each([
    [0, beginningOf],
    [7, morningOf],
  ])('at %i o’clock of every day of forty years', (hours, momentOf) => {
    const inStockholm = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Stockholm',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    const wrong: string[] = [];
    for (let at = Date.UTC(2020, 0); at < Date.UTC(2060, 0); at += 86_400_000) {
      const day = new Date(at).toISOString().slice(0, 10);
      const clock = inStockholm.format(Date.parse(momentOf(day as Day)));
      if (clock !== `${day} 0${hours}:00:00`) wrong.push(`${day}: ${clock}`);
    }
    expect(wrong).toEqual([]);
  });

  test('is written so that the order of the text is the order of the days', () => {
    expect(Day.parse(dayAt('2026-01-02T12:00:00.000Z'))).toBe('2026-01-02');
  });
});

describe('a month', () => {
  test.each(['2026-01', '2026-09', '2026-10', '2026-12'])('is written %s', (month) => {
    expect(Month.parse(month)).toBe(month);
  });

  test.each(['2026-00', '2026-13', '2026-1', '26-11', '2026-11-23', '12026-11', 'abcd-11', ''])(
    'is not written %j',
    (text) => {
      expect(Month.safeParse(text).success).toBe(false);
    },
  );
});

test('months are counted from the first to the last, over a new year', () => {
  const months = (first: string, last: string) => monthsFrom(first as Month, last as Month);
  expect(months('2026-11', '2027-02')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
  expect(months('2026-11', '2026-11')).toEqual(['2026-11']);
  expect(months('2026-12', '2026-11')).toEqual([]);
});

describe('a moment', () => {
  test('is shown as the clocks are at the university, to the minute', () => {
    expect(localMinuteOf('2026-12-03T09:30:59.000Z' as Instant)).toBe('2026-12-03T10:30');
    expect(localMinuteOf('2026-07-01T22:15:00.000Z' as Instant)).toBe('2026-07-02T00:15');
    const around = (moment: string) => [-1, 0].map((by) => localMinuteOf(later(moment as Instant, by)));
    expect(around('2026-03-29T01:00:00.000Z')).toEqual(['2026-03-29T01:59', '2026-03-29T03:00']);
    expect(around('2026-10-25T01:00:00.000Z')).toEqual(['2026-10-25T02:59', '2026-10-25T02:00']);
  });

  test('is written in UTC to the millisecond', () => {
    expect(Instant.parse(instantOf(new Date(Date.UTC(2026, 10, 23, 9))))).toBe('2026-11-23T09:00:00.000Z');
    expect(Instant.safeParse('2026-11-23T09:00:00Z').success).toBe(false);
    expect(Instant.safeParse('2026-11-23T09:00:00.000+01:00').success).toBe(false);
  });

  test('can be moved on by milliseconds', () => {
    expect(later('2026-12-31T23:59:59.999Z' as Instant, 1)).toBe('2027-01-01T00:00:00.000Z');
  });
});
