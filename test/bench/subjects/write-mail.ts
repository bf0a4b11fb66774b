import { randomBytes } from 'node:crypto';
import { makeLink } from '../../../lambdas/app/links.ts';
import type { Ids, Letter } from '../../../lambdas/app/ports.ts';
import { organisation } from '../../../lambdas/functions/parts.ts';
import { writeLetter } from '../../../lambdas/mail/letter.ts';

/* What a mail costs before it is sent: its link made, its words and its HTML written. */

const ids: Ids = {
  secret: () => randomBytes(32).toString('base64url'),
  referenceBytes: () => randomBytes(4),
};

export const handler = (letter: Letter) => {
  const { need } = letter.file;
  const { token } = makeLink(ids, need.reference, letter.recipient, need.since);
  const written = writeLetter(
    { ...letter, token },
    { organisation, baseUrl: 'http://localhost', now: need.since },
  );
  return Promise.resolve(written);
};
