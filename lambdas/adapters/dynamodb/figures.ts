import type { AllFigures } from '../../app/ports/all-figures.ts';
import type { Figures } from '../../domain/overview/figures.ts';
import type { Day } from '../../domain/time/time.ts';
import { keyedItem, keyOf } from './keys.ts';
import type { Item } from './keys.ts';
import { partitions, sortKeys } from './schema.ts';
import { put, readAt, stored } from './table.ts';
import type { Table } from './table.ts';

const figuresKey = (year: number): Item => keyOf(partitions.organisation, `${sortKeys.figures}${year}`);

const countedKey = keyOf(partitions.organisation, sortKeys.counted);

export const figuresIn = (table: Table): AllFigures => ({
  async readFigures(year) {
    const item = await readAt(table, figuresKey(year));
    return item && (JSON.parse(item['figures']?.S ?? '') as Figures);
  },

  async writeFigures(figures) {
    const item = keyedItem('figures', figuresKey(figures.year), { figures: { S: JSON.stringify(figures) } });
    await stored(table, [put(table, item)]);
  },

  async readCounted() {
    const item = await readAt(table, countedKey);
    return item?.['day']?.S as Day | undefined;
  },

  async writeCounted(day) {
    await stored(table, [put(table, keyedItem('counted', countedKey, { day: { S: day } }))]);
  },
});
