import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { challengeOf, eventIdOf } from '../adapters/dynamodb/keys.ts';
import type { EventId } from '../domain/need/event-id.ts';
import { loggingFaults } from './log.ts';
import { deliver, deliverCodes, until } from './sender.ts';

/**
 * Invoked by the table's stream: each record is an event whose notices are due, or a code that was asked for. A record is retried only when the store failed. A
 * mail that could not be sent waits in the table for the sweep, and blocks nothing.
 */
export const handler = loggingFaults<DynamoDBStreamEvent, DynamoDBBatchResponse>(
  async ({ Records }, context) => {
    const records = new Map<EventId | string, string>();
    for (const { dynamodb: { Keys = {}, SequenceNumber = '' } = {} } of Records) {
      const due = eventIdOf(Keys) ?? challengeOf(Keys);
      if (due !== undefined) records.set(due, SequenceNumber);
    }
    const due = [...records.keys()];
    const end = until(context);
    /* People wait for codes. */
    const broken = [
      ...(await deliverCodes(
        due.filter((one) => typeof one === 'string'),
        end,
      )),
      ...(await deliver(
        due.filter((one) => typeof one !== 'string'),
        end,
      )),
    ];
    return { batchItemFailures: broken.map((event) => ({ itemIdentifier: records.get(event) ?? '' })) };
  },
);
