import { paginateQuery } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../../domain/time/time.ts';
import type { Item } from './keys.ts';
import { indexes, tableKey } from './schema.ts';
import { askTable } from './table.ts';
import type { Table } from './table.ts';

interface Input {
  /** The table itself where none is named. */
  readonly index?: (typeof indexes)[keyof typeof indexes];
  readonly ConsistentRead?: boolean;
  readonly value: string;
  readonly dueBy?: Instant;
  /** The first and the last of the table's sort keys that are asked for. */
  readonly between?: readonly [string, string];
  readonly limit?: number;
  /** The last so many, instead of the first. */
  readonly latest?: number;
}

/** The items under one key of the table or of one of its indexes, in the order of their sort keys. @throws as `askTable` does */
export const query = (table: Table, input: Input): Promise<Item[]> => askTable(allPages(table, input));

async function allPages({ client, name }: Table, input: Input): Promise<Item[]> {
  const { index, value, dueBy, between, latest, limit = latest ?? Infinity, ...rest } = input;
  const pages = paginateQuery(
    { client, ...(limit < Infinity && { pageSize: limit }) },
    {
      TableName: name,
      ...(index && { IndexName: index.name }),
      KeyConditionExpression: [
        '#key = :value',
        ...(dueBy === undefined ? [] : [`${indexes.due.sort} <= :dueBy`]),
        ...(between ? [`${tableKey.sort} BETWEEN :first AND :last`] : []),
      ].join(' AND '),
      ExpressionAttributeNames: { '#key': (index ?? tableKey).partition },
      ExpressionAttributeValues: {
        ':value': { S: value },
        ...(dueBy !== undefined && { ':dueBy': { S: dueBy } }),
        ...(between && { ':first': { S: between[0] }, ':last': { S: between[1] } }),
      },
      ...(latest !== undefined && { ScanIndexForward: false }),
      ...rest,
    },
  );
  const items: Item[] = [];
  for await (const page of pages) {
    items.push(...(page.Items ?? []));
    if (items.length >= limit) break;
  }
  const found = items.slice(0, limit);
  return latest === undefined ? found : found.reverse();
}
