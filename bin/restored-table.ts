import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  paginateScan,
  RestoreTableToPointInTimeCommand,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient, TableDescription, WriteRequest } from '@aws-sdk/client-dynamodb';
import type { Item } from '../lambdas/adapters/dynamodb/keys.ts';
import { expiry, indexes, tableKey } from '../lambdas/adapters/dynamodb/schema.ts';
import type { Table } from '../lambdas/adapters/dynamodb/table.ts';
import type { Shape } from './backup-file.ts';
import { Mistake } from './command.ts';

/* How many items one request writes: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const atOnce = 25;
const pauseMilliseconds = { aws: 5_000, local: 50 };

/** What a table on AWS has beside its items. */
export interface Protection {
  readonly tags: Readonly<Record<string, string>>;
  /** Whether the table may not be deleted. */
  readonly deletion: boolean;
}

/** Makes an empty table. @throws Mistake where there is one of that name */
export async function createTable({ client, name }: Table, shape: Shape): Promise<void> {
  const { GlobalSecondaryIndexes: named, ...keys } = shape;
  const create = new CreateTableCommand({
    ...keys,
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    ...(named.length > 0 && { GlobalSecondaryIndexes: named }),
  });
  await client.send(create).catch((fault: unknown) => {
    throw isNamed(fault, 'ResourceInUseException') ? new Mistake(`There is a table ${name} already.`) : fault;
  });
}

/** Makes a table as another was at a moment, the latest possible if none is given. AWS reads both for as long as it takes. */
export async function restoreAt(
  client: DynamoDBClient,
  { from, to, at }: { readonly from: string; readonly to: string; readonly at?: Date },
): Promise<void> {
  await client.send(
    new RestoreTableToPointInTimeCommand({
      SourceTableName: from,
      TargetTableName: to,
      BillingModeOverride: 'PAY_PER_REQUEST',
      ...(at ? { RestoreDateTime: at } : { UseLatestRestorableTime: true }),
    }),
  );
}

/** Writes items; what the table does not take at once is tried again. */
export async function putAll(table: Table, items: AsyncIterable<Item>, progress: () => void): Promise<void> {
  const put = async (batch: readonly Item[]) => {
    await write(
      table,
      batch.map((item) => ({ PutRequest: { Item: item } })),
    );
    for (const _item of batch) progress();
  };
  let batch: Item[] = [];
  for await (const item of items) {
    if (batch.push(item) < atOnce) continue;
    await put(batch);
    batch = [];
  }
  if (batch.length > 0) await put(batch);
}

async function write({ client, name }: Table, requests: WriteRequest[]): Promise<void> {
  let left = requests;
  for (let pause = 100; left.length > 0; pause = Math.min(2 * pause, 10_000)) {
    const { UnprocessedItems } = await client.send(
      new BatchWriteItemCommand({ RequestItems: { [name]: left } }),
    );
    left = UnprocessedItems?.[name] ?? [];
    if (left.length > 0) await sleep(pause);
  }
}

/** Deletes what ends by itself. @returns how many items it was */
export async function deleteExpiring(table: Table): Promise<number> {
  let count = 0;
  const pages = paginateScan(
    { client: table.client },
    {
      TableName: table.name,
      FilterExpression: 'attribute_exists(#expiry)',
      ProjectionExpression: Object.values(tableKey).join(', '),
      ExpressionAttributeNames: { '#expiry': expiry },
    },
  );
  for await (const { Items = [] } of pages) {
    for (let first = 0; first < Items.length; first += atOnce)
      await write(
        table,
        Items.slice(first, first + atOnce).map((Key) => ({ DeleteRequest: { Key } })),
      );
    count += Items.length;
  }
  return count;
}

/**
 * Waits until a table and its indexes can be used.
 * @param say is told how it is, each time
 * @throws Mistake where there is no such table
 */
export async function untilActive(
  { client, name }: Table,
  { isOnAws, say }: { readonly isOnAws: boolean; readonly say: (status: string) => void },
): Promise<TableDescription> {
  for (;;) {
    const { Table: found } = await client
      .send(new DescribeTableCommand({ TableName: name }))
      .catch((fault: unknown) => {
        throw isNamed(fault, 'ResourceNotFoundException') ? new Mistake(`There is no table ${name}.`) : fault;
      });
    const building = (found?.GlobalSecondaryIndexes ?? []).filter(
      ({ IndexStatus }) => IndexStatus !== undefined && IndexStatus !== 'ACTIVE',
    );
    if (found?.TableStatus === 'ACTIVE' && building.length === 0) return found;
    say(building.length > 0 ? `${building.length} index(es) to build` : String(found?.TableStatus));
    await sleep(isOnAws ? pauseMilliseconds.aws : pauseMilliseconds.local);
  }
}

/** The indexes that this release needs and a table lacks. */
export function missingIndexes({ GlobalSecondaryIndexes: there = [] }: TableDescription): readonly string[] {
  return Object.values(indexes)
    .map(({ name }) => name)
    .filter((name) => !there.some(({ IndexName }) => IndexName === name));
}

/**
 * Gives a table what the stack would give its own, as far as it lacks it: a stream, the end of what expires, and on AWS recovery to a
 * point in time, protection and tags. DynamoDB restores none of these.
 * @returns the label of its stream
 * @throws Mistake where its stream shows something else than the functions read
 */
export async function equip(
  table: Table,
  protection: Protection | undefined,
  wait: Parameters<typeof untilActive>[1],
): Promise<string> {
  const { client, name } = table;
  const StreamViewType = 'NEW_IMAGE';
  const { StreamSpecification: stream, TableArn: arn } = await untilActive(table, wait);
  if (stream?.StreamEnabled && stream.StreamViewType !== StreamViewType)
    throw new Mistake(`The stream of ${name} shows ${stream.StreamViewType}, not ${StreamViewType}.`);
  if (!stream?.StreamEnabled)
    await client.send(
      new UpdateTableCommand({
        TableName: name,
        StreamSpecification: { StreamEnabled: true, StreamViewType },
      }),
    );
  await untilActive(table, wait);
  const { TimeToLiveDescription: ending } = await client.send(
    new DescribeTimeToLiveCommand({ TableName: name }),
  );
  if (!ending?.TimeToLiveStatus?.startsWith('ENABL'))
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: { Enabled: true, AttributeName: expiry },
      }),
    );
  if (protection) await protect(table, arn ?? '', protection);
  const { LatestStreamLabel } = await untilActive(table, wait);
  return LatestStreamLabel ?? '';
}

async function protect({ client, name }: Table, arn: string, { tags, deletion }: Protection): Promise<void> {
  const recovery = new UpdateContinuousBackupsCommand({
    TableName: name,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
  for (let done = false; !done;) {
    done = await client.send(recovery).then(
      () => true,
      (fault: unknown) => {
        /* For some minutes after a table was made. */
        if (isNamed(fault, 'ContinuousBackupsUnavailableException')) return false;
        throw fault;
      },
    );
    if (!done) await sleep(pauseMilliseconds.aws);
  }
  if (deletion)
    await client.send(new UpdateTableCommand({ TableName: name, DeletionProtectionEnabled: true }));
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await client.send(new TagResourceCommand({ ResourceArn: arn, Tags }));
}

const isNamed = (fault: unknown, name: string): boolean => fault instanceof Error && fault.name === name;
