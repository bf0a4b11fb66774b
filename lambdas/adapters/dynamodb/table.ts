import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  AttributeValue,
  CancellationReason,
  DynamoDBClient,
  TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { StoreBusy, StoreOutOfReach } from '../../app/ports/store.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { Item } from './keys.ts';
import { tableKey } from './schema.ts';
import { mostTries } from '../../app/tries.ts';

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

/** Puts an item where a condition holds of the one that is there. */
export const putIf = (
  { name }: Table,
  item: Item,
  { condition, values }: { readonly condition: string; readonly values?: Record<string, AttributeValue> },
): TransactWriteItem => ({
  Put: {
    TableName: name,
    Item: item,
    ConditionExpression: condition,
    ...(values && { ExpressionAttributeValues: values }),
  },
});

/** Lets a transaction through where a condition holds of an item that it does not change. */
export const checkThat = (
  { name }: Table,
  key: Item,
  { condition, values }: { readonly condition: string; readonly values: Record<string, AttributeValue> },
): TransactWriteItem => ({
  ConditionCheck: {
    TableName: name,
    Key: key,
    ConditionExpression: condition,
    ExpressionAttributeValues: values,
  },
});

export const deleteOf = ({ name }: Table, key: Item): TransactWriteItem => ({
  Delete: { TableName: name, Key: key },
});

/** A moment as the attribute that DynamoDB deletes items by. */
export const expiresAt = (moment: Instant): AttributeValue => ({
  N: String(Math.ceil(Date.parse(moment) / 1000)),
});

/** @returns the reasons when a condition failed or another transaction was in the way. */
export async function transact(
  { client }: Table,
  items: TransactWriteItem[],
): Promise<CancellationReason[] | undefined> {
  try {
    await askTable(client.send(new TransactWriteItemsCommand({ TransactItems: items })));
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

/** Writes items, again where another transaction is in the way. @returns whether their conditions hold */
export async function stored(table: Table, items: TransactWriteItem[]): Promise<boolean> {
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const reasons = await transact(table, items);
    if (!reasons) return true;
    if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return false;
  }
  throw new StoreBusy();
}

/**
 * The item with a key as it is at this moment, if there is one; only what `path` leads to, where there is a path.
 * @throws as `askTable` does
 */
export async function readAt(
  { client, name }: Table,
  key: Item,
  path: readonly string[] = [],
): Promise<Item | undefined> {
  const command = new GetItemCommand({
    ...{ TableName: name, Key: key, ConsistentRead: true },
    ...(path.length > 0 && {
      ProjectionExpression: path.map((_name, index) => `#part${index}`).join('.'),
      ExpressionAttributeNames: Object.fromEntries(path.map((name, index) => [`#part${index}`, name])),
    }),
  });
  return (await askTable(client.send(command))).Item;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const mostKeys = 100;

/** The items with these keys that there are, in no order; only their partition keys where `keysOnly`. @throws as `askTable` does */
export async function readAll(
  { client, name }: Table,
  asked: readonly Item[],
  { keysOnly = false } = {},
): Promise<readonly Item[]> {
  const keys = [...asked];
  const found: Item[] = [];
  while (keys.length > 0) {
    const command = new BatchGetItemCommand({
      RequestItems: {
        [name]: {
          Keys: keys.splice(0, mostKeys),
          ...(keysOnly && { ProjectionExpression: tableKey.partition }),
        },
      },
    });
    const { Responses, UnprocessedKeys } = await askTable(client.send(command));
    found.push(...(Responses?.[name] ?? []));
    keys.push(...(UnprocessedKeys?.[name]?.Keys ?? []));
  }
  return found;
}

/** A conditional change of an item, in the parts of DynamoDB's expressions. */
export interface ItemUpdate {
  readonly set: readonly string[];
  readonly remove?: readonly string[];
  readonly conditions: readonly string[];
  /** What stands for the names `#so`. */
  readonly names?: Record<string, string>;
  /** What stands for the values `:so`. */
  readonly values: Record<string, AttributeValue>;
}

/** Changes an item. @returns whether the conditions held; where they did not, the item as it is, if there is one. */
export async function update(
  { client, name }: Table,
  key: Item,
  { set, remove = [], conditions, names, values }: ItemUpdate,
): Promise<{ readonly held: boolean; readonly item: Item }> {
  const clauses = [
    ...(set.length > 0 ? [`SET ${set.join(', ')}`] : []),
    ...(remove.length > 0 ? [`REMOVE ${remove.join(', ')}`] : []),
  ];
  const command = new UpdateItemCommand({
    TableName: name,
    Key: key,
    UpdateExpression: clauses.join(' '),
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await askTable(client.send(command));
    return { held: true, item: {} };
  } catch (fault) {
    if (fault instanceof ConditionalCheckFailedException) return { held: false, item: fault.Item ?? {} };
    throw fault;
  }
}

/**
 * Waits for DynamoDB's answer to a call.
 * @throws StoreBusy when DynamoDB throttles the call, StoreOutOfReach when it does not answer or fails by itself
 */
export async function askTable<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (fault) {
    if (isThrottling(fault)) throw new StoreBusy(undefined, { cause: fault });
    const broken = whatBroke(fault);
    throw broken === undefined ? fault : new StoreOutOfReach(broken, { cause: fault });
  }
}

const isThrottling = (fault: unknown): boolean =>
  fault instanceof ProvisionedThroughputExceededException ||
  fault instanceof RequestLimitExceeded ||
  fault instanceof ThrottlingException;

/* What Node calls a connection that cannot be made or breaks off. */
const brokenConnection = [
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
  ],
];

/** Why there is no answer, where there is none: the connection, the time, or DynamoDB itself. */
function whatBroke(fault: unknown): string | undefined {
  if (!(fault instanceof Error)) return undefined;
  const { name, code, $metadata }: Error & Partial<Failure> = fault;
  if (code !== undefined && brokenConnection.includes(code)) return code;
  return name === 'TimeoutError' || ($metadata?.httpStatusCode ?? 0) >= 500 ? name : undefined;
}

interface Failure {
  readonly code: string;
  readonly $metadata: { readonly httpStatusCode?: number };
}
