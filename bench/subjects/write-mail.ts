import { randomBytes } from 'node:crypto';
import { makeLink } from '../../lambdas/app/need/links.ts';
import type { Ids } from '../../lambdas/app/ports/ids.ts';
import type { NoticeMail } from '../../lambdas/app/ports/mailer.ts';
import { organisation } from '../../lambdas/functions/runtime.ts';
import { linkTo } from '../../lambdas/web/routes.ts';
import { writeNoticeMail } from '../../lambdas/mail/notice-mail.ts';

/* What a mail costs before it is sent: its link made, its words and its HTML written. */

const ids: Ids = {
  secret: () => randomBytes(32).toString('base64url'),
  referenceBytes: () => randomBytes(4),
};

export const handler = (letter: NoticeMail) => {
  const { need } = letter.file;
  const { token } = makeLink(ids, { reference: need.reference, holder: letter.recipient, now: need.since });
  const written = writeNoticeMail(
    { ...letter, token },
    { organisation, linkTo: (token) => linkTo('http://localhost', token), now: need.since },
  );
  return Promise.resolve(written);
};
