import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { addressHashOf } from '../../app/hash.ts';
import { recentEvents, wholeEvents } from '../../app/ports/need-file.ts';
import type { Entry } from '../../app/ports/need-file.ts';
import type { Needs } from '../../app/ports/needs.ts';
import type { Contact } from '../../domain/need/submission.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { EventId } from '../../domain/need/event-id.ts';
import { eventItem, needItem } from './items.ts';
import { eventKey, eventSortKey, keyOf, meetingKey, partitionOf } from './keys.ts';
import { query } from './query.ts';
import { cardKeys, indexes, partitions, sortKeys } from './schema.ts';
import { entryIn, fileOf, linksIn } from './stored.ts';
import { askTable, checkThat, putFirst, readAt, transact } from './table.ts';
import type { Table } from './table.ts';

export const needsIn = (table: Table): Needs => ({
  async read(reference) {
    /* By their sort keys the need and its submission come after its events. */
    const latest = recentEvents + 2;
    const file = fileOf(await query(table, { value: partitionOf(reference), latest, ConsistentRead: true }));
    const first = file?.history[0]?.event;
    if (!file || !first || first.version === 1 || file.need.version > wholeEvents) return file;
    const earlier = await readBefore(table, first, wholeEvents);
    return { ...file, history: [...earlier, ...file.history] };
  },

  async readEvent(event) {
    const item = await readAt(table, eventKey(event));
    return item && entryIn(item);
  },

  async readLink(event, hash) {
    const item = await readAt(table, eventKey(event), ['links', hash]);
    return item?.['links'] ? linksIn(item)[0] : undefined;
  },

  readBefore: (event, limit) => readBefore(table, event, limit),

  async append(need, entry, { contact, meeting } = {}) {
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
      ...(contact ? [readdressed(table, need.reference, contact)] : []),
      ...(meeting === undefined ? [] : [isPlanned(table, meeting)]),
    ]);
    if (!reasons) return 'stored';
    /* Whoever lost to another event reads the need anew, and may find their own. */
    const failed = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
    return meeting !== undefined && failed === reasons.length - 1 ? 'meeting-over' : 'moved-on';
  },

  async ping() {
    const Key = keyOf(partitions.health, partitions.health);
    await askTable(table.client.send(new GetItemCommand({ TableName: table.name, Key })));
  },
});

const isPlanned = (table: Table, meeting: string): TransactWriteItem =>
  checkThat(table, meetingKey(meeting), {
    condition: `${indexes.cards.partition} = :open`,
    values: { ':open': { S: cardKeys.open } },
  });

/** Changes the address beside the words, which stay as they are, and what it is found by. */
const readdressed = ({ name }: Table, reference: Reference, { email }: Contact): TransactWriteItem => ({
  Update: {
    TableName: name,
    Key: keyOf(partitionOf(reference), sortKeys.submission),
    UpdateExpression: `SET email = :email, ${indexes.submitters.partition} = :hash`,
    ConditionExpression: 'attribute_exists(email)',
    ExpressionAttributeValues: { ':email': { S: email }, ':hash': { S: addressHashOf(email) } },
  },
});

async function readBefore(
  table: Table,
  { reference, version }: EventId,
  limit: number,
): Promise<readonly Entry[]> {
  const items = await query(table, {
    value: partitionOf(reference),
    between: [sortKeys.event, eventSortKey(version - 1)],
    latest: limit,
    ConsistentRead: true,
  });
  return items.map(entryIn);
}
