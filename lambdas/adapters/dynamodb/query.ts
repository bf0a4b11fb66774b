import { paginateQuery } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../../domain/time/time.ts';
import type { Item } from './keys.ts';
import { indexes, tableKey } from './schema.ts';
import { answerTo } from './table.ts';
import type { Table } from './table.ts';

interface Input {
  /** The table itself where none is named. */
  readonly index?: (typeof indexes)[keyof typeof indexes];
  readonly ConsistentRead?: boolean;
  readonly value: string;
  readonly dueBy?: Instant;
  readonly limit?: number;
}

/** The items under one key of the table or of one of its indexes, page after page until `limit`. @throws as `answerTo` does */
export const query = (table: Table, input: Input): Promise<Item[]> => answerTo(allPages(table, input));

async function allPages({ client, name }: Table, input: Input): Promise<Item[]> {
  const { index, value, dueBy, limit = Infinity, ...rest } = input;
  const pages = paginateQuery(
    { client, ...(limit < Infinity && { pageSize: limit }) },
    {
      TableName: name,
      ...(index && { IndexName: index.name }),
      KeyConditionExpression: `#key = :value${dueBy === undefined ? '' : ` AND ${indexes.due.sort} <= :dueBy`}`,
      ExpressionAttributeNames: { '#key': (index ?? tableKey).partition },
      ExpressionAttributeValues: {
        ':value': { S: value },
        ...(dueBy !== undefined && { ':dueBy': { S: dueBy } }),
      },
      ...rest,
    },
  );
  const items: Item[] = [];
  for await (const page of pages) {
    items.push(...(page.Items ?? []));
    if (items.length >= limit) break;
  }
  return items.slice(0, limit);
}
