import type { NextDue, Outbox } from '../../app/ports/outbox.ts';
import { dueKeys, dueOf, linkValue, noticeValue } from './items.ts';
import { eventIdOf, referenceOf } from './keys.ts';
import { indexes, tableKey } from './schema.ts';
import { query } from './query.ts';
import { noticeIn } from './stored.ts';
import { update } from './table.ts';
import type { Table } from './table.ts';

const { due } = indexes;

/** What an update says besides, so that the event is looked at again at its time. */
function lookIn(look: NextDue | undefined) {
  if (!look) return { set: '', remove: [], values: {}, condition: '' };
  const place = dueOf(look);
  return {
    set: place ? `, ${due.partition} = :dueKey, ${due.sort} = :dueAt` : '',
    remove: place ? [] : [due.partition, due.sort],
    values: { ...place, ':reschedules': { N: String(look.reschedules) } },
    condition: ' AND reschedules = :reschedules',
  };
}

export const outboxIn = (table: Table): Outbox => ({
  async claim(event, link, leasedUntil, now) {
    const { held, item } = await update(table, event, {
      UpdateExpression:
        'SET notices.#to.leasedUntil = :leasedUntil, notices.#to.attempts = notices.#to.attempts + :one, links.#link = :link',
      ConditionExpression:
        'notices.#to.#state = :pending AND notices.#to.dueAt <= :now AND (attribute_not_exists(notices.#to.leasedUntil) OR notices.#to.leasedUntil <= :now)',
      ExpressionAttributeNames: { '#to': link.holder, '#link': link.hash, '#state': 'state' },
      ExpressionAttributeValues: {
        ':leasedUntil': { S: leasedUntil },
        ':link': linkValue(link),
        ':one': { N: '1' },
        ':pending': { S: 'pending' },
        ':now': { S: now },
      },
      ReturnValues: 'ALL_NEW',
    });
    /* The client asks again when an answer is lost: a claim that our own link stands beside is ours. */
    if (!held && item['links']?.M?.[link.hash] === undefined) return undefined;
    const notice = noticeIn(item, link.holder);
    return notice?.leasedUntil === leasedUntil ? { ...notice, leasedUntil } : undefined;
  },

  async settle(event, claimed, outcome, { unsentLink, look }) {
    const settle = async (withLook: NextDue | undefined): Promise<boolean> => {
      const { set, remove, values, condition } = lookIn(withLook);
      const removed = [...remove, ...(unsentLink === undefined ? [] : ['links.#link'])];
      const { held } = await update(table, event, {
        UpdateExpression: `SET notices.#to = :outcome${set}${removed.length > 0 ? ` REMOVE ${removed.join(', ')}` : ''}`,
        ConditionExpression: `notices.#to.#state = :pending AND notices.#to.leasedUntil = :leasedUntil${condition}`,
        ExpressionAttributeNames: {
          '#to': claimed.to,
          '#state': 'state',
          ...(unsentLink !== undefined && { '#link': unsentLink }),
        },
        ExpressionAttributeValues: {
          ...values,
          ':outcome': noticeValue(outcome),
          ':pending': { S: 'pending' },
          ':leasedUntil': { S: claimed.leasedUntil },
        },
      });
      return held;
    };
    return (look !== undefined && (await settle(look))) || settle(undefined);
  },

  async reschedule(event, look) {
    const { set, remove, values, condition } = lookIn(look);
    await update(table, event, {
      UpdateExpression: `SET #reschedules = :reschedules${set}${remove.length > 0 ? ` REMOVE ${remove.join(', ')}` : ''}`,
      ConditionExpression: `attribute_exists(${tableKey.partition})${condition}`,
      ExpressionAttributeNames: { '#reschedules': 'reschedules' },
      ExpressionAttributeValues: values,
    });
  },

  async postpone(event, until) {
    await update(table, event, {
      UpdateExpression: `SET ${due.sort} = :dueAt`,
      ConditionExpression: `${due.partition} = :dueKey`,
      ExpressionAttributeValues: { ':dueKey': { S: dueKeys.notice }, ':dueAt': { S: until } },
    });
  },

  async amend(event, before, after, { added, replaces, dueAt }) {
    const { held } = await update(table, event, {
      UpdateExpression: [
        'SET notices.#to = :after',
        added && 'notices.#added = :added',
        dueAt !== undefined &&
          `${due.partition} = :dueKey, ${due.sort} = :dueAt, reschedules = reschedules + :one`,
      ]
        .filter(Boolean)
        .join(', '),
      ConditionExpression: [
        'notices.#to = :before',
        added && (replaces ? 'notices.#added = :replaced' : 'attribute_not_exists(notices.#added)'),
      ]
        .filter(Boolean)
        .join(' AND '),
      ExpressionAttributeNames: { '#to': before.to, ...(added && { '#added': added.to }) },
      ExpressionAttributeValues: {
        ':before': noticeValue(before),
        ':after': noticeValue(after),
        ...(added && { ':added': noticeValue(added) }),
        ...(added && replaces && { ':replaced': noticeValue(replaces) }),
        ...(dueAt !== undefined && {
          ':dueKey': { S: dueKeys.notice },
          ':dueAt': { S: dueAt },
          ':one': { N: '1' },
        }),
      },
    });
    return held;
  },

  async dueEvents(now, limit) {
    const items = await query(table, { index: due, value: dueKeys.notice, dueBy: now, limit });
    return items.flatMap((item) => eventIdOf(item) ?? []);
  },

  async eventsNeedingAttention() {
    const items = await query(table, { index: due, value: dueKeys.troubled });
    return items.flatMap((item) => eventIdOf(item) ?? []);
  },

  async dueNeeds(now) {
    const items = await query(table, { index: due, value: dueKeys.need, dueBy: now });
    return items.flatMap((item) => referenceOf(item) ?? []);
  },
});
