import { SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { SESClient } from '@aws-sdk/client-ses';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { NoticeMail, Mailer } from '../app/ports/mailer.ts';
import { readAnswer } from './ses-answers.ts';

/** What a letter says once it is written. */
export interface Written {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * Mail through SES: a MIME message with text and HTML, one recipient a call, since one refused address would refuse them all.
 * `from` is the sender as RFC 5322 writes it.
 */
export const sesMailer = (
  client: SESClient,
  {
    from,
    configurationSet,
    write,
  }: { from: string; configurationSet: string; write: (letter: NoticeMail) => Written },
): Mailer => ({
  async send(letter) {
    const { name, email } = letter.to;
    const { reference } = letter.file.need;
    /* SES gives every message an id of its own, so a thread hangs on a root that no mail ever had. */
    const root = `<${reference}@${domainOf(from)}>`;
    const message = await new MailComposer({
      from,
      to: { name, address: email },
      ...write(letter),
      references: root,
      inReplyTo: root,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
      disableFileAccess: true,
      disableUrlAccess: true,
    })
      .compile()
      .build();
    try {
      const { MessageId } = await client.send(
        new SendRawEmailCommand({
          Destinations: [email],
          ConfigurationSetName: configurationSet,
          RawMessage: { Data: message },
          // SES hands them back with everything that it tells of the mail later: `ses-events.ts` reads them.
          Tags: [
            { Name: 'reference', Value: reference },
            { Name: 'version', Value: String(letter.event.version) },
            { Name: 'to', Value: letter.recipient },
          ],
        }),
      );
      return MessageId === undefined
        ? { kind: 'ambiguous', reason: 'no message id' }
        : { kind: 'sent', messageId: MessageId };
    } catch (fault) {
      return readAnswer(fault);
    }
  },
});

const domainOf = (from: string): string => /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
