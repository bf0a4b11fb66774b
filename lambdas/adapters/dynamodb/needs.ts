import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Needs } from '../../app/ports/needs.ts';
import type { Instant } from '../../domain/time/time.ts';
import { eventItem, needItem, statusKeyOf } from './items.ts';
import { keyOf, partitionOf, referenceOf } from './keys.ts';
import { indexes } from './schema.ts';
import { query } from './query.ts';
import { fileOf } from './stored.ts';
import { putFirst, throttlingAsBusy, transact } from './table.ts';
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

  async list(status) {
    const items = await query(table, { index: indexes.byStatus, value: statusKeyOf(status) });
    return items.flatMap((item) => {
      const reference = referenceOf(item);
      return reference
        ? [{ reference, title: item['title']?.S ?? '', since: item['since']?.S as Instant }]
        : [];
    });
  },

  async ping() {
    const Key = keyOf('HEALTH', 'HEALTH');
    await throttlingAsBusy(table.client.send(new GetItemCommand({ TableName: table.name, Key })));
  },
});
