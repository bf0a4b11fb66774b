import { afterAll, beforeAll, inject } from 'vitest';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { tableStore } from './database.ts';
import { memoryStore } from './memory-store.ts';

interface Started {
  readonly store: NeedStore;
  stop(): Promise<void>;
}
type Start = () => Promise<Started>;

const inMemory: Start = () => Promise.resolve({ store: memoryStore(), stop: () => Promise.resolve() });
const inDynamoDB: Start = () => tableStore(inject('assembly'));

/** Both stores, for `describe.each`: what holds of one holds of the other. */
export const bothStores: readonly (readonly [where: string, start: Start])[] = [
  ['in memory', inMemory],
  ['in DynamoDB', inDynamoDB],
];

/** Starts a store before the tests of a `describe`, hands it over, and stops it after them. */
export function useStore(start: Start, handOver: (store: NeedStore) => void): void {
  let started: Started;
  beforeAll(async () => {
    started = await start();
    handOver(started.store);
  });
  afterAll(() => started.stop());
}
