import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Reference, referenceFrom } from '../../lambdas/domain/need/reference.ts';
import { seed } from '../support/seed.ts';

describe('a reference', () => {
  test('is B, the year and five characters', () => {
    expect(referenceFrom('2026-11-23', new Uint8Array(4))).toBe('B26-00000');
    expect(referenceFrom('2031-01-01', new Uint8Array([0xff, 0xff, 0xff, 0xff]))).toBe('B31-ZZZZZ');
  });

  test(`can be told apart over a telephone: whatever the bytes, there is no I, L, O or U in it (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 32 }), (bytes) => {
        const reference = referenceFrom('2026-11-23', bytes);
        expect(reference).toMatch(/^B26-[0-9A-Z]{5}$/);
        expect(reference.slice(1)).not.toMatch(/[ILOU]/);
        expect(Reference.parse(reference)).toBe(reference);
      }),
      { seed },
    );
  });

  test('uses every character of its alphabet in every place', () => {
    const seen = Array.from({ length: 5 }, () => new Set<string>());
    for (let value = 0; value < 32; value++) {
      const bits = [0, 5, 10, 15, 20].reduce((sum, place) => sum | (value << place), 0);
      const bytes = new Uint8Array([bits >>> 24, bits >>> 16, bits >>> 8, bits]);
      const reference = referenceFrom('2026-11-23', bytes);
      seen.forEach((characters, place) => characters.add(reference.charAt(4 + place)));
    }
    expect(seen.map((characters) => characters.size)).toEqual([32, 32, 32, 32, 32]);
  });

  test('reads the bytes it was given, also when they are part of a longer buffer', () => {
    const bytes = new Uint8Array([9, 9, 0, 0, 0, 1]).subarray(2);
    expect(referenceFrom('2026-11-23', bytes)).toBe('B26-10000');
  });

  test.each(['B26-7KQ4', 'B26-7KQ4MM', 'b26-7kq4m', 'B26-7KQ4I', 'A26-7KQ4M', 'B26-7KQ4M\n', ''])(
    '%j is none',
    (text) => {
      expect(Reference.safeParse(text).success).toBe(false);
    },
  );
});
