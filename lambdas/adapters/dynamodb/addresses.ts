import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SuppressedAddresses } from '../../app/ports/suppressed-addresses.ts';
import { addressItem, addressKey } from './items.ts';
import type { Item } from './keys.ts';
import { tableKey } from './schema.ts';
import { askTable, readAll } from './table.ts';
import type { Table } from './table.ts';

const partitionIn = (item: Item) => item[tableKey.partition]?.S;

export const addressesIn = (table: Table): SuppressedAddresses => ({
  async suppressed(addresses) {
    const byKey = new Map(addresses.map((address) => [partitionIn(addressKey(address)), address]));
    const keys = [
      ...new Map(addresses.map((address) => [address.toLowerCase(), addressKey(address)])).values(),
    ];
    const items = await readAll(table, keys, { keysOnly: true });
    const found = new Set(items.map((item) => byKey.get(partitionIn(item))?.toLowerCase()));
    return new Set(addresses.filter((address) => found.has(address.toLowerCase())));
  },

  async suppress(address, because, at) {
    const Item = addressItem(address, because, at);
    await askTable(table.client.send(new PutItemCommand({ TableName: table.name, Item })));
  },

  async allow(address) {
    const Key = addressKey(address);
    await askTable(table.client.send(new DeleteItemCommand({ TableName: table.name, Key })));
  },
});
