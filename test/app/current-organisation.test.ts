import { describe, expect, test } from 'vitest';
import { organisationWith } from '../../lambdas/app/organisation/changed.ts';
import { currentOrganisation } from '../../lambdas/app/organisation/current.ts';
import { submitNeed } from '../../lambdas/app/need/submit.ts';
import { StoreBusy } from '../../lambdas/app/ports/store.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { labelOf } from '../../lambdas/domain/organisation/version.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { now, shipped, shippedFile } from '../domain/fixtures.ts';
import { memoryStore } from '../support/memory-store.ts';
import { contact, ids, submission } from '../support/needs.ts';

const second = 1000;

/** The file that ships, with another model manager. */
const file = (modelManager: string, more: object = {}) => ({
  ...(shippedFile() as object),
  modelManager,
  ...more,
});

/** A process that keeps a copy, its clock, and how often it has read. */
function aProcess(store: NeedStore = memoryStore()) {
  let time = now;
  let reads = 0;
  let fails = false;
  const logged: string[] = [];
  const current = currentOrganisation({
    deployed: shipped,
    store: {
      readChanges: () => {
        reads += 1;
        return fails ? Promise.reject(new StoreBusy()) : store.readChanges();
      },
    },
    change: (...given) => Promise.resolve(organisationWith(...given)),
    clock: () => time,
    log: (outcome) => logged.push(outcome),
  });
  return {
    ...{ current, store, logged },
    reads: () => reads,
    wait: (milliseconds: number) => {
      time = later(time, milliseconds);
    },
    fail: (now: boolean) => {
      fails = now;
    },
  };
}

const version = (number: number, given?: object) => ({
  ...{ number, at: now, by: 'karin' },
  ...(given && { file: given }),
});

describe('A process', () => {
  test('takes the deployed organisation where none has been applied since', async () => {
    const { current, reads } = aProcess();
    expect(current.isUnread).toBe(true);
    await current.renew();
    expect(current.isUnread).toBe(false);
    expect(current.organisation).toBe(shipped);
    expect(reads()).toBe(1);
  });

  test('has a change within a minute, and asks no more than once a minute', async () => {
    const { current, store, reads, wait } = aProcess();
    await current.renew();
    await store.addVersion(version(1, file('chef-hr')));
    wait(59 * second);
    await current.renew();
    expect(current.organisation.modelManager).toBe('stina-eklund');
    wait(second);
    await Promise.all([current.renew(), current.renew()]);
    expect(current.organisation).toMatchObject({ modelManager: 'chef-hr', version: '1.0' });
    expect(reads()).toBe(2);
  });

  test('goes back to the deployed organisation where a version says so', async () => {
    const { current, store } = aProcess();
    await store.addVersion(version(1, file('chef-hr')));
    await store.addVersion(version(2));
    await current.renew();
    expect(current.organisation).toMatchObject({ modelManager: shipped.modelManager, version: '2.0' });
  });

  test('makes nothing anew that rests on the organisation until that has changed', async () => {
    const { current, store, wait } = aProcess();
    const manager = current.make(({ modelManager }) => ({ modelManager }));
    await current.renew();
    const first = manager();
    wait(60 * second);
    await current.renew();
    expect(manager()).toBe(first);
    await store.addVersion(version(1, file('chef-hr')));
    wait(60 * second);
    await current.renew();
    expect(manager()).toEqual({ modelManager: 'chef-hr' });
  });

  test('keeps its copy where the store does not answer, and fails where it has none', async () => {
    const { current, fail, wait, logged } = aProcess();
    fail(true);
    await expect(current.renew()).rejects.toBeInstanceOf(StoreBusy);
    fail(false);
    await current.renew();
    fail(true);
    wait(60 * second);
    await current.renew();
    expect(current.organisation).toBe(shipped);
    expect(logged).toEqual(['organisation not read']);
  });

  test('goes on with the organisation before where a version cannot be used, and says so', async () => {
    const { current, store, wait, logged } = aProcess();
    await store.addVersion(version(1, file('chef-hr')));
    await current.renew();
    await store.addVersion(version(2, file('nobody')));
    wait(60 * second);
    await current.renew();
    expect(current.organisation.modelManager).toBe('chef-hr');
    expect(logged).toEqual(['organisation unreadable']);
  });

  test('leaves out what a later release has stored and this one does not know', async () => {
    const { current, store, logged } = aProcess();
    const schools = shipped.schools.map((school) => ({ ...school, motto: { sv: 'Framåt' } }));
    await store.addVersion(version(1, file('chef-hr', { schools, canteens: [] })));
    await current.renew();
    expect(logged).toEqual([]);
    expect(current.organisation).toMatchObject({ modelManager: 'chef-hr', schools: shipped.schools });
  });
});

test('What happens says by which version of the organisation, where it was not the deployed one', async () => {
  for (const changes of [{}, { version: version(3, file('chef-hr')) }]) {
    const organisation = organisationWith(shipped, changes);
    const store = memoryStore();
    const submit = submitNeed({ organisation, store, ids, clock: () => now });
    const { reference } = await submit(submission, contact, {});
    const [first] = (await store.read(reference))?.history ?? [];
    expect(first?.event.organisation).toBe(labelOf(changes));
  }
});
