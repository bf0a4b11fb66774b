import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Needs } from '../../app/ports/needs.ts';
import type { Instant } from '../../domain/time/time.ts';
import { eventItem, needItem, partitionOf, statusKeyOf } from './items.ts';
import { query } from './query.ts';
import { fileOf, referenceOf } from './stored.ts';
import { putFirst, throttlingAsBusy, transact } from './table.ts';
import type { Table } from './table.ts';

export const needsIn = (table: Table): Needs => ({
  async read(reference) {
    return fileOf(await query(table, { key: 'pk', value: partitionOf(reference), ConsistentRead: true }));
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
    const items = await query(table, { IndexName: 'byStatus', key: 'statusKey', value: statusKeyOf(status) });
    return items.map((item) => ({
      reference: referenceOf(item),
      title: item['title']?.S ?? '',
      since: item['since']?.S as Instant,
    }));
  },

  async ping() {
    const Key = { pk: { S: 'HEALTH' }, sk: { S: 'HEALTH' } };
    await throttlingAsBusy(table.client.send(new GetItemCommand({ TableName: table.name, Key })));
  },
});
