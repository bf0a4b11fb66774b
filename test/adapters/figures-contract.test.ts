import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import type { Day } from '../../lambdas/domain/time/time.ts';
import { tableStore } from '../support/database.ts';
import { noFigures } from '../support/figures.ts';
import { memoryStore } from '../support/memory-store.ts';

describe.each([
  ['in memory', () => Promise.resolve({ store: memoryStore(), stop: () => Promise.resolve() })],
  ['in DynamoDB', () => tableStore(inject('assembly'))],
])('a store of figures %s', (_where, start) => {
  let store: NeedStore;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ store, stop } = await start());
  });
  afterAll(() => stop());

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
