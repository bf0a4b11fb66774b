import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvOf } from '../../lambdas/web/csv.ts';
import { parseCsv } from '../support/csv.ts';
import { seed } from '../support/seed.ts';

test('Rows come back from CSV as they were, whatever is in them', () => {
  const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[ ",\r\n;a-z]*$/));
  const rows = fc.array(fc.array(cell, { minLength: 1 }), { minLength: 1 });
  const property = fc.property(rows, (given) => {
    const read = parseCsv(csvOf(given)).map((row) =>
      row.map((one) => one.replace(/^'(?=[=+\-@\t\r＝＋－＠])/u, '')),
    );
    expect(read).toEqual(given.map((row) => row.map((one) => one.replace(/^'(?=[=+\-@\t\r＝＋－＠])/u, ''))));
  });
  fc.assert(property, { seed });
});

test('No cell is taken for a formula', () => {
  for (const begin of ['=', '+', '-', '@', '\t', '\r', '＝'])
    expect(parseCsv(csvOf([[`${begin}cmd|' /C calc'!A0`]]))).toEqual([[`'${begin}cmd|' /C calc'!A0`]]);
});
