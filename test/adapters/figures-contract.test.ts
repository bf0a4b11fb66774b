import { describe, expect, test } from 'vitest';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import type { Day } from '../../lambdas/domain/time/time.ts';
import { noFigures } from '../support/figures.ts';
import { bothStores, useStore } from '../support/both-stores.ts';

describe.each(bothStores)('a store of figures %s', (_where, start) => {
  let store: NeedStore;
  useStore(start, (started) => (store = started));

  test('has none, and gives back those of each year as they were stored last', async () => {
    expect(await store.readFigures(2026)).toBeUndefined();
    await store.writeFigures({ ...noFigures, unreadable: 3 });
    await store.writeFigures({ ...noFigures, year: 2027 });
    await store.writeFigures(noFigures);
    expect(await store.readFigures(2026)).toEqual(noFigures);
    expect(await store.readFigures(2027)).toEqual({ ...noFigures, year: 2027 });
  });

  test('knows the last day on which they were counted', async () => {
    expect(await store.readCounted()).toBeUndefined();
    await store.writeCounted('2026-11-23' as Day);
    await store.writeCounted('2026-11-24' as Day);
    expect(await store.readCounted()).toBe('2026-11-24');
  });
});
