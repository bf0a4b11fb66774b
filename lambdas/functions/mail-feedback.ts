import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { dynamoDbStore } from '../adapters/dynamodb/store.ts';
import { letterReportIn, mailReportIn } from '../adapters/ses-events.ts';
import { recordReport } from '../app/notice/report.ts';
import { recordLetterReport } from '../app/notice/send-letters.ts';
import { asksIn } from '../app/notice/asks.ts';
import { environment } from './environment.ts';
import { log, logFault } from './log.ts';
import { organisationOf } from './organisation.ts';
import { clock, tableOf } from './runtime.ts';

const { TABLE_NAME } = environment('TABLE_NAME');
const table = tableOf(TABLE_NAME);
const store = dynamoDbStore(table);
const current = organisationOf(table);
const recording = current.make((organisation) => ({
  recordLetter: recordLetterReport({ organisation, store, clock, log }),
  record: recordReport({ organisation, store, asks: asksIn(organisation), clock, log }),
}));

/**
 * Invoked by the queue with SES's events about mails. An event that cannot be recorded is retried, and ends in the dead-letter
 * queue.
 */
export const handler = async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const failed: string[] = [];
  for (const { messageId, body } of Records) {
    try {
      const report = mailReportIn(body);
      const letterReport = letterReportIn(body);
      if (letterReport ?? report) await current.renew();
      if (letterReport) await recording().recordLetter(letterReport);
      else if (report) await recording().record(report);
      else log('mail event ignored', { messageId });
    } catch (fault) {
      logFault(fault, { messageId });
      failed.push(messageId);
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};
