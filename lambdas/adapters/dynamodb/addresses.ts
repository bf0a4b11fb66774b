import { BatchGetItemCommand, DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SuppressedAddresses } from '../../app/ports/suppressed-addresses.ts';
import { addressItem, addressKey } from './items.ts';
import type { Item } from './keys.ts';
import { tableKey } from './schema.ts';
import { answerTo } from './table.ts';
import type { Table } from './table.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const mostKeys = 100;

const partitionIn = (item: Item) => item[tableKey.partition]?.S;

export const addressesIn = (table: Table): SuppressedAddresses => ({
  async suppressed(addresses) {
    const byKey = new Map(addresses.map((address) => [partitionIn(addressKey(address)), address]));
    const keys = [
      ...new Map(addresses.map((address) => [address.toLowerCase(), addressKey(address)])).values(),
    ];
    const found = new Set<string>();
    while (keys.length > 0) {
      const { Responses, UnprocessedKeys } = await answerTo(
        table.client.send(
          new BatchGetItemCommand({
            RequestItems: {
              [table.name]: { Keys: keys.splice(0, mostKeys), ProjectionExpression: tableKey.partition },
            },
          }),
        ),
      );
      for (const item of Responses?.[table.name] ?? []) {
        const address = byKey.get(partitionIn(item));
        if (address !== undefined) found.add(address.toLowerCase());
      }
      keys.push(...(UnprocessedKeys?.[table.name]?.Keys ?? []));
    }
    return new Set(addresses.filter((address) => found.has(address.toLowerCase())));
  },

  async suppress(address, because, at) {
    const Item = addressItem(address, because, at);
    await answerTo(table.client.send(new PutItemCommand({ TableName: table.name, Item })));
  },

  async allow(address) {
    const Key = addressKey(address);
    await answerTo(table.client.send(new DeleteItemCommand({ TableName: table.name, Key })));
  },
});
