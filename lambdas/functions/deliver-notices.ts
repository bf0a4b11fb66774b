import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { eventIdOf } from '../adapters/dynamodb/keys.ts';
import type { EventId } from '../domain/need/event-id.ts';
import { loggingFaults } from './log.ts';
import { deliver, until } from './sender.ts';

/**
 * Invoked by the table's stream: each record is an event whose notices are due. A record is retried only when the store failed. A
 * mail that could not be sent waits in the table for the sweep, and blocks nothing.
 */
export const handler = loggingFaults<DynamoDBStreamEvent, DynamoDBBatchResponse>(
  async ({ Records }, context) => {
    const records = new Map<EventId, string>();
    for (const record of Records) {
      const event = eventIdOf(record.dynamodb?.Keys ?? {});
      if (event) records.set(event, record.dynamodb?.SequenceNumber ?? '');
    }
    const broken = await deliver([...records.keys()], until(context));
    return { batchItemFailures: broken.map((event) => ({ itemIdentifier: records.get(event) ?? '' })) };
  },
);
