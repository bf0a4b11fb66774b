import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardOf } from '../../lambdas/domain/need/make-card.ts';
import { foldedWords, searchWords, wordsWithin } from '../../lambdas/domain/need/words.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { found, similarTo } from '../../lambdas/domain/overview/search.ts';
import { seed } from '../support/seed.ts';
import type { Day } from '../../lambdas/domain/time/time.ts';
import { needIn } from './fixtures.ts';

describe('The words of a text', () => {
  test('are compared without case and accents, and å, ä and ö stay themselves', () => {
    expect(foldedWords('Schemaläggning på CAFÉ Über, Åäö! a\u0301')).toEqual([
      ...['schemaläggning', 'på', 'cafe', 'uber', 'åäö', 'a'],
    ]);
    expect(foldedWords('pa')).not.toEqual(foldedWords('på'));
  });

  test('are kept rarest first, without those that tell nothing', () => {
    expect(searchWords('Salen har ingen hörslinga och det är ett problem')).toEqual([
      ...['hörslinga', 'problem', 'salen'],
    ]);
  });

  test('that fit are as many as there is room for, in whatever script', () => {
    const property = fc.property(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1 })),
      fc.nat(200),
      (words, most) => {
        expect(new TextEncoder().encode(wordsWithin(words, most)).length).toBeLessThanOrEqual(most);
      },
    );
    fc.assert(property, { seed });
    expect(wordsWithin(['lång', 'ord', 'x'], 8)).toBe('lång x');
  });
});

const card = (number: number, title: string, words = '') => ({
  ...cardOf({ ...needIn('clarifying'), title, reference: `B26-0000${number}` as Reference }),
  words,
});
const cards = [
  card(1, 'Hörslinga saknas i sal A', 'föreläsare mikrofon'),
  card(2, 'Mikrofoner i salarna', 'föreläsare hörslinga teknik'),
  card(3, 'Schemat ändras sent', 'timlärare planering'),
];
const ever = { from: '2020-01-01' as Day, to: '2030-01-01' as Day };
const hits = (q: string, more: object = {}) =>
  found(cards, { q, ...ever, ...more }).map(({ reference }) => reference.slice(-1));

describe('A search', () => {
  test('finds beginnings of words, all of them, those in the title first', () => {
    expect(hits('hörsl')).toEqual(['1', '2']);
    expect(hits('föreläsare mikr')).toEqual(['1', '2']);
    expect(hits('slinga')).toEqual([]);
    expect(hits('horslinga')).toEqual([]);
    expect(hits('hörslinga schemat')).toEqual([]);
  });

  test('finds a reference, however it is written, and everything where no word is given', () => {
    expect(hits(' b26-00003 ')).toEqual(['3']);
    expect(hits('')).toHaveLength(3);
  });

  test('is narrowed by area, status and days', () => {
    expect(hits('', { area: 'east' })).toEqual([]);
    expect(hits('', { status: 'deciding' })).toEqual([]);
    expect(hits('', { to: '2026-01-01' })).toEqual([]);
  });
});

test('Needs are alike by the words that they share, rare ones counting more', () => {
  const [one] = cards;
  if (!one) throw new Error('no card');
  expect(similarTo(one, cards).map(({ title }) => title)).toEqual(['Mikrofoner i salarna']);
});
