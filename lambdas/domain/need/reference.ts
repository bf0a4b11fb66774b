import * as z from 'zod/mini';

/** Crockford's alphabet: no I, L, O or U, so that a reference survives being read out over a telephone. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What a need is called: `B26-7KQ4M`, B for behov, the year, five speakable characters. Not a secret. */
export const Reference = z
  .string()
  .check(z.regex(/^B\d{2}-[0-9A-HJKMNP-TV-Z]{5}$/))
  .brand<'Reference'>();
export type Reference = z.infer<typeof Reference>;

/** The reference for a need reported on `day`, from at least four bytes of randomness (or of a hash). */
export const referenceFrom = (day: string, bytes: Uint8Array): Reference =>
  `B${speakableFrom(day, bytes)}` as Reference;

/** What follows the letter of a reference: the year, and five characters. */
export function speakableFrom(day: string, bytes: Uint8Array): string {
  let bits = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
  let speakable = '';
  for (let place = 0; place < 5; place++) {
    speakable += alphabet.charAt(bits & 31);
    bits >>>= 5;
  }
  return `${day.slice(2, 4)}-${speakable}`;
}
