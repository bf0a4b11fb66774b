import type { LetterId, Letters, Telling } from '../../app/ports/letters.ts';
import { isOnItsWay } from '../../domain/notice/letter.ts';
import type { Letter } from '../../domain/notice/letter.ts';
import type { Day } from '../../domain/time/time.ts';
import { eventKey, keyedItem, keyOf, letterIdOf, letterKey, listedBy } from './keys.ts';
import type { Item } from './keys.ts';
import { noticeValue } from './notice-value.ts';
import { query } from './query.ts';
import { dueKeys, indexes, partitions, sortKeys } from './schema.ts';
import { put, putFirst, putIf, readAt, stored, transact } from './table.ts';
import type { Table } from './table.ts';

const { due } = indexes;

/** A letter as it lies in the table, listed while it is on its way. */
export const letterItem = (letter: Letter): Item => {
  const dueAt = 'dueAt' in letter.notice ? letter.notice.dueAt : letter.at;
  return keyedItem('letter', letterKey(letter), {
    version: { N: String(letter.version) },
    letter: { S: JSON.stringify(letter) },
    ...listedBy(dueKeys.letter, isOnItsWay(letter) ? dueAt : undefined),
  });
};

const letterIn = ({ letter }: Item): Letter => JSON.parse(letter?.S ?? '') as Letter;

const putChanged = (table: Table, after: Letter) =>
  putIf(table, letterItem(after), {
    condition: 'version = :before',
    values: { ':before': { N: String(after.version - 1) } },
  });

const remindedKey = keyOf(partitions.organisation, sortKeys.reminded);
const tellingKey = keyOf(partitions.organisation, sortKeys.telling);

export const lettersIn = (table: Table): Letters => ({
  async writeLetter(letter) {
    await stored(table, [putFirst(table, letterItem(letter))]);
  },

  async readLetter(id: LetterId) {
    const item = await readAt(table, letterKey(id));
    return item && letterIn(item);
  },

  async lettersTo(address) {
    const items = await query(table, {
      value: partitions.person + address,
      between: [sortKeys.letter, `${sortKeys.letter}~`],
      ConsistentRead: true,
    });
    return items.map(letterIn);
  },

  async changeLetter(after) {
    return stored(table, [putChanged(table, after)]);
  },

  async dueLetters(now, limit) {
    const items = await query(table, { index: due, value: dueKeys.letter, dueBy: now, limit });
    return items.flatMap((item) => letterIdOf(item) ?? []);
  },

  async collect(event, before, after, letter) {
    const reasons = await transact(table, [
      {
        Update: {
          TableName: table.name,
          Key: eventKey(event),
          UpdateExpression: 'SET notices.#to = :after',
          ConditionExpression: 'notices.#to = :before',
          ExpressionAttributeNames: { '#to': before.to },
          ExpressionAttributeValues: { ':before': noticeValue(before), ':after': noticeValue(after) },
        },
      },
      letter.version === 1 ? putFirst(table, letterItem(letter)) : putChanged(table, letter),
    ]);
    if (!reasons) return 'collected';
    return reasons[0]?.Code === 'ConditionalCheckFailed' ? 'notice-changed' : 'letter-changed';
  },

  async readReminded() {
    const item = await readAt(table, remindedKey);
    return item?.['day']?.S as Day | undefined;
  },

  async writeReminded(day) {
    await stored(table, [put(table, keyedItem('reminded', remindedKey, { day: { S: day } }))]);
  },

  async readTelling() {
    const item = await readAt(table, tellingKey);
    return item && (JSON.parse(item['telling']?.S ?? '') as Telling);
  },

  async writeTelling(telling) {
    await stored(table, [
      put(table, keyedItem('telling', tellingKey, { telling: { S: JSON.stringify(telling) } })),
    ]);
  },
});
