import * as z from 'zod/mini';

/*
 * Control characters (C0, C1, bidi overrides) have no use in a need, and can attack mail headers, terminals and the reading order.
 */
const control = String.raw`\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u202A-\u202E\u2066-\u2069`;
/* Every character that ends a line, in Unicode: without it words would grow together. */
const lineEnds = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
const controls = new RegExp(`[${control}]`, 'gu');
/*
 * White space, controls, joiners, fillers and variation selectors are invisible, and so is a mark without a letter. The last four
 * characters are blank by design (Braille, music, hieroglyphs); no property of Unicode covers them.
 */
const visible = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{M}\u2800\u{1D159}\u{13441}\u{13442}]/u;

/** Whether nothing in a text is visible by itself. */
export const isEmpty = (text: string): boolean => !visible.test(text);

/**
 * Text as it is stored: well-formed, composed (NFC), line ends as \n, no control characters, no surrounding blanks. Empty when
 * nothing in it is visible.
 */
export const tidy = (text: string): string =>
  isEmpty(text)
    ? ''
    : text.toWellFormed().replace(lineEnds, '\n').replace(controls, '').normalize('NFC').trim();

/** Free text over several lines: line ends as \n, no control characters, 1 to `most` characters. */
export const lines = (most: number) =>
  z.pipe(z.pipe(z.string(), z.transform(tidy)), z.string().check(z.minLength(1), z.maxLength(most)));

/** Text of one line: as `lines`, with every run of white space as one space. */
export const line = (most: number) =>
  z.pipe(
    z.pipe(
      z.string(),
      z.transform((text) => tidy(text).replace(/\s+/g, ' ')),
    ),
    z.string().check(z.minLength(1), z.maxLength(most)),
  );

export const Language = z.enum(['sv', 'en']);
export type Language = z.infer<typeof Language>;

/** The language into which a page can be turned. */
export const otherThan = (language: Language): Language => (language === 'sv' ? 'en' : 'sv');
