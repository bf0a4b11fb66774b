import { describe, expect, it } from 'vitest';
import { Day, Instant, dayOf, instantOf, later } from '../../lambdas/domain/time.ts';

const dayAt = (instant: string) => dayOf(instant as Instant);

describe('the day is the day in Stockholm', () => {
  it.each([
    ['2026-11-23T22:59:59.999Z', '2026-11-23'],
    ['2026-11-23T23:00:00.000Z', '2026-11-24'],
    ['2026-07-01T21:59:59.999Z', '2026-07-01'],
    ['2026-07-01T22:00:00.000Z', '2026-07-02'],
    ['2026-12-31T23:00:00.000Z', '2027-01-01'],
  ])('at midnight: %s is %s', (instant, day) => {
    expect(dayAt(instant)).toBe(day);
  });

  it.each([
    ['2026-03-28T22:59:59.999Z', '2026-03-28'],
    ['2026-03-28T23:00:00.000Z', '2026-03-29'],
    ['2026-03-29T21:59:59.999Z', '2026-03-29'],
    ['2026-03-29T22:00:00.000Z', '2026-03-30'],
  ])('around the change to summer time: %s is %s', (instant, day) => {
    expect(dayAt(instant)).toBe(day);
  });

  it.each([
    ['2026-10-24T21:59:59.999Z', '2026-10-24'],
    ['2026-10-24T22:00:00.000Z', '2026-10-25'],
    ['2026-10-25T22:59:59.999Z', '2026-10-25'],
    ['2026-10-25T23:00:00.000Z', '2026-10-26'],
  ])('around the change to winter time: %s is %s', (instant, day) => {
    expect(dayAt(instant)).toBe(day);
  });

  it('is written so that the order of the text is the order of the days', () => {
    expect(Day.parse(dayAt('2026-01-02T12:00:00.000Z'))).toBe('2026-01-02');
  });
});

describe('a moment', () => {
  it('is written in UTC to the millisecond', () => {
    expect(Instant.parse(instantOf(new Date(Date.UTC(2026, 10, 23, 9))))).toBe('2026-11-23T09:00:00.000Z');
    expect(Instant.safeParse('2026-11-23T09:00:00Z').success).toBe(false);
    expect(Instant.safeParse('2026-11-23T09:00:00.000+01:00').success).toBe(false);
  });

  it('can be moved on by milliseconds', () => {
    expect(later('2026-12-31T23:59:59.999Z' as Instant, 1)).toBe('2027-01-01T00:00:00.000Z');
  });
});
