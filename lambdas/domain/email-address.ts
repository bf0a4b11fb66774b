import * as z from 'zod/mini';
import { tidy } from './text.ts';

/* Names and lengths by RFC 5321 (4.5.3.1.1) and RFC 1035 (2.3.4): a local part of at most 64, labels of at most 63 characters
   that neither begin nor end with a hyphen. What the local part may hold unquoted is RFC 5322's dot-atom (3.2.3). */
const address =
  /^(?=.{1,64}@)[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+([A-Za-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/* Blanks, and what cannot be seen, come along when an address is copied. */
const unseen = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu;

/**
 * An address as its owner means it: out of what mail programs copy with it (`Anna <anna@…>`, `mailto:`, a comma after it), with the
 * characters that keyboards and word processors put in its place (＠, ’), and its domain as DNS has it (RFC 5891).
 */
function meant(text: string): string {
  const [, within] = /<([^<>]*)>[\s.,;]*$/.exec(text) ?? [];
  const bare = tidy(within ?? text)
    .replace(unseen, '')
    .replace('＠', '@')
    .replaceAll('’', "'")
    .replace(/^mailto:/i, '')
    .replace(/[.,;]+$/, '');
  const at = bare.lastIndexOf('@');
  const domain = bare.slice(at + 1);
  return at < 0 || /^[\x20-\x7e]*$/.test(domain) ? bare : `${bare.slice(0, at)}@${inAscii(domain)}`;
}

/** A domain as DNS has it; unchanged where it is not a domain. */
function inAscii(domain: string): string {
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return domain;
  }
}

/**
 * An address that SES can send to. Its local part is ASCII, because SES does not support SMTPUTF8. Its case is kept as written, because
 * only the receiving host may ignore it.
 */
export const EmailAddress = z.pipe(
  z.pipe(z.string(), z.transform(meant)),
  z.email({ pattern: address }).check(z.maxLength(254)),
);

/** What is kept of an address where the address itself need not be: SHA-256 of it in lower case, as base64url. */
export type AddressHash = string & z.core.$brand<'AddressHash'>;
