import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EmailAddress } from '../../lambdas/domain/email-address.ts';
import { isEmpty, line, lines } from '../../lambdas/domain/text.ts';
import { seed } from '../support/seed.ts';

const control = (codePoint: number) => String.fromCodePoint(codePoint);
const title = line(120);
const story = lines(4000);

describe('hostile text is tidied', () => {
  test('a line keeps no line break, so that nothing written in a title becomes a mail header', () => {
    expect(title.parse('Salar\r\nBcc: alla@example.org')).toBe('Salar Bcc: alla@example.org');
    expect(title.parse('ett\ntvå\rtre\u2028fyra\tfem')).toBe('ett två tre fyra fem');
    expect(title.parse('ett\vtvå\ftre\u0085fyra\u2029fem')).toBe('ett två tre fyra fem');
  });

  test('free text keeps its lines, ended by a line feed alone, and its tabs', () => {
    expect(story.parse('ett\r\ntvå\rtre\n\tfyra')).toBe('ett\ntvå\ntre\n\tfyra');
    expect(story.parse('ett\vtvå\ftre\u0085fyra\u2028fem')).toBe('ett\ntvå\ntre\nfyra\nfem');
  });

  test.each([
    ['NUL', 0x00],
    ['escape, which drives a terminal', 0x1b],
    ['delete', 0x7f],
    ['the C1 control sequence introducer', 0x9b],
    ['right-to-left override', 0x202e],
    ['right-to-left embedding', 0x202b],
    ['pop directional formatting', 0x202c],
    ['left-to-right isolate', 0x2066],
    ['pop directional isolate', 0x2069],
  ])('%s is taken away', (_name, codePoint) => {
    expect(title.parse(`a${control(codePoint)}b`)).toBe('ab');
    expect(story.parse(`a${control(codePoint)}b`)).toBe('ab');
  });

  test('half of a surrogate pair, which UTF-8 cannot carry, becomes the replacement character', () => {
    expect(story.parse('a\uD800b')).toBe('a\uFFFDb');
    expect(story.parse('ok 😀')).toBe('ok 😀');
  });

  test('one letter is one letter, however it was typed: å from a and a ring', () => {
    expect(title.parse('A\u030Angstro\u0308m')).toBe('Ångström');
  });

  test('text that is nothing but blanks and controls is no text', () => {
    for (const empty of ['', '   ', '\r\n', '\u0000\u202E', '\u00A0 \t'])
      expect(title.safeParse(empty).success).toBe(false);
  });

  test.each(
    [
      ...[
        0x00ad, 0x034f, 0x061c, 0x115f, 0x1160, 0x17b4, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f,
        0x2060,
      ],
      ...[0x2064, 0x206f, 0x2800, 0x3164, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0x13441, 0x1bca0, 0x1d159, 0x1d173],
      ...[0xe0001, 0xe0020, 0xe01ef],
    ].map((codePoint) => [codePoint.toString(16), codePoint] as const),
  )('text of nothing but U+%s, of which nothing is seen, is no text', (_hex, codePoint) => {
    const character = String.fromCodePoint(codePoint);
    for (const empty of [character, ` ${character}\n${character}\u0000`]) {
      expect(isEmpty(empty)).toBe(true);
      expect(title.safeParse(empty).success).toBe(false);
      expect(story.safeParse(empty).success).toBe(false);
    }
    expect(isEmpty(`${character}a`)).toBe(false);
  });

  test('every character that Unicode says to ignore is no text, and neither is a mark with no letter to sit on', () => {
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
      const character = String.fromCodePoint(codePoint);
      if (/[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Z}\p{M}]/u.test(character) && !isEmpty(character))
        throw new Error(`U+${codePoint.toString(16)} counts as text`);
    }
  });

  test.each(['می\u200cخواهم', '👩\u200d🔬', '❤\ufe0f', 'क्\u200dष', 'av\u00adstavning', '1\ufe0f\u20e3'])(
    'what joins or parts letters stays within a text: %j',
    (text) => {
      expect(title.parse(text)).toBe(text);
      expect(story.parse(text)).toBe(text);
    },
  );

  test('length is measured on what is kept', () => {
    expect(title.parse(`  ${'\u0000'.repeat(200)}${'a'.repeat(120)}  `)).toHaveLength(120);
    expect(title.safeParse('a'.repeat(121)).success).toBe(false);
  });

  test(`tidied text stays as it is when it is read again, and none is left only of what is empty (seed ${seed})`, () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('e', '\u0301', '\u0000', '\u202E', '\r', '\n', '\uD800', '\uDC00', ' ', 'å'),
      fc.constantFrom('\u2060', '\u3164', '\u2800', '\ufe0f', '\u200d', '\u{e0020}'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        for (const schema of [title, story]) {
          const once = schema.safeParse(text);
          expect(once.success).toBe(!isEmpty(text));
          if (once.success) expect(schema.parse(once.data)).toBe(once.data);
        }
      }),
      { numRuns: 2000, seed },
    );
  });
});

describe('an address', () => {
  test.each([
    'anna.emmoth@example.org',
    "o'neil+vso@it.example.org",
    ' Anna@Example.org ',
    `${'a'.repeat(64)}@example.org`,
    `anna@${'a'.repeat(63)}.${'b'.repeat(63)}.example.org`,
    'anna@xn--hgskola-n2a.example.org',
    'anna@a.b-c.example.org',
  ])('%j is one', (address) => {
    expect(EmailAddress.parse(address)).toBe(address.trim());
  });

  test.each([
    '<anna@example.org> Ek',
    'amailto:anna@example.org',
    'anna.seö',
    'åsa@example.org',
    'anna@example.org\r\nBcc: alla@example.org',
    'anna@example.org, alla@example.org',
    'anna@localhost',
    'anna@@example.org',
    '@example.org',
    `${'a'.repeat(65)}@example.org`,
    `anna@${'a'.repeat(64)}.example.org`,
    `anna@example.${'a'.repeat(64)}`,
    `anna@${`${'a'.repeat(60)}.`.repeat(4)}example.org`,
    'anna@-example.org',
    'anna@example-.org',
    'anna@it.-example.org',
    'anna@it-.example.org',
    'anna@example..org',
    'anna.@example.org',
    '.anna@example.org',
    'an..na@example.org',
    '',
  ])('%j is none', (address) => {
    expect(EmailAddress.safeParse(address).success).toBe(false);
  });
});

describe('an address is taken as its owner means it', () => {
  test.each([
    ['Anna Ek <anna@example.org>', 'anna@example.org'],
    ['Ek, Anna <anna@example.org>;', 'anna@example.org'],
    ['Anna Ek <anna@example.org> ', 'anna@example.org'],
    ['anna@example.org;,', 'anna@example.org'],
    ['mailto:anna@example.org', 'anna@example.org'],
    ['anna@example.org,', 'anna@example.org'],
    ['anna@example.org; ', 'anna@example.org'],
    ['anna@example.org.', 'anna@example.org'],
    ['\u200banna@example.org\u00a0\u2060', 'anna@example.org'],
    ['anna＠example.org', 'anna@example.org'],
    ['o’neil@example.org', "o'neil@example.org"],
    ['anna@skövde.example.se', 'anna@xn--skvde-kua.example.se'],
    ["a!#$%&'*+/=?^_`{|}~-z@example.org", "a!#$%&'*+/=?^_`{|}~-z@example.org"],
  ])('%s', (written, meant) => {
    expect(EmailAddress.parse(written)).toBe(meant);
  });

  test.each([
    'åsa@example.org',
    'a..b@example.org',
    '.a@example.org',
    'a@example',
    'a b@c@example.org',
    '<>',
    'a@-x.org',
  ])('or refused: %s', (written) => {
    expect(EmailAddress.safeParse(written).success).toBe(false);
  });
});
