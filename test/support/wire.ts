import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localCredentials } from '../../local/database.ts';
import { attributesIn } from './attributes.ts';
import type { Part } from './attributes.ts';
import { onLoopback } from './loopback.ts';

/** One call to DynamoDB as it went over the wire. */
export interface StoreCall {
  readonly operation: string;
  /** How many items a write named, or a read by keys asked for; how many a query gave. */
  readonly items: number;
  /** Capacity units consumed, by `table` and by the names of indexes; 0 where there were none. */
  readonly units: Readonly<Record<string, number>>;
}

interface Capacity {
  readonly Table?: { readonly CapacityUnits?: number };
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, { readonly CapacityUnits?: number }>>;
}

interface Answer {
  readonly ConsumedCapacity?: Capacity | readonly Capacity[];
  readonly Items?: readonly unknown[];
  readonly Item?: unknown;
}

/** What one part of a call did to what, in the words of IAM. */
export interface Access {
  readonly action: string;
  /** The partition key, where the call was on the table itself. */
  readonly partition?: string;
  readonly index?: string;
  /** The attributes that it names. */
  readonly attributes: readonly string[];
}

export interface Wire {
  readonly endpoint: string;
  /** Asks through it. */
  readonly client: DynamoDBClient;
  /** Gives the calls since it was last asked, in the order they were answered. */
  take(): readonly StoreCall[];
  /** Gives what the calls have done since it was last asked. */
  accesses(): readonly Access[];
  stop(): void;
}

/** Stands before DynamoDB, asks every call for the capacity it consumes, and counts. */
export async function countingWire(database: string): Promise<Wire> {
  let calls: StoreCall[] = [];
  let accesses: Access[] = [];
  const { url: endpoint, stop } = await onLoopback(async (request, response) => {
    const asked = JSON.parse(String(await buffer(request))) as Record<string, unknown>;
    const body = JSON.stringify({ ...asked, ReturnConsumedCapacity: 'INDEXES' });
    const onward = httpRequest(database, {
      method: request.method,
      headers: { ...request.headers, 'content-length': Buffer.byteLength(body) },
    });
    onward.end(body);
    const [answered] = (await once(onward, 'response')) as [IncomingMessage];
    const answer = await buffer(answered);
    const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    accesses.push(...accessesOf(operation, asked));
    calls.push(callOf(operation, asked, JSON.parse(String(answer)) as Answer));
    response.writeHead(answered.statusCode ?? 500, answered.headers).end(answer);
  });
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials: localCredentials });
  return {
    endpoint,
    client,
    take: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    accesses: () => {
      const taken = accesses;
      accesses = [];
      return taken;
    },
    stop: () => {
      client.destroy();
      stop();
    },
  };
}

function callOf(operation: string, asked: Readonly<Record<string, unknown>>, answer: Answer): StoreCall {
  const units: Record<string, number> = {};
  for (const { Table, GlobalSecondaryIndexes } of [answer.ConsumedCapacity ?? []].flat()) {
    units['table'] = (units['table'] ?? 0) + (Table?.CapacityUnits ?? 0);
    for (const [index, { CapacityUnits = 0 }] of Object.entries(GlobalSecondaryIndexes ?? {})) {
      units[index] = (units[index] ?? 0) + CapacityUnits;
    }
  }
  const { TransactItems, RequestItems = {} } = asked as {
    TransactItems?: readonly unknown[];
    RequestItems?: Readonly<Record<string, { readonly Keys?: readonly unknown[] }>>;
  };
  const [batch] = Object.values(RequestItems);
  const items = TransactItems?.length ?? batch?.Keys?.length ?? answer.Items?.length ?? 1;
  return { operation, items, units };
}

type Keyed = Readonly<Record<string, { readonly S?: string }>>;
type KeyedPart = Part & { readonly Key?: Keyed; readonly Item?: Keyed };
const partitionIn = (item: Keyed | undefined): string => item?.['pk']?.S ?? '';

/* IAM User Guide, "Actions, resources, and condition keys for Amazon DynamoDB": a transaction needs what each of its parts does. */
function accessesOf(operation: string, asked: Readonly<Record<string, unknown>>): readonly Access[] {
  const { TransactItems, RequestItems, IndexName, Key, Item, ExpressionAttributeValues } = asked as {
    TransactItems?: readonly Readonly<Record<string, KeyedPart>>[];
    RequestItems?: Readonly<Record<string, Part & { readonly Keys?: readonly Keyed[] }>>;
    IndexName?: string;
    Key?: Keyed;
    Item?: Keyed;
    ExpressionAttributeValues?: Keyed;
  };
  if (TransactItems)
    return TransactItems.flatMap((part) =>
      Object.entries(part).map(([kind, one]) => ({
        action: `dynamodb:${kind}Item`,
        partition: partitionIn(one.Item ?? one.Key),
        attributes: attributesIn(one),
      })),
    );
  const action = `dynamodb:${operation}`;
  if (RequestItems)
    return Object.values(RequestItems).flatMap(({ Keys = [], ...part }) =>
      Keys.map((key) => ({
        action,
        partition: partitionIn(key),
        attributes: attributesIn({ ...part, Key: key }),
      })),
    );
  const attributes = attributesIn(asked);
  if (IndexName !== undefined) return [{ action, index: IndexName, attributes }];
  const partition = ExpressionAttributeValues?.[':value']?.S ?? partitionIn(Item ?? Key);
  return [{ action, partition, attributes }];
}
