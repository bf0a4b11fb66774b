import type { ServerResponse } from 'node:http';
import { SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { describe, expect, onTestFinished, test } from 'vitest';
import { timeouts } from '../../lambdas/adapters/timeouts.ts';
import { readSesAnswer, sesAnswers } from '../../lambdas/adapters/ses-answers.ts';
import { onLoopback } from '../support/loopback.ts';

/* In milliseconds: no answer that comes takes as long, and none that does not come is waited for longer than the second. */
const aMinute = 60_000;
const aMoment = 200;

/** A client as the sender has it, at an SES that is played by the test. */
async function answerOf(
  play: (response: ServerResponse) => void,
  answering = aMinute,
): Promise<ReturnType<typeof readSesAnswer>> {
  const { url, stop } = await onLoopback((request, response) => {
    request.resume().once('end', () => play(response));
  });
  onTestFinished(stop);
  return ask(url, answering);
}
async function ask(endpoint: string, answering = aMinute) {
  const client = new SESClient({
    endpoint,
    region: 'eu-north-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: timeouts({ connecting: aMinute, answering }),
  });
  try {
    await client.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from('x') } }));
  } catch (fault) {
    return readSesAnswer(fault, 'anna@hda.se');
  } finally {
    client.destroy();
  }
  throw new Error('it was sent');
}
const error =
  (status: number, code: string, message = '') =>
  (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'text/xml' });
    response.end(
      `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
    );
  };

const notVerified =
  'Email address is not verified. The following identities failed the check in region EU-NORTH-1:';

describe('What SES answers, as its client gives it to us', () => {
  test.each([
    ['Throttling', 'Maximum sending rate exceeded.', 'retry-soon'],
    ['ThrottlingException', 'Rate exceeded', 'retry-soon'],
    ['Throttling', 'Daily message quota exceeded.', 'quota'],
    ['MessageRejected', 'Email address is not verified. The following identities failed', 'stop-the-line'],
    ['MessageRejected', `${notVerified} behov@hda.se`, 'stop-the-line'],
    ['MessageRejected', `${notVerified} behov@hda.se, anna@hda.se`, 'stop-the-line'],
    ['MessageRejected', `${notVerified} anna@hda.se, behov@hda.se`, 'stop-the-line'],
    ['MessageRejected', `${notVerified} anna@hda.se...`, 'stop-the-line'],
    ['MessageRejected', `${notVerified} anna@hda.se`, 'not-sent'],
    ['MessageRejected', `${notVerified} anna@hda.se Request Id: 4e28d073`, 'not-sent'],
    ['MessageRejected', 'Sending paused for this account.', 'stop-the-line'],
    ['MessageRejected', 'Sending suspended for this account.', 'stop-the-line'],
    ['MessageRejected', 'Address is invalid', 'permanent'],
    ['MailFromDomainNotVerifiedException', 'MAIL FROM', 'stop-the-line'],
    ['MailFromDomainNotVerified', 'MAIL FROM', 'stop-the-line'],
    ['ConfigurationSetDoesNotExist', 'Configuration set does not exist', 'stop-the-line'],
    ['ConfigurationSetDoesNotExistException', 'Configuration set does not exist', 'stop-the-line'],
    ['ConfigurationSetSendingPausedException', 'paused', 'stop-the-line'],
    ['AccountSendingPausedException', 'paused', 'stop-the-line'],
    ['AccessDenied', 'User is not authorized to perform ses:SendRawEmail', 'stop-the-line'],
    ['AccessDeniedException', 'User is not authorized', 'stop-the-line'],
    ['InvalidClientTokenId', 'The security token is invalid', 'stop-the-line'],
    ['SignatureDoesNotMatch', 'The signature does not match', 'stop-the-line'],
    ['ExpiredToken', 'The security token has expired', 'not-sent'],
    ['InvalidParameterValue', 'Local address contains control or whitespace', 'permanent'],
    ['ValidationError', 'The input fails to satisfy the constraints', 'permanent'],
    ['TooManyRequestsException', 'Too many requests', 'retry-soon'],
    ['RequestThrottled', 'Rate exceeded', 'retry-soon'],
    ['RequestLimitExceeded', 'Request limit exceeded', 'retry-soon'],
    ['IncompleteSignature', 'The request signature does not conform', 'stop-the-line'],
    ['InvalidSignatureException', 'Credential should be scoped to a valid region', 'stop-the-line'],
    ['RequestAbortedException', 'The request was aborted before a reply was sent', 'ambiguous'],
    ['RequestTimeoutException', 'Timed out reading the request', 'ambiguous'],
    ['MalformedHttpRequestException', 'The body cannot be decompressed', 'permanent'],
    ['MalformedQueryString', 'The query string contains a syntax error', 'permanent'],
    ['RequestEntityTooLargeException', 'The request entity is too large', 'permanent'],
    ['TeapotException', 'I am a teapot', 'unknown'],
  ])('%s "%s" means %s', async (code, message, kind) => {
    expect(await answerOf(error(400, code, message))).toMatchObject({ kind });
  });

  test.each([
    [500, 'InternalFailure', 'ambiguous'],
    [503, 'ServiceUnavailable', 'ambiguous'],
    [503, 'Throttling', 'retry-soon'],
    [403, 'ExpiredTokenException', 'not-sent'],
    [502, 'WhateverElse', 'ambiguous'],
    [408, 'WhateverElse', 'ambiguous'],
    [401, 'WhateverElse', 'stop-the-line'],
    [403, 'AuthFailure', 'stop-the-line'],
    [403, 'UnauthorizedOperation', 'stop-the-line'],
    [403, 'ForbiddenException', 'stop-the-line'],
    [429, 'WhateverElse', 'retry-soon'],
    [404, 'WhateverElse', 'unknown'],
  ])('%i %s means %s, by its status where no name is known', async (status, code, kind) => {
    expect(await answerOf(error(status, code))).toMatchObject({ kind });
  });

  const taken = '<SendRawEmailResponse><SendRawEmailResult><MessageId>mail-1</MessageId>';
  test.each<[string, (response: ServerResponse) => unknown]>([
    ['a consent that is cut short', (response) => response.end(taken)],
    ['a consent in another form', (response) => response.end('<html><body>OK</body>')],
    [
      'a connection that breaks within the answer',
      (response) => {
        response.writeHead(200, { 'content-length': 1000 });
        response.write(taken, () => response.socket?.destroy());
      },
    ],
    [
      'an answer that stops after its headers',
      (response) => response.writeHead(200, { 'content-length': 1000 }).flushHeaders(),
    ],
    [
      'an answer that stops in the middle',
      (response) => response.writeHead(200, { 'content-length': 1000 }).write(taken),
    ],
    ['an answer that is no HTTP', (response) => response.socket?.end('what?\r\n\r\n')],
  ])('%s: the mail may have been sent', async (_what, play) => {
    expect(await answerOf((response) => void play(response), aMoment)).toMatchObject({ kind: 'ambiguous' });
  });

  test('an answer of another kind is unknown, or ambiguous from a broken server', async () => {
    expect(await answerOf((response) => response.writeHead(400).end('no XML'))).toMatchObject({
      kind: 'unknown',
    });
    expect(await answerOf((response) => response.writeHead(504).end('no XML'))).toMatchObject({
      kind: 'ambiguous',
    });
  });

  test('a connection that breaks after the mail was handed over: it may have been sent', async () => {
    expect(await answerOf((response) => response.socket?.resetAndDestroy())).toEqual({
      kind: 'ambiguous',
      reason: 'ECONNRESET',
    });
    expect(await answerOf((response) => response.socket?.end())).toMatchObject({ kind: 'ambiguous' });
  });

  test('no answer in time: it may have been sent', async () => {
    expect(await answerOf(() => undefined, aMoment)).toMatchObject({ kind: 'ambiguous' });
  });

  test('no connection: it was not sent', async () => {
    expect(await ask('http://127.0.0.1:1')).toEqual({ kind: 'not-sent', reason: 'ECONNREFUSED' });
    expect(await ask('http://nowhere.invalid')).toMatchObject({ kind: 'not-sent' });
  });

  test.each([
    [
      'no connection in time',
      {
        name: 'TimeoutError',
        message:
          'the request socket did not establish a connection with the server within the configured timeout of 3000 ms.',
      },
      'not-sent',
    ],
    [
      'a time-out of the system’s own at connecting',
      { name: 'TimeoutError', code: 'ETIMEDOUT', message: 'connect ETIMEDOUT 10.0.0.1:443' },
      'not-sent',
    ],
    [
      'the same at reading',
      { name: 'TimeoutError', code: 'ETIMEDOUT', message: 'read ETIMEDOUT' },
      'ambiguous',
    ],
    [
      'several addresses, none of which answers',
      {
        name: 'AggregateError',
        code: 'ECONNREFUSED',
        message: '',
        errors: [Object.assign(new Error('connect ECONNREFUSED ::1:443'), { code: 'ECONNREFUSED' })],
      },
      'not-sent',
    ],
    [
      'several addresses, all of which time out',
      {
        name: 'TimeoutError',
        code: 'ETIMEDOUT',
        message: '',
        errors: [Object.assign(new Error('connect ETIMEDOUT ::1:443'), { code: 'ETIMEDOUT' })],
      },
      'not-sent',
    ],
    ['a fault of our own', { name: 'TypeError', message: 'x is not a function' }, 'unknown'],
  ])('%s', (_, fault, kind) => {
    expect(readSesAnswer(Object.assign(new Error(fault.message), fault), 'anna@hda.se')).toMatchObject({
      kind,
    });
  });

  test('what is no error is unknown, and no reason quotes a message', () => {
    expect(readSesAnswer('broken', 'anna@hda.se')).toEqual({ kind: 'unknown', reason: 'unknown' });
    const fault = Object.assign(new Error('kim.larare@example.org is bad'), { name: 'MessageRejected' });
    expect(readSesAnswer(fault, 'anna@hda.se')).toEqual({ kind: 'permanent', reason: 'MessageRejected' });
  });
});

test('every row of the table can be reached, and says where it is documented', () => {
  for (const [index, row] of sesAnswers.entries()) {
    const earlier = sesAnswers.slice(0, index).filter(({ name }) => name === row.name);
    expect(
      earlier.every(({ says }) => says !== undefined),
      `${row.name} (${index})`,
    ).toBe(true);
    expect(row.source).toMatch(/^(https:\/\/(docs\.aws\.amazon\.com|nodejs\.org)\/|@smithy\/)/);
  }
});
