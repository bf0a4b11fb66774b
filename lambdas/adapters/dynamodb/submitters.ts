import type { Submitters } from '../../app/ports/submitters.ts';
import { referenceOf } from './keys.ts';
import { query } from './query.ts';
import { indexes } from './schema.ts';
import type { Table } from './table.ts';

export const submittersIn = (table: Table): Submitters => ({
  async submittedBy(address) {
    const items = await query(table, { index: indexes.submitters, value: address });
    return items.flatMap((item) => referenceOf(item) ?? []);
  },
});
