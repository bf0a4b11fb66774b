import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldedWords, searchWords, wordsWithin } from '../../lambdas/domain/need/words.ts';
import { seed } from '../support/seed.ts';

const bytesOf = (text: string): number => Buffer.byteLength(text);
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('å', 'a\u030a', 'Ö', 'o\u0308', 'é', 'ü', 'ñ', 'x', ' ', '-') }),
);

describe('The words of a text', () => {
  test('are compared without case and accents, and å, ä and ö stay themselves', () => {
    expect(foldedWords('Schemaläggning på CAFÉ Über, Åäö! a\u0301')).toEqual([
      ...['schemaläggning', 'på', 'cafe', 'uber', 'åäö', 'a'],
    ]);
    expect(foldedWords('pa')).not.toEqual(foldedWords('på'));
    expect(foldedWords('Kö')).not.toEqual(foldedWords('Ko'));
  });

  test('are the same however its accents are encoded, and folded once and for all', () => {
    const property = fc.property(anyText, (text) => {
      const words = foldedWords(text);
      expect(foldedWords(text.normalize('NFC'))).toEqual(words);
      expect(foldedWords(text.normalize('NFD'))).toEqual(words);
      expect(foldedWords(words.join(' '))).toEqual(words);
    });
    fc.assert(property, { seed, numRuns: 1000 });
  });

  test('are kept rarest first, each once, without those that tell nothing', () => {
    expect(
      searchWords('Salen har ingen hörslinga och det är fortfarande ett problem', 'Problem i SALEN'),
    ).toEqual([...['hörslinga', 'problem', 'salen']]);
    expect(searchWords('It has been like this because there is no induction loop in hall B')).toEqual([
      ...['induction', 'hall', 'like', 'loop', 'it', 'b'],
    ]);
  });

  test('that fit are the rarest: one is left out only where those before it leave no room, in whatever script', () => {
    const property = fc.property(fc.array(anyText, { maxLength: 40 }), fc.nat(200), (texts, most) => {
      const words = searchWords(...texts);
      const kept = wordsWithin(words, most);
      expect(bytesOf(kept)).toBeLessThanOrEqual(most);
      const isKept = new Set(kept.split(' '));
      let before = 0;
      for (const word of words) {
        if (isKept.has(word)) before += bytesOf(word) + 1;
        else expect(before + bytesOf(word) + 1).toBeGreaterThan(most);
      }
    });
    fc.assert(property, { seed });
    expect(wordsWithin(['lång', 'ord', 'x'], 8)).toBe('lång x');
  });
});
