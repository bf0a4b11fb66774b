import { SESClient } from '@aws-sdk/client-ses';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { sesMailer } from '../adapters/ses-mailer.ts';
import { eventIn } from '../adapters/stream.ts';
import { deliverNotices } from '../app/deliver.ts';
import { writeLetter } from '../mail/letter.tsx';
import { traceOf } from '../web/edge.ts';
import { environment } from './environment.ts';
import { log } from './log.ts';
import { clock, ids, organisation, storeIn } from './parts.ts';

const { TABLE_NAME, BASE_URL, MAIL_FROM, MAIL_CONFIGURATION_SET } = environment(
  'TABLE_NAME',
  'BASE_URL',
  'MAIL_FROM',
  'MAIL_CONFIGURATION_SET',
);
const mailer = sesMailer(new SESClient({ maxAttempts: 1 }), {
  from: MAIL_FROM,
  configurationSet: MAIL_CONFIGURATION_SET,
  write: (letter) => writeLetter(letter, { organisation, baseUrl: BASE_URL, now: clock() }),
});
const deliver = deliverNotices({ organisation, store: storeIn(TABLE_NAME), mailer, ids, clock, log });

/** The table's stream: each record is an event whose notices are due. */
export const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(async ({ Records }) => {
  const unsettled: string[] = [];
  for (const record of Records) {
    const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
    try {
      const event = eventIn(record);
      if (event && !(await deliver(event.reference, event.version))) unsettled.push(sequenceNumber);
    } catch (fault) {
      log('fault', { sequenceNumber, ...traceOf(fault) });
      unsettled.push(sequenceNumber);
    }
  }
  return { batchItemFailures: unsettled.map((itemIdentifier) => ({ itemIdentifier })) };
});
