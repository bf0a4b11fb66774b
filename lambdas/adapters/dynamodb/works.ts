import { UnreadableRecord } from '../../app/ports/store.ts';
import { recentChanges } from '../../app/ports/works.ts';
import type { WorkEntry, Works } from '../../app/ports/works.ts';
import { monthOf } from '../../domain/time/time.ts';
import type { WorkCard } from '../../domain/work/card.ts';
import type { Work, WorkEvent, WorkId } from '../../domain/work/work.ts';
import { eventSortKey, keyedItem, keyOf, sortKeyOf } from './keys.ts';
import type { Item } from './keys.ts';
import { chainedIn, chainedValues } from './chained.ts';
import { query } from './query.ts';
import { cardKeys, indexes, partitions, sortKeys } from './schema.ts';
import { putFirst, putIf, stored } from './table.ts';
import type { Table } from './table.ts';

const { cards } = indexes;

/** Given, so that a function does not build the schemas of work when it starts. */
export interface WorkForms {
  /** @throws where what is stored is of a form that this code does not know */
  readonly readWork: (stored: unknown) => Work;
  readonly readEvent: (stored: unknown) => WorkEvent;
  readonly cardOf: (work: Work) => WorkCard;
  readonly isOpen: (work: Work) => boolean;
}

export const worksIn = (table: Table, forms: WorkForms): Works => ({
  async readWork(id) {
    const value = partitions.work + id;
    /* By its sort key the work comes after its changes. */
    const items = await query(table, { value, latest: recentChanges + 1, ConsistentRead: true });
    const own = items.findLast((item) => sortKeyOf(item) === sortKeys.work);
    if (items.length === 0) return undefined;
    try {
      return {
        work: forms.readWork(JSON.parse(own?.['work']?.S ?? '')),
        history: items.filter((item) => item !== own).map((item) => chainedIn(item, forms.readEvent)),
      };
    } catch (cause) {
      throw new UnreadableRecord('work', { cause });
    }
  },

  async saveWork(work, entry) {
    const item = workItem(work, forms);
    const first = work.version === 1;
    const held = await stored(table, [
      first
        ? putFirst(table, item)
        : putIf(table, item, {
            condition: 'version = :before',
            values: { ':before': { N: String(work.version - 1) } },
          }),
      putFirst(table, eventItem(entry)),
    ]);
    return held ? 'stored' : 'changed-meanwhile';
  },
});

const partitionOf = (id: WorkId): string => partitions.work + id;

const workItem = (work: Work, { cardOf, isOpen }: WorkForms): Item =>
  keyedItem('work', keyOf(partitionOf(work.id), sortKeys.work), {
    version: { N: String(work.version) },
    [cards.partition]: { S: isOpen(work) ? cardKeys.open : cardKeys.closed(monthOf(work.since)) },
    [cards.projects]: { S: JSON.stringify(cardOf(work)) },
    work: { S: JSON.stringify(work) },
  });

const eventItem = (entry: WorkEntry): Item =>
  keyedItem(
    'change',
    keyOf(partitionOf(entry.event.id), eventSortKey(entry.event.version)),
    chainedValues(entry),
  );
