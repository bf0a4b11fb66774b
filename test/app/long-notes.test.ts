import { describe, expect, test } from 'vitest';
import { changeMeeting } from '../../lambdas/app/meeting/change-meeting.ts';
import { hear } from '../../lambdas/app/meeting/hear.ts';
import { sendNotes } from '../../lambdas/app/meeting/notes.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { meetingLimits } from '../../lambdas/domain/meeting/meeting.ts';
import type { Change } from '../../lambdas/domain/meeting/meeting.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { personIn } from '../../lambdas/domain/organisation/organisation.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { meetingChangeOf, plan } from '../support/meetings.ts';
import { storeNeed } from '../support/stored.ts';
import { bothStores, useStore } from '../support/both-stores.ts';

/* An item of DynamoDB takes 400 kB. */

const found = personIn(shipped, 'lisa-eliasson' as PersonId);
if (!found) throw new Error('the organisation has lost its developer');
const lisa = found;
const clock = () => now;
/* Three bytes for each character. */
const longest = '漢'.repeat(meetingLimits.note);

describe.each(bothStores)('%s', (_where, start) => {
  let store: NeedStore;
  useStore(start, (started) => (store = started));

  /** A meeting with so many items, and whoever changes it. */
  async function meetingWith(count: number, make: (index: number) => Promise<(typeof plan.items)[number]>) {
    const items = await Promise.all(Array.from({ length: count }, (_, index) => make(index)));
    const { meeting, entry } = meetingChangeOf(undefined, { ...plan, kind: 'arena', items });
    await store.saveMeeting(meeting, entry, { letters: [], agreed: [] });
    const { id } = meeting;
    const deps = { organisation: shipped, store, clock };
    const change = async (one: Exclude<Change, { do: 'plan' | 'send' }>) =>
      (await changeMeeting(deps)({ id }, one, lisa)).kind;
    const send = async () => (await sendNotes(deps)(id, lisa)).kind;
    /** Makes a change for each number until there is no room. */
    const fill = async (one: (index: number) => Parameters<typeof change>[0]) => {
      for (let index = 0; index < 100; index++) {
        const kind = await change(one(index));
        if (kind !== 'saved') return kind;
      }
      throw new Error('there is always room');
    };
    return { id, change, send, fill };
  }
  const other = (index: number) => Promise.resolve({ kind: 'other', text: String(index) } as const);

  test('a meeting takes notes and then corrections until there is no room, and its notes can be sent', async () => {
    const { id, change, send, fill } = await meetingWith(60, other);
    expect(await fill((index) => ({ do: 'note', item: String(index + 1), note: longest }))).toBe('too-long');
    expect(await change({ do: 'note', item: '60', note: 'Kort' })).toBe('saved');
    expect(await send()).toBe('saved');
    const noted = (await store.readMeeting(id))?.meeting.notes?.items ?? [];
    expect(noted.filter(({ note }) => note === longest).length).toBeGreaterThan(10);
    expect(await fill((index) => ({ do: 'correct', text: `${index} ${longest}` }))).toBe('too-long');
    expect(await change({ do: 'correct', text: 'Kort' })).toBe('saved');
  });

  test('notes that are too long by what schools have said are sent once items are taken off, and nothing is lost before', async () => {
    const references = await Promise.all(
      Array.from({ length: 8 }, () => storeNeed(store, shipped, { areas: ['infrastruktur'] }, now)),
    );
    const { id, change, send } = await meetingWith(references.length, (index) =>
      Promise.resolve({ kind: 'check', reference: references[index] ?? '', title: 'Salar' } as const),
    );
    for (const reference of references)
      for (const { id: school } of shipped.schools) {
        const said = { from: 'schools', name: 'Kim', school, understood: 'no', words: longest } as const;
        expect(
          (await hear({ organisation: shipped, store, clock })(reference, { meeting: id, ...said })).kind,
        ).toBe('heard');
      }
    expect(await send()).toBe('too-long');
    expect((await store.readMeeting(id))?.meeting.state).toBe('planned');
    for (const item of ['1', '2', '3']) expect(await change({ do: 'drop', item })).toBe('saved');
    expect(await send()).toBe('saved');
    const [first] = (await store.readMeeting(id))?.meeting.notes?.items ?? [];
    expect(first?.schools).toHaveLength(shipped.schools.length);
  });
});
