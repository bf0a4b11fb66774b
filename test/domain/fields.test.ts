import { describe, expect, test } from 'vitest';
import { firstOfEach, parseInput } from '../../lambdas/domain/need/fields.ts';
import type { Field } from '../../lambdas/domain/need/fields.ts';
import { dayOf, daysAfter, instantOf } from '../../lambdas/domain/time/time.ts';

const today = dayOf(instantOf(new Date('2026-11-23T08:00:00Z')));
const fields: readonly Field[] = [
  { name: 'reason', required: true, kind: 'text', most: 2000 },
  { name: 'comment', required: false, kind: 'text', most: 2000 },
  { name: 'plannedEnd', required: true, kind: 'date', earliest: today, latest: daysAfter(today, 365) },
  { name: 'advice', required: true, kind: 'choice', options: ['do', 'later'] },
  { name: 'areas', required: true, kind: 'choices', options: ['forskning', 'infrastruktur'] },
];
const filledIn = { reason: 'x', plannedEnd: '2026-12-01', advice: 'do', areas: 'forskning' };

describe('what is filled in for an action', () => {
  test.each(['', ' ', '\u2060', '\u3164\u200d', '\u2800', '\ufe0f \u{e0020}'])(
    'is missing where nothing is visible in it: %j',
    (nothing) => {
      const read = (areas: unknown) =>
        parseInput('advise', fields, {
          reason: nothing,
          comment: nothing,
          plannedEnd: nothing,
          advice: nothing,
          areas,
        });
      const missing = ['reason', 'plannedEnd', 'advice', 'areas'].map((field) => ({
        field,
        problem: 'missing',
      }));
      expect(read(nothing)).toEqual({ mistakes: missing });
      expect(read([nothing, nothing])).toEqual({ mistakes: missing });
    },
  );

  test.each([
    ['2026-11-22', 'too-early'],
    ['0026-11-23', 'too-early'],
    ['9999-12-31', 'too-late'],
    ['2027-02-30', 'not-a-date'],
  ])('has dates within bounds: %s is %s', (plannedEnd, problem) => {
    const read = parseInput('advise', fields, { ...filledIn, plannedEnd });
    expect('mistakes' in read && read.mistakes[0]).toMatchObject({ field: 'plannedEnd', problem });
  });

  test('names each of several choices once, in the order they were made', () => {
    const areas = ['infrastruktur', 'forskning', '\u2060', 'infrastruktur'];
    expect(parseInput('advise', fields, { ...filledIn, areas })).toMatchObject({
      action: { input: { areas: ['infrastruktur', 'forskning'] } },
    });
  });

  test.each<[string, Field, unknown, string | undefined]>([
    ['a number', { name: 'reason', required: true, kind: 'text', most: 20 }, 7, 'wrong'],
    ['too much', { name: 'reason', required: true, kind: 'text', most: 5 }, 'abcdef', 'too-long'],
    [
      'no reference',
      { name: 'sameAs', required: false, kind: 'text', most: 20, isReference: true },
      'B26',
      'not-an-option',
    ],
    [
      'a reference',
      { name: 'sameAs', required: false, kind: 'text', most: 20, isReference: true },
      ' b26-7kq4m ',
      undefined,
    ],
    [
      'no address',
      { name: 'address', required: true, kind: 'text', most: 254, isAddress: true },
      'anna',
      'not-an-address',
    ],
    [
      'another choice',
      { name: 'advice', required: false, kind: 'choice', options: ['do'] },
      'x',
      'not-an-option',
    ],
    ['no choice', { name: 'advice', required: false, kind: 'choice', options: ['do'] }, ' ', undefined],
  ])('is right or has a mistake: %s', (_what, field, value, problem) => {
    const read = parseInput('advise', [field], { [field.name]: value });
    const mistakes = 'mistakes' in read ? read.mistakes : [];
    expect(mistakes.map((one) => [one.field, one.problem])).toEqual(problem ? [[field.name, problem]] : []);
  });

  test('shows of each field its first mistake', () => {
    const mistakes = [
      { field: 'areas', problem: 'missing' },
      { field: 'reason', problem: 'missing' },
      { field: 'areas', problem: 'not-an-option' },
    ] as const;
    expect(firstOfEach(mistakes)).toEqual(mistakes.slice(0, 2));
  });
});
