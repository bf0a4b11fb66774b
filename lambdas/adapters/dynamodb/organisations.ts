import type { Organisations } from '../../app/ports/organisations.ts';
import { noneNamed } from '../../domain/organisation/deputies.ts';
import type { NamedDeputies } from '../../domain/organisation/deputies.ts';
import type { Changes, OrganisationVersion } from '../../domain/organisation/version.ts';
import { keyedItem, keyOf, sortKeyOf } from './keys.ts';
import type { Item } from './keys.ts';
import { query } from './query.ts';
import { partitions, sortKeys } from './schema.ts';
import { putFirst, putIf, readAll, readAt, stored } from './table.ts';
import type { Table } from './table.ts';

const currentKey = keyOf(partitions.organisation, sortKeys.current);
const deputiesKey = keyOf(partitions.organisation, sortKeys.deputies);

/* The latest version lies under a key of its own too, so that it is read with the deputies in one call. */
const versionItem = (key: Item, version: OrganisationVersion): Item =>
  keyedItem('version', key, {
    version: { N: String(version.number) },
    organisation: { S: JSON.stringify(version) },
  });

const deputiesItem = (deputies: NamedDeputies): Item =>
  keyedItem('deputies', deputiesKey, {
    version: { N: String(deputies.version) },
    deputies: { S: JSON.stringify(deputies) },
  });

const versionIn = (item: Item): OrganisationVersion =>
  JSON.parse(item['organisation']?.S ?? '') as OrganisationVersion;
const deputiesIn = (item: Item): NamedDeputies => JSON.parse(item['deputies']?.S ?? '') as NamedDeputies;

/** Puts what follows the version before, or the first. */
const putAfter = (table: Table, item: Item, before: number) =>
  before === 0
    ? putFirst(table, item)
    : putIf(table, item, {
        condition: 'version = :before',
        values: { ':before': { N: String(before) } },
      });

/** Reads what has changed since deployment: all that most functions need. */
export const changesIn = (table: Table): Pick<Organisations, 'readChanges'> => ({
  async readChanges(): Promise<Changes> {
    const items = await readAll(table, [currentKey, deputiesKey]);
    const at = (key: Item) => items.find((item) => sortKeyOf(item) === sortKeyOf(key));
    const [version, deputies] = [at(currentKey), at(deputiesKey)];
    return {
      ...(version && { version: versionIn(version) }),
      ...(deputies && { deputies: deputiesIn(deputies) }),
    };
  },
});

/** Reads and saves the deputies whom heads have named. */
export const deputiesAt = (table: Table): Pick<Organisations, 'readDeputies' | 'saveDeputies'> => ({
  async readDeputies() {
    const item = await readAt(table, deputiesKey);
    return item ? deputiesIn(item) : noneNamed;
  },

  async saveDeputies(after) {
    return stored(table, [putAfter(table, deputiesItem(after), after.version - 1)]);
  },
});

export const organisationsIn = (table: Table): Organisations => ({
  ...changesIn(table),
  ...deputiesAt(table),

  async versions() {
    const items = await query(table, {
      value: partitions.organisation,
      between: [sortKeys.version, `${sortKeys.version}~`],
      ConsistentRead: true,
    });
    return items.map(versionIn);
  },

  async addVersion(version) {
    const kept = keyOf(partitions.organisation, sortKeys.version + String(version.number).padStart(6, '0'));
    return stored(table, [
      putFirst(table, versionItem(kept, version)),
      putAfter(table, versionItem(currentKey, version), version.number - 1),
    ]);
  },
});
