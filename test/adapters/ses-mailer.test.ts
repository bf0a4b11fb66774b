import { text } from 'node:stream/consumers';
import { SESClient } from '@aws-sdk/client-ses';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sesMailer } from '../../lambdas/adapters/ses-mailer.ts';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { localCredentials } from '../../local/database.ts';
import { onLoopback } from '../support/loopback.ts';
import type { Loopback } from '../support/loopback.ts';
import { headersOf, mailboxOf, subjectOf } from '../support/mail-headers.ts';
import { contact, submitted } from '../support/needs.ts';
import { seed } from '../support/seed.ts';

const requests: URLSearchParams[] = [];
/* What the sandbox of SES says of addresses that nobody has verified; empty when it takes the mail. */
let unverified = '';
let ses: Loopback;
let client: SESClient;
beforeAll(async () => {
  ses = await onLoopback(async (request, response) => {
    requests.push(new URLSearchParams(await text(request)));
    response.statusCode = unverified === '' ? 200 : 400;
    response.end(
      unverified === ''
        ? '<SendRawEmailResponse><SendRawEmailResult><MessageId>mail-1</MessageId></SendRawEmailResult></SendRawEmailResponse>'
        : `<ErrorResponse><Error><Code>MessageRejected</Code><Message>Email address is not verified. The following identities failed the check in region EU-NORTH-1: ${unverified}</Message></Error></ErrorResponse>`,
    );
  });
  client = new SESClient({
    endpoint: ses.url,
    region: 'eu-north-1',
    credentials: localCredentials,
    maxAttempts: 1,
  });
});
afterAll(() => {
  client.destroy();
  ses.stop();
});

/** Sends one mail and gives back the message as it went over the wire, its headers unfolded. */
async function sent(
  subject: string,
  to = contact,
  from = 'Behov <behov@vso.example.org>',
  { language = 'sv', ...more }: { readonly replyTo?: string; readonly language?: 'sv' | 'en' } = {},
) {
  requests.length = 0;
  const { need, submission, entry, token } = submitted();
  const mailer = sesMailer(client, {
    ...{ from: { sv: from, en: 'Needs <behov@vso.example.org>' }, ...more },
    configurationSet: 'mails',
    write: () => ({ subject, text: 'Så här är det', html: '<p>Så här är det</p>' }),
    writeCode: () => ({ subject, text: '1234 5678', html: '<p>1234 5678</p>' }),
    writeLetter: () => ({ subject, text: 'Behov', html: '<p>Behov</p>' }),
  });
  const answer = await mailer.send({
    to,
    recipient: 'submitter',
    language,
    event: entry.event,
    file: { need, submission, contact: to, history: [entry] },
    token,
  });
  const [request] = requests;
  const message = Buffer.from(request?.get('RawMessage.Data') ?? '', 'base64').toString();
  return { answer, request, message, headers: headersOf(message), reference: need.reference };
}

describe('a mail', () => {
  test('goes to one recipient in one call, and is named by the service', async () => {
    const { answer, request } = await sent('[Behov B26-7KQ4M] Nytt behov');
    expect(answer).toEqual({ kind: 'sent', messageId: 'mail-1' });
    expect(requests).toHaveLength(1);
    expect(request?.get('Action')).toBe('SendRawEmail');
    expect(request?.get('ConfigurationSetName')).toBe('mails');
    expect(request?.get('Destinations.member.1')).toBe(contact.email);
    expect(request?.has('Destinations.member.2')).toBe(false);
  });

  test('is answered to the mailbox that is staffed, and to none where there is none', async () => {
    const staffed = await sent('Nytt behov', contact, undefined, { replyTo: 'forvaltare@vso.example.org' });
    expect(staffed.headers.get('reply-to')).toBe('forvaltare@vso.example.org');
    expect((await sent('Nytt behov')).headers.has('reply-to')).toBe(false);
  });

  test('comes from a name in the language that it is written in', async () => {
    expect((await sent('Nytt behov')).headers.get('from')).toBe('Behov <behov@vso.example.org>');
    const { headers } = await sent('New need', contact, undefined, { language: 'en' });
    expect(headers.get('from')).toBe('Needs <behov@vso.example.org>');
  });

  test('is not sent to the address that it comes from', async () => {
    const { answer } = await sent('Nytt behov', { ...contact, email: 'BEHOV@vso.example.org' });
    expect(answer).toEqual({ kind: 'permanent', reason: 'own address' });
    expect(requests).toEqual([]);
  });

  test('in SES’s sandbox is refused alone where only its recipient is not verified, and as every mail is where its sender is not', async () => {
    const answers = [];
    for (unverified of [
      contact.email,
      'behov@vso.example.org',
      `behov@vso.example.org, ${contact.email}`,
      '',
    ])
      answers.push((await sent('Nytt behov')).answer);
    expect(answers).toEqual([
      { kind: 'not-sent', reason: 'RecipientNotVerified' },
      { kind: 'stop-the-line', reason: 'MessageRejected' },
      { kind: 'stop-the-line', reason: 'MessageRejected' },
      { kind: 'sent', messageId: 'mail-1' },
    ]);
  });

  test('that cannot be written is not known to be for good, and asks nothing of SES', async () => {
    requests.length = 0;
    const broken = (): never => {
      throw new RangeError('Invalid time value');
    };
    const mailer = sesMailer(client, {
      from: { sv: 'behov@vso.example.org', en: 'behov@vso.example.org' },
      configurationSet: 'mails',
      ...{ write: broken, writeCode: broken, writeLetter: broken },
    });
    const { need, submission, entry, token } = submitted();
    const { event } = entry;
    const file = { need, submission, contact, history: [entry] };
    const to = { id: 'lisa-eliasson' as PersonId, ...contact, language: 'sv' } as const;
    const letter = { id: 'one', address: addressHashOf(contact.email), kind: 'assigned', needs: [] } as const;
    const unknown = { kind: 'unknown', reason: 'RangeError' };
    expect([
      await mailer.send({ to: contact, recipient: 'submitter', language: 'sv', event, file, token }),
      await mailer.sendLetter({ ...letter, to }),
      await mailer.sendCode({ to: contact.email, language: 'sv', challenge: 'c', digits: '12345678' }),
    ]).toEqual([unknown, unknown, unknown]);
    expect(requests).toEqual([]);
  });

  test('belongs to the thread of its need and says that no person sent it', async () => {
    const { headers, reference } = await sent('[Behov B26-7KQ4M] Nytt behov');
    expect(Object.fromEntries(headers)).toMatchObject({
      references: `<${reference}@vso.example.org>`,
      'in-reply-to': `<${reference}@vso.example.org>`,
      'auto-submitted': 'auto-generated',
      'x-auto-response-suppress': 'OOF, AutoReply',
    });
  });

  test('has a text and an HTML part', async () => {
    const { headers, message } = await sent('[Behov B26-7KQ4M] Nytt behov');
    expect(headers.get('content-type')).toContain('multipart/alternative');
    expect(message.match(/^Content-Type: text\/(plain|html); charset=utf-8/gim)).toHaveLength(2);
  });

  test('carries no header that a hostile subject brings', async () => {
    const { headers } = await sent('Hej\r\nBcc: alla@example.org');
    expect(headers.has('bcc')).toBe(false);
  });

  const override = '=?utf-8?Q?=E2=80=AE?=';
  const lineEnd = '=?utf-8?Q?=0D=0A?=';
  test.each([
    ['alone', override],
    ['after text', `Salar ${override} utan slinga`],
    ['within a word', `Salar${override}na`],
    ['twice', `${override} ${lineEnd}Bcc: alla@example.org`],
    ['in Base64', '=?utf-8?B?4oCu?='],
    ['beside a mail that is not ASCII', `Hörslinga ${override}`],
    ['over a space', '=?utf-8?Q?a b?='],
  ])('shows what looks like an encoded word as it was written: %s', async (_case, text) => {
    const { message } = await sent(text, { ...contact, name: text }, `"${text}" <behov@vso.example.org>`);
    expect(subjectOf(message)).toBe(text);
    expect(mailboxOf(message, 'to')).toEqual({ name: text, address: contact.email });
    expect(mailboxOf(message, 'from')).toEqual({ name: text, address: 'behov@vso.example.org' });
  });

  test(`shows any subject and any name as they were written, on one line (seed ${seed})`, async () => {
    const part = fc.oneof(
      fc.constantFrom(
        override,
        lineEnd,
        '=?',
        '?=',
        '?',
        '=',
        '_',
        '"',
        '\\',
        '<',
        '>',
        ',',
        ';',
        '@',
        ' ',
        '\r\n',
      ),
      fc.constantFrom('å', '😀', 'ord', 'Bcc: alla@example.org', 'ک', '\u200d', '\t'),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    );
    const text = fc.array(part, { minLength: 1, maxLength: 30 }).map((parts) => parts.join(''));
    const written = (raw: string) => raw.replace(/\s+/g, ' ').trim();
    await fc.assert(
      fc.asyncProperty(text, text, async (subject, name) => {
        const { message } = await sent(subject, { ...contact, name: `Kim ${name}` });
        expect(subjectOf(message)).toBe(written(subject));
        expect(mailboxOf(message, 'to')).toEqual({ name: written(`Kim ${name}`), address: contact.email });
        expect([...headersOf(message).keys()].filter((header) => header === 'bcc')).toEqual([]);
        for (const header of message.split('\r\n\r\n')[0]?.split('\r\n') ?? [])
          expect(header.length).toBeLessThan(998);
      }),
      { numRuns: 300, seed },
    );
  });
});
