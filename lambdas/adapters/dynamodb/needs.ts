import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Needs } from '../../app/ports/needs.ts';
import { eventItem, needItem } from './items.ts';
import { keyOf, partitionOf } from './keys.ts';
import { query } from './query.ts';
import { fileOf } from './stored.ts';
import { putFirst, answerTo, transact } from './table.ts';
import type { Table } from './table.ts';

export const needsIn = (table: Table): Needs => ({
  async read(reference) {
    return fileOf(await query(table, { value: partitionOf(reference), ConsistentRead: true }));
  },

  async append(need, entry) {
    const reasons = await transact(table, [
      {
        Put: {
          TableName: table.name,
          Item: needItem(need),
          ConditionExpression: 'version = :before',
          ExpressionAttributeValues: { ':before': { N: String(need.version - 1) } },
        },
      },
      putFirst(table, eventItem(entry)),
    ]);
    return reasons ? 'moved-on' : 'stored';
  },

  async ping() {
    const Key = keyOf('HEALTH', 'HEALTH');
    await answerTo(table.client.send(new GetItemCommand({ TableName: table.name, Key })));
  },
});
