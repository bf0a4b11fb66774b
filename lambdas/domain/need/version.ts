import * as z from 'zod/mini';

/** A version that somebody was shown, as a program or a form sends it. */
export const Version = z.pipe(
  z.union([z.number(), z.pipe(z.string().check(z.regex(/^\d{1,9}$/)), z.transform(Number))]),
  z.int().check(z.positive()),
);
