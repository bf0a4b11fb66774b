import { expect, test } from 'vitest';
import { comeSince, gather, planMeeting } from '../../lambdas/app/meeting/change-meeting.ts';
import { UnreadableRecord } from '../../lambdas/app/ports/store.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import type { AreaId, PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { personIn } from '../../lambdas/domain/organisation/organisation.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids } from '../support/needs.ts';
import { storeNeedForAdvice } from '../support/stored.ts';

const day = 86_400_000;
const area = 'infrastruktur' as AreaId;
const found = personIn(shipped, 'lisa-eliasson' as PersonId);
if (!found) throw new Error('the organisation has lost its developer');
const lisa = found;
const deps = (store: NeedStore, at = now) => ({ organisation: shipped, store, ids, clock: () => at });

async function plannedAt(store: NeedStore, at: typeof now) {
  const saved = await planMeeting(deps(store))({ kind: 'steering-group', area, at }, lisa, undefined);
  if (saved.kind !== 'saved') throw new Error(saved.kind);
  return saved.meeting;
}

/** A need that comes to wait for advice. */
const needForAdvice = (store: NeedStore) => storeNeedForAdvice({ store, organisation: shipped }, area, now);

test('What has come to stand is offered until the day of the meeting is over', async () => {
  const store = memoryStore();
  const meeting = await plannedAt(store, later(now, day));
  const reference = await needForAdvice(store);
  const offered = async (at: typeof now) =>
    (await comeSince(deps(store, at), meeting)).map((item) => item.reference);
  expect(await offered(now)).toEqual([reference]);
  expect(await offered(later(now, day + 3_600_000))).toEqual([reference]);
  expect(await offered(later(now, 2 * day))).toEqual([]);
});

test('Two who take it up at once have it on the agenda once', async () => {
  const store = memoryStore();
  const { id } = await plannedAt(store, later(now, day));
  const reference = await needForAdvice(store);
  await Promise.all([gather(deps(store))(id, lisa), gather(deps(store))(id, lisa)]);
  const items = (await store.readMeeting(id))?.meeting.items ?? [];
  expect(items.map((item) => item.reference)).toEqual([reference]);
});

test('Where an earlier meeting is damaged nothing is offered, and the meeting can be read', async () => {
  const inner = memoryStore();
  const earlier = await plannedAt(inner, later(now, day));
  const meeting = await plannedAt(inner, later(now, 2 * day));
  await needForAdvice(inner);
  expect(await comeSince(deps(inner), meeting)).toHaveLength(1);
  const store: NeedStore = {
    ...inner,
    readMeeting: (id) =>
      id === earlier.id ? Promise.reject(new UnreadableRecord('meeting')) : inner.readMeeting(id),
  };
  expect(await comeSince(deps(store), meeting)).toEqual([]);
});
