import type { Outbox } from '../../app/ports/outbox.ts';
import { eventIdOf } from './keys.ts';
import { query } from './query.ts';
import { dueKeys, indexes } from './schema.ts';
import type { Table } from './table.ts';

/** The part of the outbox that a function needs which only shows what did not arrive. */
export const attentionIn = (table: Table): Pick<Outbox, 'eventsNeedingAttention'> => ({
  async eventsNeedingAttention() {
    const items = await query(table, { index: indexes.due, value: dueKeys.attention });
    return items.flatMap((item) => eventIdOf(item) ?? []);
  },
});
