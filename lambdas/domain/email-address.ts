import * as z from 'zod/mini';
import { tidy } from './text.ts';

/* Names and lengths by RFC 5321 (4.5.3.1.1) and RFC 1035 (2.3.4): a local part of at most 64, labels of at most 63 characters
   that neither begin nor end with a hyphen. */
const address =
  /^(?=.{1,64}@)(?!\.)(?!.*\.\.)[A-Za-z0-9_'+.-]*[A-Za-z0-9_+-]@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;

/**
 * An address that SES can send to. Its local part is ASCII, because SES does not support SMTPUTF8. It is stored as written, because
 * only the receiving host may ignore its case.
 */
export const EmailAddress = z.pipe(
  z.pipe(z.string(), z.transform(tidy)),
  z.email({ pattern: address }).check(z.maxLength(254)),
);

/** What is kept of an address where the address itself need not be: SHA-256 of it in lower case, as base64url. */
export type AddressHash = string & z.core.$brand<'AddressHash'>;
