import { expect, test } from 'vitest';
import { nextInChain } from '../../lambdas/app/chain.ts';
import { act } from '../../lambdas/app/need/act.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import type { HttpEvent } from '../../lambdas/web/http.ts';
import { saveMeeting } from '../../lambdas/web/meeting.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { sessionAt } from '../support/act.ts';
import { wideLimits } from '../support/limits.ts';
import { meetingChangeOf } from '../support/meetings.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids } from '../support/needs.ts';

const lisa = 'lisa-eliasson' as PersonId;
/** Lisa owns the model and sees every meeting, and is no developer any more, so that she runs none. */
const moved: Organisation = {
  ...shipped,
  modelOwner: lisa,
  areas: shipped.areas.map((area) => ({
    ...area,
    developers: area.developers.filter((id) => id !== lisa),
  })),
};

test('Whoever runs a meeting no more has the same answer to what they did before, and is refused all else', async () => {
  const store = memoryStore();
  const { meeting, entry } = meetingChangeOf(undefined);
  await store.saveMeeting(meeting, nextInChain(entry.event, [], 'plan'), { letters: [], agreed: [] });
  const ask = async (organisation: Organisation, text: string) => {
    const clock = () => now;
    const actOn = act({
      ...{ organisation, store, clock, ids, limits: wideLimits, random: () => 0 },
      pause: () => Promise.resolve(),
    });
    const deps = { organisation, baseUrl: 'https://x', store, clock, ids, browser: '', actOn };
    const path = { rawPath: `/meetings/${meeting.id}`, pathParameters: { id: meeting.id } };
    const event = { ...path, headers: { accept: 'application/json' } } as unknown as HttpEvent;
    return saveMeeting(deps, event, {
      readValues: () => ({ do: 'add', kind: 'other', text, version: 1 }),
      session: sessionAt('lisa.eliasson@example.org', now),
    });
  };

  expect((await ask(shipped, 'Nytt rum')).statusCode).toBe(200);
  const again = await ask(moved, 'Nytt rum');
  expect([again.statusCode, again.body]).toEqual([200, '{"version":2}']);
  expect((await ask(moved, 'Ett rum till')).statusCode).toBe(403);
  expect((await store.readMeeting(meeting.id))?.meeting.version).toBe(2);
});
