import type { Outbox, Relisting } from '../../app/ports/outbox.ts';
import type { Instant } from '../../domain/time/time.ts';
import { attentionIn } from './attention.ts';
import { linkValue } from './items.ts';
import { eventIdOf, eventKey, keyOf, partitionOf, referenceOf } from './keys.ts';
import { query } from './query.ts';
import { dueKeys, indexes, sortKeys } from './schema.ts';
import { noticeValue } from './notice-value.ts';
import { update } from './table.ts';
import type { ItemUpdate, Table } from './table.ts';

const { due } = indexes;

const setDue = [`${due.partition} = :dueKey`, `${due.sort} = :dueAt`];

/** The part of a change that lists the event anew, while its listing is still the one that this was worked out from. */
function relisted({ listing, ifVersion }: Relisting): Required<Omit<ItemUpdate, 'names'>> {
  const conditions = ['listingVersion = :listingVersion'];
  const version = { ':listingVersion': { N: String(ifVersion) } };
  if (listing.as === 'nothing') {
    return { set: [], remove: [due.partition, due.sort], conditions, values: version };
  }
  const key = listing.as === 'due' ? dueKeys.notice : dueKeys.attention;
  const values = { ...version, ':dueKey': { S: key }, ':dueAt': { S: listing.at } };
  return { set: setDue, remove: [], conditions, values };
}

/** How notices are claimed, and changed while they are as they were read. */
const noticesIn = (table: Table): Pick<Outbox, 'claim' | 'endClaim' | 'amend'> => ({
  async claim(event, before, claimed, link) {
    const { held, item } = await update(table, eventKey(event), {
      set: ['notices.#to = :claimed', 'links.#link = :link'],
      conditions: ['notices.#to = :before'],
      names: { '#to': claimed.to, '#link': link.hash },
      values: {
        ':before': noticeValue(before),
        ':claimed': noticeValue(claimed),
        ':link': linkValue(link),
      },
    });
    /* The client asks again when an answer is lost: a claim that our own link stands beside is ours. */
    const stored = item['notices']?.M?.[claimed.to]?.M;
    const isOurs =
      item['links']?.M?.[link.hash] !== undefined && stored?.['leasedUntil']?.S === claimed.leasedUntil;
    return held || isOurs;
  },

  async endClaim(event, claimed, outcome, { unsentLink, relisting }) {
    const end = async (also: Relisting | undefined): Promise<boolean> => {
      const listing = also && relisted(also);
      const { held } = await update(table, eventKey(event), {
        set: ['notices.#to = :outcome', ...(listing?.set ?? [])],
        remove: [...(unsentLink === undefined ? [] : ['links.#link']), ...(listing?.remove ?? [])],
        conditions: ['notices.#to = :claimed', ...(listing?.conditions ?? [])],
        names: { '#to': claimed.to, ...(unsentLink !== undefined && { '#link': unsentLink }) },
        values: {
          ':claimed': noticeValue(claimed),
          ':outcome': noticeValue(outcome),
          ...listing?.values,
        },
      });
      return held;
    };
    return (relisting !== undefined && (await end(relisting))) || end(undefined);
  },

  async amend(event, before, after, { added, replaces, dueAt, unsentLink }) {
    const isAsBefore = replaces ? 'notices.#added = :replaced' : 'attribute_not_exists(notices.#added)';
    const { held } = await update(table, eventKey(event), {
      set: [
        'notices.#to = :after',
        ...(added ? ['notices.#added = :added'] : []),
        ...(dueAt === undefined ? [] : [...setDue, 'listingVersion = listingVersion + :one']),
      ],
      remove: unsentLink === undefined ? [] : ['links.#link'],
      conditions: ['notices.#to = :before', ...(added ? [isAsBefore] : [])],
      names: {
        '#to': before.to,
        ...(added && { '#added': added.to }),
        ...(unsentLink !== undefined && { '#link': unsentLink }),
      },
      values: {
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
});

/** How events and needs are listed as due. */
const listsIn = (table: Table): Omit<Outbox, 'claim' | 'endClaim' | 'amend'> => ({
  ...attentionIn(table),

  async relist(event, relisting) {
    await update(table, eventKey(event), relisted(relisting));
  },

  async postpone(event, until) {
    await update(table, eventKey(event), {
      set: [`${due.sort} = :dueAt`],
      conditions: [`${due.partition} = :dueKey`],
      values: { ':dueKey': { S: dueKeys.notice }, ':dueAt': { S: until } },
    });
  },

  async postponeNeed(reference, until) {
    await update(table, keyOf(partitionOf(reference), sortKeys.need), {
      set: [`${due.sort} = :dueAt`],
      conditions: [`${due.partition} = :dueKey`],
      values: { ':dueKey': { S: dueKeys.need }, ':dueAt': { S: until } },
    });
  },

  async dueEvents(now, limit) {
    const items = await query(table, { index: due, value: dueKeys.notice, dueBy: now, limit });
    return items.flatMap((item) => {
      const event = eventIdOf(item);
      return event ? { ...event, dueAt: (item[due.sort]?.S ?? '') as Instant } : [];
    });
  },

  async dueNeeds(now) {
    const items = await query(table, { index: due, value: dueKeys.need, dueBy: now });
    return items.flatMap((item) => referenceOf(item) ?? []);
  },
});

export const outboxIn = (table: Table): Outbox => ({ ...noticesIn(table), ...listsIn(table) });
