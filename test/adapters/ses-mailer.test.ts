import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESClient } from '@aws-sdk/client-ses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sesMailer } from '../../lambdas/adapters/ses-mailer.ts';
import { localCredentials } from '../../local/database.ts';
import { contact, submitted } from '../support/needs.ts';

const requests: URLSearchParams[] = [];
const ses = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    requests.push(new URLSearchParams(Buffer.concat(chunks).toString()));
    response.end(
      '<SendRawEmailResponse><SendRawEmailResult><MessageId>mail-1</MessageId></SendRawEmailResult></SendRawEmailResponse>',
    );
  });
});
let client: SESClient;
beforeAll(async () => {
  await new Promise<void>((listening) => ses.listen(0, '127.0.0.1', listening));
  client = new SESClient({
    endpoint: `http://127.0.0.1:${(ses.address() as AddressInfo).port}`,
    region: 'eu-north-1',
    credentials: localCredentials,
    maxAttempts: 1,
  });
});
afterAll(() => {
  client.destroy();
  ses.close();
});

/** Sends one mail and gives back the message as it went over the wire, its headers unfolded. */
async function sent(subject: string) {
  requests.length = 0;
  const { need, entry, token } = submitted();
  const mailer = sesMailer(client, {
    from: 'Behov <behov@vso.example.org>',
    configurationSet: 'mails',
    write: () => ({ subject, text: 'Så här är det', html: '<p>Så här är det</p>' }),
  });
  const answer = await mailer.send({
    to: contact,
    recipient: 'submitter',
    language: 'sv',
    event: entry.event,
    file: { need, contact, history: [entry] },
    token,
  });
  const [request] = requests;
  const message = Buffer.from(request?.get('RawMessage.Data') ?? '', 'base64').toString();
  const [head = ''] = message.split('\r\n\r\n');
  return {
    answer,
    request,
    message,
    headers: head.replace(/\r\n\s+/g, ' ').split('\r\n'),
    reference: need.reference,
  };
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

  test('belongs to the thread of its need and says that no person sent it', async () => {
    const { headers, reference } = await sent('[Behov B26-7KQ4M] Nytt behov');
    expect(headers).toEqual(
      expect.arrayContaining([
        `References: <${reference}@vso.example.org>`,
        `In-Reply-To: <${reference}@vso.example.org>`,
        'Auto-Submitted: auto-generated',
        'X-Auto-Response-Suppress: OOF, AutoReply',
      ]),
    );
  });

  test('has a text and an HTML part', async () => {
    const { headers, message } = await sent('[Behov B26-7KQ4M] Nytt behov');
    expect(headers.join('\n')).toContain('multipart/alternative');
    expect(message.match(/^Content-Type: text\/(plain|html); charset=utf-8/gim)).toHaveLength(2);
  });

  test('carries no header that a hostile subject brings', async () => {
    const { headers } = await sent('Hej\r\nBcc: alla@example.org');
    expect(headers.filter((line) => /^bcc:/i.test(line))).toEqual([]);
  });
});
