import { randomBytes } from 'node:crypto';
import { makeLink } from '../../lambdas/app/need/make-link.ts';
import type { Ids } from '../../lambdas/app/ports/ids.ts';
import type { NoticeMail } from '../../lambdas/app/ports/mailer.ts';
import { deployedOrganisation as organisation } from '../../lambdas/functions/runtime.ts';
import { linkTo } from '../../lambdas/web/routes.ts';
import { writeNoticeMail } from '../../lambdas/mail/notice-mail.ts';

/* What a mail costs before it is sent: its link made, its words and its HTML written. */

const ids: Pick<Ids, 'secret'> = {
  secret: () => randomBytes(32).toString('base64url'),
};

export const handler = (mail: NoticeMail) => {
  const { need } = mail.file;
  const { token } = makeLink(ids, {
    event: mail.event,
    holder: mail.recipient,
    address: mail.to.email,
    now: need.since,
  });
  const written = writeNoticeMail(
    { ...mail, token },
    {
      organisation,
      linkTo: (token) => linkTo('http://localhost', token),
      myPage: () => 'http://localhost/my',
      now: need.since,
    },
  );
  return Promise.resolve(written);
};
