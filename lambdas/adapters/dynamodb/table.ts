import {
  ConditionalCheckFailedException,
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  CancellationReason,
  DynamoDBClient,
  TransactWriteItem,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { StoreBusy } from '../../app/ports/store.ts';
import type { EventId } from '../../domain/need/event-id.ts';
import { eventKey } from './keys.ts';
import type { Item } from './keys.ts';
import { tableKey } from './schema.ts';

/** The one table; `items.ts` says how needs lie in it. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
}

export const put = ({ name }: Table, item: Item): TransactWriteItem => ({
  Put: { TableName: name, Item: item },
});

/** Puts an item unless it is there already; then its cancellation reason carries the one that is there. */
export const putFirst = ({ name }: Table, item: Item): TransactWriteItem => ({
  Put: {
    TableName: name,
    Item: item,
    ConditionExpression: `attribute_not_exists(${tableKey.partition})`,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});

/** @returns the reasons when a condition failed or another transaction was in the way. */
export async function transact(
  { client }: Table,
  items: TransactWriteItem[],
): Promise<CancellationReason[] | undefined> {
  try {
    await throttlingAsBusy(client.send(new TransactWriteItemsCommand({ TransactItems: items })));
    return undefined;
  } catch (fault) {
    if (!(fault instanceof TransactionCanceledException)) throw fault;
    const reasons = fault.CancellationReasons ?? [];
    const codes = reasons.map(({ Code }) => Code);
    if (codes.includes('ThrottlingError') || codes.includes('ProvisionedThroughputExceeded'))
      throw new StoreBusy(undefined, { cause: fault });
    if (codes.includes('ConditionalCheckFailed') || codes.includes('TransactionConflict')) return reasons;
    throw fault;
  }
}

/** @returns the event's item as it is now if the condition held, else as it was. */
export async function update(
  { client, name }: Table,
  event: EventId,
  change: Pick<
    UpdateItemCommandInput,
    | 'UpdateExpression'
    | 'ConditionExpression'
    | 'ExpressionAttributeNames'
    | 'ExpressionAttributeValues'
    | 'ReturnValues'
  >,
): Promise<{ readonly held: boolean; readonly item: Item }> {
  try {
    const { Attributes = {} } = await throttlingAsBusy(
      client.send(
        new UpdateItemCommand({
          TableName: name,
          Key: eventKey(event),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          ...change,
        }),
      ),
    );
    return { held: true, item: Attributes };
  } catch (fault) {
    if (fault instanceof ConditionalCheckFailedException) return { held: false, item: fault.Item ?? {} };
    throw fault;
  }
}

/** Waits for a call to DynamoDB. @throws StoreBusy when DynamoDB throttles it. */
export async function throttlingAsBusy<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (fault) {
    const isThrottling =
      fault instanceof ProvisionedThroughputExceededException ||
      fault instanceof RequestLimitExceeded ||
      fault instanceof ThrottlingException;
    throw isThrottling ? new StoreBusy(undefined, { cause: fault }) : fault;
  }
}
