import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { eventItem, needItem, submissionItem } from '../../lambdas/adapters/dynamodb/items.ts';
import type { Item } from '../../lambdas/adapters/dynamodb/keys.ts';
import type { Entry } from '../../lambdas/app/ports/need-file.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import { next, submitted } from './needs.ts';
import { noticeAs } from './notices.ts';

interface Table {
  readonly client: DynamoDBClient;
  readonly table: string;
}

interface Story {
  /** How many events the need has, its submission among them. */
  readonly events: number;
  /** What is said in a comment, by the number of its event. */
  readonly said: (version: number) => string;
  /** Whether the notices of its comments are still to be sent; those of its submission never are. */
  readonly isDue?: boolean;
}

const itemsAtOnce = 25;

/** Writes a need of many comments straight into the table. @returns it, and the token of its submitter's link */
export async function storeLongNeed(
  { client, table }: Table,
  { events, said, isDue = false }: Story,
): Promise<{ readonly need: Need; readonly token: string }> {
  const opening = submitted();
  let { need, entry }: { need: Need; entry: Entry } = opening;
  const items: Item[] = [submissionItem(opening), eventItem(told(entry))];
  while (need.version < events) {
    ({ need, entry } = next(need, entry, said(need.version + 1)));
    items.push(eventItem(isDue ? entry : told(entry)));
  }
  items.push(needItem(need));
  const batches = Array.from({ length: Math.ceil(items.length / itemsAtOnce) }, (_, batch) =>
    items.slice(batch * itemsAtOnce, (batch + 1) * itemsAtOnce),
  );
  for (const batch of batches) {
    const requests = batch.map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
  }
  return { need, token: opening.token };
}

const told = (entry: Entry): Entry => ({
  ...entry,
  notices: entry.notices.map(({ to }) => noticeAs('sent', to)),
});
