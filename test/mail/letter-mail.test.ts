import { describe, expect, test } from 'vitest';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import type { LetterMail } from '../../lambdas/app/ports/mailer.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import type { WaitingNeed } from '../../lambdas/domain/notice/letter.ts';
import type { Language } from '../../lambdas/domain/text.ts';
import { writeCodeMail } from '../../lambdas/mail/code-mail.ts';
import { writeLetterMail } from '../../lambdas/mail/letter-mail.ts';
import { pure } from '../domain/fixtures.ts';
import { fileIn } from '../i18n/walk.ts';

const [reader] = pure.people;
if (!reader) throw new Error('nobody');

type Contents = LetterMail extends infer Letter
  ? Letter extends LetterMail
    ? Omit<Letter, 'id' | 'address' | 'to'>
    : never
  : never;

const letterOf = (contents: Contents, language: Language = 'sv', isAnswerable = false) =>
  writeLetterMail(
    {
      ...contents,
      id: 'one',
      address: addressHashOf(reader.email),
      to: { ...reader, language },
    },
    {
      organisation: pure,
      isAnswerable,
      addressOf: (reference) => `https://behov.example.org/needs/${reference}`,
      myPage: () => 'https://behov.example.org/min-sida',
      meetingAt: (id, token) => `https://behov.example.org/${token ?? id}`,
      figuresPage: (year) => `https://behov.example.org/figures?year=${year}`,
    },
  );

const need = { reference: 'B26-7KQ4M' as Reference, title: 'Bokning <b>' };
const waiting = (days: number, more: Partial<WaitingNeed> = {}): WaitingNeed => ({
  ...need,
  why: 'asked',
  days,
  ...more,
});
const reminderOf = (days: readonly number[], more?: Partial<WaitingNeed>): Contents => ({
  kind: 'reminder',
  needs: days.map((one) => waiting(one, more)),
});
const assigned = (count: number): Contents => ({ kind: 'assigned', needs: Array(count).fill(need) });
const digestOf = (count: number, language: Language = 'sv'): Contents => {
  const file = fileIn('clarifying', { title: need.title, language });
  const events = file.history.map(({ event }) => event);
  return { kind: 'digest', waiting: [waiting(5)], news: Array(count).fill({ file, events }) };
};
const passedOn = { why: 'passed-on' } as const;

describe('A letter', () => {
  test.each<[string, Contents, string, string]>([
    [
      'of one need for one day',
      reminderOf([1]),
      'Påminnelse: ett behov väntar sedan en arbetsdag',
      'Reminder: a need has been waiting for one working day',
    ],
    [
      'of one need for two days',
      reminderOf([2]),
      'Påminnelse: ett behov väntar sedan 2 arbetsdagar',
      'Reminder: a need has been waiting for 2 working days',
    ],
    [
      'of two needs for one day',
      reminderOf([1, 1]),
      'Påminnelse: 2 behov väntar, det äldsta sedan en arbetsdag',
      'Reminder: 2 needs are waiting, the oldest for one working day',
    ],
    [
      'of two needs for two days',
      reminderOf([1, 2]),
      'Påminnelse: 2 behov väntar, det äldsta sedan 2 arbetsdagar',
      'Reminder: 2 needs are waiting, the oldest for 2 working days',
    ],
    [
      'of one need that waits for others',
      reminderOf([15], passedOn),
      'Ett behov har väntat länge på andra',
      'A need has been waiting a long time for others',
    ],
    [
      'of two needs that wait for others',
      reminderOf([15, 15], passedOn),
      '2 behov har väntat länge på andra',
      '2 needs have been waiting a long time for others',
    ],
    ['of one need that is theirs', assigned(1), 'Ett behov väntar på dig', 'A need is waiting for you'],
    ['of two needs that are theirs', assigned(2), '2 behov väntar på dig', '2 needs are waiting for you'],
    [
      'of news of one need',
      digestOf(1),
      'För kännedom: nytt om ett behov',
      'For information: news of a need',
    ],
    [
      'of news of two needs',
      digestOf(2),
      'För kännedom: nytt om 2 behov',
      'For information: news of 2 needs',
    ],
  ])('%s counts right in its subject', (_what, contents, swedish, english) => {
    expect(letterOf(contents, 'sv').subject).toBe(swedish);
    expect(letterOf(contents, 'en').subject).toBe(english);
  });

  test.each(['asked', 'unanswered', 'overdue', 'passed-on'] as const)(
    'says in the singular that something has waited for one day: %s',
    (why) => {
      expect(letterOf(reminderOf([1], { why }), 'sv').text).toMatch(/ en arbetsdag/);
      expect(letterOf(reminderOf([2], { why }), 'sv').text).toMatch(/ 2 arbetsdagar/);
      expect(letterOf(reminderOf([1], { why }), 'en').text).toMatch(/ one working day\b/);
      expect(letterOf(reminderOf([2], { why }), 'en').text).toMatch(/ 2 working days\b/);
    },
  );

  test('marks titles as what somebody wrote, and shows them as they are', () => {
    for (const contents of [assigned(1), reminderOf([5]), digestOf(1)])
      expect(letterOf(contents).html).toContain('<span dir="auto">Bokning &lt;b></span>');
  });

  test('gives the language of a title where the letter has another', () => {
    const inEnglish = { ...need, language: 'en' as const };
    const letters: readonly Contents[] = [
      { kind: 'assigned', needs: [inEnglish] },
      { kind: 'reminder', needs: [waiting(5, inEnglish)] },
      { kind: 'digest', waiting: [waiting(5, inEnglish)], news: [] },
      { ...digestOf(1, 'en'), waiting: [] } as Contents,
    ];
    for (const contents of letters) {
      expect(letterOf(contents, 'sv').html).toContain('<span dir="auto" lang="en">Bokning &lt;b></span>');
      expect(letterOf(contents, 'en').html).toContain('<span dir="auto">Bokning &lt;b></span>');
    }
  });

  test('marks as written nothing that the system wrote', () => {
    expect(letterOf({ kind: 'figures', year: 2026 }).html).not.toContain('dir="auto"');
  });

  test.each([
    ['sv', 'Det går inte att svara på mejlet.'],
    ['en', 'Replies to this email are not read.'],
  ] as const)(
    'says in %s that answers are not read, unless they are; a code’s mail too',
    (language, said) => {
      const code = { to: reader.email, language, challenge: 'c'.repeat(43), digits: '12345678' };
      for (const isAnswerable of [false, true]) {
        const written = [
          letterOf(assigned(1), language, isAnswerable),
          letterOf({ kind: 'figures', year: 2026 }, language, isAnswerable),
          writeCodeMail(code, { organisation: pure, link: 'https://behov.example.org/code', isAnswerable }),
        ];
        for (const { text, html } of written) {
          for (const mail of [text, html]) expect(mail.includes(said)).toBe(!isAnswerable);
          expect(text).not.toMatch(/knapp|button/i);
        }
      }
    },
  );
});
