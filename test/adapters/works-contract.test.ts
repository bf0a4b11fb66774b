import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, inject, test } from 'vitest';
import { keyOf } from '../../lambdas/adapters/dynamodb/keys.ts';
import { partitions, sortKeys } from '../../lambdas/adapters/dynamodb/schema.ts';
import { UnreadableRecord } from '../../lambdas/app/ports/store.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { recentChanges } from '../../lambdas/app/ports/works.ts';
import { workCardOf } from '../../lambdas/domain/work/card.ts';
import { monthOf } from '../../lambdas/domain/time/time.ts';
import { now } from '../domain/fixtures.ts';
import { tableStore } from '../support/database.ts';
import { submitted } from '../support/needs.ts';
import { changeOf } from '../support/works.ts';
import { bothStores, useStore } from '../support/both-stores.ts';

describe.each(bothStores)('a store of work %s', (_where, start) => {
  let store: NeedStore;
  useStore(start, (started) => (store = started));

  test('gives back work as it was stored, with its changes', async () => {
    const first = changeOf(undefined);
    const second = changeOf(first.work, { title: 'Byte av system för antagning' });
    expect(await store.saveWork(first.work, first.entry)).toBe('stored');
    expect(await store.saveWork(second.work, second.entry)).toBe('stored');
    expect(await store.readWork(first.work.id)).toEqual({
      work: second.work,
      history: [first.entry, second.entry],
    });
  });

  test('knows nothing of work that was never noted', async () => {
    expect(await store.readWork(changeOf(undefined).work.id)).toBeUndefined();
  });

  test('takes one of two changes of the same version, and one of two that have the same id', async () => {
    const first = changeOf(undefined);
    const saved = await Promise.all([1, 2].map(() => store.saveWork(first.work, first.entry)));
    expect(saved.toSorted()).toEqual(['changed-meanwhile', 'stored']);
    const changes = ['En', 'Två'].map((title) => changeOf(first.work, { title }));
    const changed = await Promise.all(changes.map(({ work, entry }) => store.saveWork(work, entry)));
    expect(changed.toSorted()).toEqual(['changed-meanwhile', 'stored']);
  });

  test('gives the latest changes of work that was changed often', async () => {
    let { work, entry } = changeOf(undefined);
    await store.saveWork(work, entry);
    while (work.version < recentChanges + 3) {
      ({ work, entry } = changeOf(work));
      await store.saveWork(work, entry);
    }
    const { history = [] } = (await store.readWork(work.id)) ?? {};
    expect(history.map(({ event }) => event.version)).toEqual(
      Array.from({ length: recentChanges }, (_, index) => index + 4),
    );
  });

  test('lists the card of work beside those of needs until it is done, and then by its month', async () => {
    const { need, ...opening } = submitted();
    await store.addNeed({ need, ...opening });
    const going = changeOf(undefined);
    await store.saveWork(going.work, going.entry);
    const open = await store.openCards();
    expect(open.work).toContainEqual(workCardOf(going.work));
    expect(open.cards.map(({ reference }) => reference)).toContain(need.reference);
    const done = changeOf(going.work, { state: 'done' });
    await store.saveWork(done.work, done.entry);
    const { id } = going.work;
    const ids = ({ work }: { readonly work: readonly { readonly reference: string }[] }) =>
      work.map(({ reference }) => reference);
    expect(ids(await store.openCards())).not.toContain(id);
    expect(ids(await store.closedCards(monthOf(now)))).toContain(id);
  });
});

test('Work that DynamoDB holds in a form that nobody knows is said to be unreadable', async () => {
  const { store, client, table, stop } = await tableStore(inject('assembly'));
  const { work, entry } = changeOf(undefined);
  await store.saveWork(work, entry);
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: keyOf(partitions.work + work.id, sortKeys.work),
      UpdateExpression: 'SET #work = :other',
      ExpressionAttributeNames: { '#work': 'work' },
      ExpressionAttributeValues: { ':other': { S: '{}' } },
    }),
  );
  await expect(store.readWork(work.id)).rejects.toBeInstanceOf(UnreadableRecord);
  await stop();
});
