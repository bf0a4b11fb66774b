import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { LetterId } from '../../app/ports/letters.ts';
import type { AddressHash } from '../../domain/email-address.ts';
import type { EventId } from '../../domain/need/event-id.ts';
import { Reference } from '../../domain/need/reference.ts';
import { format, indexes, kinds, partitions, sortKeys, tableKey } from './schema.ts';
import type { AttributeOf, Kind } from './schema.ts';

const { due } = indexes;

export type Item = Record<string, AttributeValue>;

export const keyOf = (partition: string, sort: string): Item => ({
  [tableKey.partition]: { S: partition },
  [tableKey.sort]: { S: sort },
});

export const partitionOf = (reference: Reference): string => partitions.need + reference;

export const meetingKey = (id: string): Item => keyOf(partitions.meeting + id, sortKeys.meeting);

/** An item of a kind. Roles allow what the schema lists of it, so it has no other attribute. */
export function keyedItem<Of extends Kind>(
  kind: Of,
  key: Item,
  values: Readonly<Record<AttributeOf<Of>, AttributeValue | undefined>>,
): Item {
  const item: Item = { ...key, format: { N: String(format) } };
  for (const name of kinds[kind].attributes as readonly AttributeOf<Of>[]) {
    const value = values[name];
    if (value !== undefined) item[name] = value;
  }
  return item;
}

/** What lists an item as due under a key, from a moment on, if it is due at all. */
export const listedBy = (key: string, at: string | undefined) => ({
  [due.partition]: at === undefined ? undefined : { S: key },
  [due.sort]: at === undefined ? undefined : { S: at },
});

/* Text order is order in time for 999,999 events. */
export const eventSortKey = (version: number): string => sortKeys.event + String(version).padStart(6, '0');

export const eventKey = ({ reference, version }: EventId): Item =>
  keyOf(partitionOf(reference), eventSortKey(version));

export const codeKey = (challenge: string): Item => keyOf(partitions.code + challenge, sortKeys.code);

export const letterKey = ({ address, id }: LetterId): Item =>
  keyOf(partitions.person + address, sortKeys.letter + id);

/** An item's key, or one in a record of the table's stream. */
type Keyed = Readonly<Record<string, { readonly S?: string | undefined }>>;

export const sortKeyOf = (item: Keyed): string => item[tableKey.sort]?.S ?? '';

/** The need whose item has this key; nothing when it is the key of something else. */
export function referenceOf(item: Keyed): Reference | undefined {
  const partition = item[tableKey.partition]?.S ?? '';
  if (!partition.startsWith(partitions.need)) return undefined;
  return Reference.safeParse(partition.slice(partitions.need.length)).data;
}

/** The event whose item has this key; nothing when it is the key of something else. */
export function eventIdOf(item: Keyed): EventId | undefined {
  const reference = referenceOf(item);
  const sort = sortKeyOf(item);
  return reference && sort.startsWith(sortKeys.event)
    ? { reference, version: Number(sort.slice(sortKeys.event.length)) }
    : undefined;
}

/** The challenge of the code whose item has this key; nothing when it is the key of something else. */
export function challengeOf(item: Keyed): string | undefined {
  const partition = item[tableKey.partition]?.S ?? '';
  return partition.startsWith(partitions.code) ? partition.slice(partitions.code.length) : undefined;
}

/** The letter whose item has this key; nothing when it is the key of something else. */
export function letterIdOf(item: Keyed): LetterId | undefined {
  const partition = item[tableKey.partition]?.S ?? '';
  const sort = sortKeyOf(item);
  if (!partition.startsWith(partitions.person) || !sort.startsWith(sortKeys.letter)) return undefined;
  return {
    address: partition.slice(partitions.person.length) as AddressHash,
    id: sort.slice(sortKeys.letter.length),
  };
}
