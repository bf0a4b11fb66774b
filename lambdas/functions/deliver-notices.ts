import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { challengeOf, eventIdOf, letterIdOf } from '../adapters/dynamodb/keys.ts';
import type { LetterId } from '../app/ports/letters.ts';
import type { EventId } from '../domain/need/event-id.ts';
import { loggingFaults } from './log.ts';
import { current, sending, until } from './sender.ts';

const isLetter = (due: EventId | LetterId | string): due is LetterId =>
  typeof due !== 'string' && 'address' in due;
const isEvent = (due: EventId | LetterId | string): due is EventId =>
  typeof due !== 'string' && 'reference' in due;

/**
 * Invoked by the table's stream: each record is an event whose notices are due, or a code that was asked for. A record is retried only when the store failed. A
 * mail that could not be sent waits in the table for the sweep, and blocks nothing.
 */
export const handler = loggingFaults<DynamoDBStreamEvent, DynamoDBBatchResponse>(
  async ({ Records }, context) => {
    const records = new Map<EventId | LetterId | string, string>();
    for (const { dynamodb: { Keys = {}, SequenceNumber = '' } = {} } of Records) {
      const due = eventIdOf(Keys) ?? letterIdOf(Keys) ?? challengeOf(Keys);
      if (due !== undefined) records.set(due, SequenceNumber);
    }
    const due = [...records.keys()];
    await current.renew();
    const { deliver, deliverCodes, deliverLetters } = sending();
    const end = until(context);
    /* People wait for codes. */
    const broken = [
      ...(await deliverCodes(
        due.filter((one) => typeof one === 'string'),
        end,
      )),
      ...(await deliverLetters(due.filter(isLetter), end)),
      ...(await deliver(due.filter(isEvent), end)),
    ];
    return { batchItemFailures: broken.map((event) => ({ itemIdentifier: records.get(event) ?? '' })) };
  },
);
