import { describe, expect, test } from 'vitest';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import type { Language } from '../../lambdas/domain/text.ts';
import { writeLetterMail } from '../../lambdas/mail/letter-mail.ts';
import { pure } from '../domain/fixtures.ts';

const [reader] = pure.people;
if (!reader) throw new Error('nobody');

const reminderOf = (days: readonly number[], language: Language) =>
  writeLetterMail(
    {
      kind: 'reminder',
      id: 'one',
      address: addressHashOf(reader.email),
      to: { ...reader, language },
      needs: days.map((one) => ({
        reference: 'B26-7KQ4M' as Reference,
        title: 'Bokning <b>',
        why: 'asked',
        days: one,
      })),
    },
    {
      organisation: pure,
      addressOf: (reference) => `https://behov.example.org/needs/${reference}`,
      myPage: () => 'https://behov.example.org/min-sida',
      figuresPage: (year) => `https://behov.example.org/figures?year=${year}`,
    },
  );

describe('A letter', () => {
  test.each<[readonly number[], Language, string]>([
    [[1], 'sv', 'Påminnelse: ett behov väntar sedan en arbetsdag'],
    [[2], 'sv', 'Påminnelse: ett behov väntar sedan 2 arbetsdagar'],
    [[1, 1], 'sv', 'Påminnelse: 2 behov väntar, det äldsta sedan en arbetsdag'],
    [[5, 12], 'sv', 'Påminnelse: 2 behov väntar, det äldsta sedan 12 arbetsdagar'],
    [[1], 'en', 'Reminder: a need has been waiting for one working day'],
    [[1, 5], 'en', 'Reminder: 2 needs are waiting, the oldest for 5 working days'],
  ])('that reminds of needs that wait for %j days says so, in %s: %s', (days, language, subject) => {
    expect(reminderOf(days, language).subject).toBe(subject);
  });

  test('marks titles as what somebody wrote, and shows them as they are', () => {
    expect(reminderOf([5], 'sv').html).toContain('<span dir="auto">Bokning &lt;b></span>');
  });
});
