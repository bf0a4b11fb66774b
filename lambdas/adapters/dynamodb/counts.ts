import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Count, Counts } from '../../app/ports/counts.ts';
import { keyOf } from './keys.ts';
import { expiry, partitions, sortKeys } from './schema.ts';
import { expiresAt, stored } from './table.ts';
import type { Table } from './table.ts';

/** One more of something, as a part of a transaction that fails where there are too many. */
export const countIn = ({ name }: Table, { of, most, until }: Count): TransactWriteItem => ({
  Update: {
    TableName: name,
    Key: keyOf(partitions.count + of, sortKeys.count),
    UpdateExpression: `ADD #count :one SET ${expiry} = :until`,
    ConditionExpression: 'attribute_not_exists(#count) OR #count < :most',
    ExpressionAttributeNames: { '#count': 'count' },
    ExpressionAttributeValues: {
      ':one': { N: '1' },
      ':most': { N: String(most) },
      ':until': expiresAt(until),
    },
  },
});

export const countsIn = (table: Table): Counts => ({
  count: (one) => stored(table, [countIn(table, one)]),
});
