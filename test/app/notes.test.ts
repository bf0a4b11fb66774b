import { expect, test } from 'vitest';
import { changeMeeting, planMeeting } from '../../lambdas/app/meeting/change-meeting.ts';
import { sendNotes } from '../../lambdas/app/meeting/notes.ts';
import type { AreaId, PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { personIn } from '../../lambdas/domain/organisation/organisation.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids } from '../support/needs.ts';

test('The notes have all that was saved before they were sent, also at the last moment', async () => {
  const inner = memoryStore();
  const clock = () => now;
  const lisa = personIn(shipped, 'lisa-eliasson' as PersonId);
  if (!lisa) throw new Error('the organisation has lost its developer');
  const deps = { organisation: shipped, store: inner, clock, ids };
  const occasion = {
    ...({ kind: 'steering-group', at: later(now, 3_600_000) } as const),
    area: 'infrastruktur' as AreaId,
  };
  const saved = await planMeeting(deps)(occasion, lisa, undefined);
  if (saved.kind !== 'saved') throw new Error(saved.kind);
  const { id } = saved.meeting;
  const change = changeMeeting(deps);
  await change({ id, version: 1 }, { do: 'add', item: { kind: 'other', text: 'Lokaler' } }, lisa);
  let reads = 0;
  const store = {
    ...inner,
    /* Another saves while the notes are being written. */
    async readMeeting(asked: typeof id) {
      const file = await inner.readMeeting(asked);
      reads += 1;
      if (reads === 1) await change({ id, version: 2 }, { do: 'note', item: 'v2', note: 'Hus B' }, lisa);
      return file;
    },
  };
  const sent = await sendNotes({ organisation: shipped, store, clock })(id, lisa);
  expect(sent).toMatchObject({
    kind: 'saved',
    meeting: { state: 'sent', notes: { items: [{ note: 'Hus B' }] } },
  });
  expect(await sendNotes(deps)(id, lisa)).toMatchObject({ kind: 'saved', meeting: { version: 4 } });
});

test('Whoever was there and has left before the notes are sent stands in them by name', async () => {
  const store = memoryStore();
  const clock = () => now;
  const lisa = personIn(shipped, 'lisa-eliasson' as PersonId);
  if (!lisa) throw new Error('the organisation has lost its developer');
  const occasion = {
    ...({ kind: 'steering-group', at: later(now, 3_600_000) } as const),
    area: 'infrastruktur' as AreaId,
  };
  const saved = await planMeeting({ organisation: shipped, store, clock, ids })(occasion, lisa, undefined);
  if (saved.kind !== 'saved') throw new Error(saved.kind);
  const { id } = saved.meeting;
  const gone = 'registrator' as PersonId;
  const present = { present: [lisa.id, gone], names: { [lisa.id]: lisa.name, [gone]: 'Registrator' } };
  await changeMeeting({ organisation: shipped, store, clock })(
    { id, version: 1 },
    { do: 'present', ...present },
    lisa,
  );
  const without = { ...shipped, people: shipped.people.filter((person) => person.id !== gone) };
  const sent = await sendNotes({ organisation: without, store, clock })(id, lisa);
  expect(sent).toMatchObject({ meeting: { notes: { present: ['Lisa Eliasson', 'Registrator'] } } });
});
