import * as z from 'zod/mini';

/* Controls have no place in a need and are how headers, terminals and reading order are attacked (C0, C1, bidi overrides). */
const control = String.raw`\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u202A-\u202E\u2066-\u2069`;
const controls = new RegExp(`[${control}]`, 'gu');
const visible = new RegExp(String.raw`[^\s${control}]`, 'u');

/** Whether nothing would be left of a text as it is kept. */
export const isEmpty = (text: string): boolean => !visible.test(text);

/** Text as it is kept: well-formed, composed (NFC), line ends as \n, no control characters, no blanks around it. */
const tidy = (text: string): string =>
  text.toWellFormed().replace(/\r\n?/g, '\n').replace(controls, '').normalize('NFC').trim();

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
/**
 * An address that SES can send to. Its local part is ASCII, since SES has no SMTPUTF8;
 * it is kept as written, because only the receiving host may fold its case.
 */
export const EmailAddress = z.pipe(z.pipe(z.string(), z.transform(tidy)), z.email().check(z.maxLength(254)));

export const Language = z.enum(['sv', 'en']);
export type Language = z.infer<typeof Language>;
