import { SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { SESClient } from '@aws-sdk/client-ses';
import addressparser from 'nodemailer/lib/addressparser';
import { encodeWord } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';
import type { MimeNodeHeaderValue } from 'nodemailer/lib/mime-node';
import type { CodeMail, LetterMail, Mailer, NoticeMail } from '../app/ports/mailer.ts';
import type { Language } from '../domain/text.ts';
import type { Answer } from '../domain/notice/answer.ts';
import { readSesAnswer } from './ses-answers.ts';

/** What a mail says once it is written. */
interface WrittenMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where its reader chooses to get fewer of its kind. */
  readonly unsubscribe?: string;
}

/* Mail programs decode encoded words wherever they stand, within quotes too (against RFC 2047, section 5): what looks like one
   would be shown as text that no check has seen. */
const plainSubject = /^(?!.*=\?)[\x20-\x7e]*$/;
const plainName = /^[\w ]*$/;

/** A text on one line of a header: as it is where it is plain, otherwise in encoded words (RFC 2047). */
function headerText(text: string, plain: RegExp): string {
  const written = text.replace(/\s+/g, ' ').trim();
  return plain.test(written) ? written : encodeWord(written, 'Q', 52);
}

type Mailbox = Readonly<Record<'name' | 'address', string>>;

/** A message whose subject and names are shown exactly as they were written. */
class MailMessage extends MimeNode {
  override encodeHeaderValue(key: string, value: MimeNodeHeaderValue): string {
    if (key === 'Subject' && typeof value === 'string') return headerText(value, plainSubject);
    if (key !== 'From' && key !== 'To') return super.encodeHeaderValue(key, value);
    const { name, address } = value as Mailbox;
    return `${headerText(name, plainName)} <${super.encodeHeaderValue(key, address)}>`.trimStart();
  }
}

interface MailerSettings {
  /** The sender as RFC 5322 writes it, by the language of the mail: one address, under two names. */
  readonly from: Readonly<Record<Language, string>>;
  /** The mailbox that answers go to; absent where nobody reads them. */
  readonly replyTo?: string;
  readonly configurationSet: string;
  readonly write: (mail: NoticeMail) => WrittenMail;
  readonly writeCode: (mail: CodeMail) => WrittenMail;
  readonly writeLetter: (mail: LetterMail) => WrittenMail;
}

/** Whom a mail is to, and in which language. */
interface Reader {
  readonly to: Mailbox;
  readonly language: Language;
}

/** A mail as SES takes it. */
function messageOf(
  {
    from,
    replyTo,
    to,
  }: { readonly from: Mailbox; readonly replyTo: string | undefined; readonly to: Mailbox },
  { subject, text, html, unsubscribe }: WrittenMail,
  headers: Readonly<Record<string, string>>,
): Promise<Buffer> {
  const message = new MailMessage('multipart/alternative');
  message.setHeader({
    From: from,
    To: to,
    Subject: subject,
    ...(replyTo !== undefined && { 'Reply-To': replyTo }),
    ...headers,
    /* Without List-Unsubscribe-Post: a mail program's press must not choose for its reader (RFC 8058). */
    ...(unsubscribe !== undefined && { 'List-Unsubscribe': `<${unsubscribe}>` }),
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
  });
  message.createChild('text/plain; charset=utf-8').setContent(text);
  message.createChild('text/html; charset=utf-8').setContent(html);
  return message.build();
}

/** Mail through SES: a MIME message with text and HTML, one recipient a call, since one refused address would refuse them all. */
export const sesMailer = (client: SESClient, settings: MailerSettings): Mailer => {
  const { from, replyTo, configurationSet, write, writeCode, writeLetter } = settings;
  const senderIn = (language: Language): Mailbox =>
    addressparser(from[language], { flatten: true })[0] ?? { name: '', address: from[language] };
  const senders = { sv: senderIn('sv'), en: senderIn('en') };

  async function send(
    { to, language }: Reader,
    write: () => WrittenMail,
    headers: Readonly<Record<string, string>>,
    tags: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    /* Whoever gives the system's own address as theirs would have it write to itself. */
    if (to.address.toLowerCase() === senders[language].address.toLowerCase())
      return { kind: 'permanent', reason: 'own address' };
    let data: Buffer;
    try {
      data = await messageOf({ from: senders[language], replyTo, to }, write(), headers);
    } catch (fault) {
      /* A fault of ours. It is tried again, since a deployment may mend it. */
      return { kind: 'unknown', reason: fault instanceof Error ? fault.name : 'unknown' };
    }
    try {
      const { MessageId } = await client.send(
        new SendRawEmailCommand({
          Destinations: [to.address],
          ConfigurationSetName: configurationSet,
          RawMessage: { Data: data },
          // SES hands them back with everything that it tells of the mail later: `ses-events.ts` reads them.
          Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
        }),
      );
      return MessageId === undefined
        ? { kind: 'ambiguous', reason: 'no message id' }
        : { kind: 'sent', messageId: MessageId };
    } catch (fault) {
      return readSesAnswer(fault, to.address);
    }
  }

  return {
    send(mail) {
      const { name, email } = mail.to;
      const { reference } = mail.file.need;
      /* SES gives every message an id of its own, so a thread hangs on a root that no mail ever had. */
      const root = `<${reference}@${domainOf(senders.sv)}>`;
      const tags = { reference, version: String(mail.event.version), to: mail.recipient };
      const reader = { to: { name, address: email }, language: mail.language };
      return send(reader, () => write(mail), { References: root, 'In-Reply-To': root }, tags);
    },
    sendLetter: (mail) =>
      send(
        { to: { name: mail.to.name, address: mail.to.email }, language: mail.to.language },
        () => writeLetter(mail),
        {},
        {
          letter: mail.id,
          address: mail.address,
        },
      ),
    sendCode: (mail) =>
      send(
        { to: { name: '', address: mail.to }, language: mail.language },
        () => writeCode(mail),
        {},
        { kind: 'code' },
      ),
  };
};

const domainOf = ({ address }: Mailbox): string => address.slice(address.lastIndexOf('@') + 1);
