import { describe, expect, test } from 'vitest';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import type { NamedDeputy } from '../../lambdas/domain/organisation/deputies.ts';
import { now } from '../domain/fixtures.ts';
import { bothStores, useStore } from '../support/both-stores.ts';

const version = (number: number, by = 'karin') => ({ number, at: now, by, file: { number } });

describe.each(bothStores)('What has changed of the organisation, %s', (_where, start) => {
  let store: NeedStore;
  useStore(start, (started) => (store = started));

  test('is nothing at first', async () => {
    const { version, deputies } = await store.readChanges();
    expect([version, deputies]).toEqual([undefined, undefined]);
    expect(await store.versions()).toEqual([]);
    expect(await store.readDeputies()).toEqual({ version: 0, named: [] });
  });

  test('is the version that was added last; those before are kept', async () => {
    expect(await store.addVersion(version(1))).toBe(true);
    const { file: _file, ...withoutFile } = version(2);
    expect(await store.addVersion(withoutFile)).toBe(true);
    expect(await store.addVersion(version(3))).toBe(true);
    expect((await store.readChanges()).version).toEqual(version(3));
    expect(await store.versions()).toEqual([version(1), withoutFile, version(3)]);
  });

  test('is one of two versions that are added at once', async () => {
    const both = await Promise.all([store.addVersion(version(4)), store.addVersion(version(4, 'per'))]);
    expect(both.filter((isAdded) => isAdded)).toHaveLength(1);
    expect((await store.readChanges()).version?.by).toBe(both[0] ? 'karin' : 'per');
    expect(await store.addVersion(version(4)), 'nothing is written over').toBe(false);
    expect(await store.addVersion(version(6)), 'none is left out').toBe(false);
  });

  test('is the deputies as they were saved last, each change on top of the one before', async () => {
    const deputies = (version: number) => ({
      version,
      named: [{ department: 'it', person: 'lisa', by: 'chef' } as unknown as NamedDeputy],
    });
    expect(await store.saveDeputies(deputies(1))).toBe(true);
    expect(await store.saveDeputies(deputies(1))).toBe(false);
    expect(await store.saveDeputies(deputies(2))).toBe(true);
    expect(await store.readDeputies()).toEqual(deputies(2));
    expect((await store.readChanges()).deputies).toEqual(deputies(2));
  });
});
