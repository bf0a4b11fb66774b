import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { Accessibility } from '../../lambdas/domain/accessibility.ts';
import { asStored } from '../../lambdas/domain/as-stored.ts';
import { readContent } from '../../lambdas/domain/correction.ts';
import { EmailAddress } from '../../lambdas/domain/email-address.ts';
import { Day } from '../../lambdas/domain/time/time.ts';

const mistakesIn = (schema: z.ZodMiniType, content: unknown) => {
  const read = readContent(schema, content);
  return 'mistakes' in read ? read.mistakes : [];
};

describe('A mistake in a file is said with its place and what is to be done', () => {
  const contact = z.strictObject({ email: z.optional(EmailAddress), since: z.optional(Day) });
  const file = z.strictObject({
    mail: z.optional(contact),
    people: z.optional(z.array(contact)),
    name: z.optional(z.string().check(z.regex(/^[a-z]+$/))),
  });

  test.each<[string, unknown, string]>([
    ['what is missing', 'text', 'the file: expected object; add or correct it'],
    [
      'a day that is none',
      { mail: { since: '2026-13-01' } },
      'mail.since: is not a day of the calendar; write it as 2026-11-23',
    ],
    ['a list that is none', { people: {} }, 'people: expected array; add or correct it'],
    [
      'what has another form',
      { name: 'A1' },
      'name: is empty, too long or not written as it must be; correct it',
    ],
    ['a key that there is nowhere', { nam: 1 }, 'the file: unknown key nam; correct or remove it'],
    [
      'a key that belongs in two places, of which one is in a list',
      { email: 'a@example.org' },
      'the file: email belongs in another place; write it as mail.email or people.N.email',
    ],
    [
      'several keys',
      { nam: 1, since: 2 },
      'the file: unknown key nam; correct or remove it; since belongs in another place; write it as mail.since or people.N.since',
    ],
  ])('%s', (_what, content, mistake) => {
    expect(mistakesIn(file, content)).toEqual([mistake]);
  });

  test('an address that mail cannot be sent to', () => {
    expect(mistakesIn(file, { mail: { email: 'anna' } })[0]).toMatch(
      /^mail\.email: mail cannot be sent to this address; write it as name@example\.org/,
    );
  });
});

describe('What a review of accessibility found', () => {
  test('is its day and its result, and no shortcomings where none are named', () => {
    const found = { reviewed: '2026-11-23', result: 'partly' };
    const shortcomings = { sv: ['Kartan saknar text'], en: [] };
    const read = (more: object = {}) => readContent(Accessibility, { ...found, ...more });
    expect(read()).toEqual({ value: { ...found, shortcomings: { sv: [], en: [] } } });
    expect(read({ shortcomings: { sv: shortcomings.sv } })).toEqual({ value: { ...found, shortcomings } });
    for (const result of ['full', 'partly', 'not'])
      expect(read({ result })).toMatchObject({ value: { result } });
  });

  test('is refused without its day or its result, with what is to be done', () => {
    expect(mistakesIn(Accessibility, 'full')).toEqual(['the file: add the day of the review and its result']);
    expect(mistakesIn(Accessibility, { reviewed: '2026-11-23', result: 'yes' })).toEqual([
      'result: write "full", "partly" or "not"',
    ]);
  });
});

test('What is stored is checked, and given as it was written, its members in their order', () => {
  const read = asStored(z.object({ name: z.string(), of: z.string() }));
  const stored = { of: 'it', more: 1, name: 'IT' };
  expect(read(stored)).toBe(stored);
  expect(() => read({ of: 'it' })).toThrow('name');
});
