import type { AllSettings } from '../../app/ports/all-settings.ts';
import type { AddressHash } from '../../domain/email-address.ts';
import type { Settings } from '../../domain/session/settings.ts';
import { keyedItem, keyOf } from './keys.ts';
import type { Item } from './keys.ts';
import { partitions, sortKeys, tableKey } from './schema.ts';
import { put, readAll, stored } from './table.ts';
import type { Table } from './table.ts';

const settingsKey = (address: AddressHash): Item => keyOf(partitions.person + address, sortKeys.settings);

export const settingsIn = (table: Table): AllSettings => ({
  async settingsOf(addresses) {
    const items = await readAll(table, [...new Set(addresses)].map(settingsKey));
    return new Map(
      items.map((item) => [
        item[tableKey.partition]?.S?.slice(partitions.person.length) as AddressHash,
        JSON.parse(item['settings']?.S ?? '') as Settings,
      ]),
    );
  },

  async saveSettings(address, settings) {
    const item = keyedItem('settings', settingsKey(address), { settings: { S: JSON.stringify(settings) } });
    await stored(table, [put(table, item)]);
  },
});
