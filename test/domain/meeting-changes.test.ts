import { describe, expect, test } from 'vitest';
import { isTooLate, kindsFor, meetingAfter } from '../../lambdas/domain/meeting/meeting.ts';
import type { Change, Meeting, Notes } from '../../lambdas/domain/meeting/meeting.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { meetingChangeOf, plan } from '../support/meetings.ts';
import { now } from './fixtures.ts';

const { meeting: planned, entry: first } = meetingChangeOf(undefined);
const after = (...changes: readonly Change[]): Meeting =>
  changes.reduce((meeting, change) => {
    const { event } = meetingChangeOf(meeting, change).entry;
    return meetingAfter(meeting, { ...event, at: later(now, meeting.version) });
  }, planned);
const orderAfter = (...changes: readonly Change[]) => after(...changes).items.map(({ id }) => id);
const agreed = { what: 'Boka rum', who: 'chef-it' as PersonId, name: 'Chefen' };
const noteWithAgreed: Change = { do: 'note', item: '2', note: 'Klart', agreed };
const notes: Notes = {
  ...{ kind: 'steering-group', at: plan.at, present: [], absent: [], items: [], by: 'Lisa Eliasson' },
};
const send: Change = { do: 'send', notes };

describe('A meeting', () => {
  test('is planned with its agenda, by whoever made it', () => {
    const { do: _, items, ...occasion } = plan;
    expect(planned).toEqual({
      ...{ id: planned.id, version: 1, ...occasion, state: 'planned', since: now, madeBy: first.event.by },
      items: items.map((item, index) => ({ ...item, id: `${index + 1}`, agreed: [], done: false })),
      ...{ corrections: [], changed: {} },
    });
    const { area: _area, place: _place, ...bare } = plan;
    const leads = meetingChangeOf(undefined, { ...bare, kind: 'leads', items: [] }).meeting;
    expect(leads).not.toHaveProperty('area');
    expect(leads).not.toHaveProperty('place');
  });

  test('has another time, and keeps its place where none is named', () => {
    const at = '2026-12-10T09:00:00.000Z' as Instant;
    expect(after({ do: 'date', at })).toMatchObject({ at, place: 'Rum 12', state: 'planned', since: now });
    expect(after({ do: 'date', at, place: 'Rum 13' })).toMatchObject({ at, place: 'Rum 13' });
  });

  test('is cancelled, and is that since then', () => {
    expect(after({ do: 'cancel' })).toMatchObject({ state: 'cancelled', since: later(now, 1) });
  });

  test('gets items at the end of its agenda, and loses others', () => {
    const add: Change = { do: 'add', item: { kind: 'question', text: 'Hur?' } };
    expect(after(add).items.at(-1)).toEqual({
      ...{ kind: 'question', text: 'Hur?', id: 'v2', agreed: [], done: false },
    });
    expect(orderAfter(add, { do: 'drop', item: '2' })).toEqual(['1', '3', 'v2']);
  });

  test('has its items in another order, each once', () => {
    const move = (item: string, to: number): Change => ({ do: 'move', item, to });
    expect(orderAfter(move('3', 1))).toEqual(['3', '1', '2']);
    expect(orderAfter(move('1', 2))).toEqual(['2', '1', '3']);
    expect(orderAfter(move('1', 3))).toEqual(['2', '3', '1']);
  });

  test('has of one item what was written and agreed, and the need that a question has become', () => {
    const { items } = after(noteWithAgreed, { do: 'note', item: '2', reference: 'B26-22222' });
    expect(items[1]).toMatchObject({
      ...{ note: 'Klart', reference: 'B26-22222', done: true, agreed: [{ id: 'v2', ...agreed }] },
    });
    expect([items[0], items[2]]).toEqual([planned.items[0], planned.items[2]]);
  });

  test('has come to an item on which advice was given', () => {
    expect(after({ do: 'took-up', item: '1' }).items.map(({ done }) => done)).toEqual([true, false, false]);
  });

  test('has who was there, by the names of that day', () => {
    const present = { present: ['chef-it' as PersonId], names: { 'chef-it': 'Chefen' }, others: 'En till' };
    expect(after({ do: 'present', ...present })).toMatchObject(present);
  });

  test('has what was agreed done, or taken back, and nothing else', () => {
    const another: Change = { do: 'note', item: '2', agreed: { ...agreed, what: 'Ring' } };
    const agreedAfter = (change: Change) =>
      after(noteWithAgreed, another, change).items.map((item) =>
        item.agreed.map(({ what, done }) => [what, done]),
      );
    expect(agreedAfter({ do: 'done', agreed: 'v2' })).toEqual([
      [],
      [
        ['Boka rum', later(now, 3)],
        ['Ring', undefined],
      ],
      [],
    ]);
    expect(agreedAfter({ do: 'take-back', agreed: 'v2' })).toEqual([[], [['Ring', undefined]], []]);
  });

  test('has its notes once they are sent, and what was corrected since', () => {
    const sent = after(send, { do: 'correct', text: 'Det var den 5' }, { do: 'correct', text: 'Den 6' });
    expect(sent).toMatchObject({ state: 'sent', since: later(now, 1), notes, version: 4 });
    expect(sent.corrections).toEqual([
      { at: later(now, 2), name: 'Lisa Eliasson', text: 'Det var den 5' },
      { at: later(now, 3), name: 'Lisa Eliasson', text: 'Den 6' },
    ]);
  });

  test('knows which change was the last of each part of it', () => {
    const changes: readonly Change[] = [
      { do: 'date', at: plan.at },
      { do: 'note', item: '2' },
      { do: 'present', present: [] },
      { do: 'took-up', item: '1' },
      { do: 'cancel' },
    ];
    expect(after(...changes).changed).toEqual({ '2': 3, date: 6, present: 4 });
  });

  test('is not made of changes before which it was not planned', () => {
    expect(() => meetingAfter(undefined, { ...first.event, change: { do: 'cancel' } })).toThrow(
      `the history of ${planned.id} does not begin with its making`,
    );
  });
});

test('An arena has needs to check and none to advise on, and other meetings the other way round', () => {
  expect(kindsFor({ kind: 'arena' })).toEqual(['question', 'inform', 'check', 'other']);
  for (const kind of ['steering-group', 'leads'] as const)
    expect(kindsFor({ kind })).toEqual(['need', 'question', 'inform', 'other']);
});

describe('It is not too late', () => {
  const all: Readonly<Record<string, Change>> = {
    date: { do: 'date', at: plan.at },
    cancel: { do: 'cancel' },
    add: { do: 'add', item: { kind: 'other' } },
    note: { do: 'note', item: '1' },
    'note of no item': { do: 'note', item: '9' },
    drop: { do: 'drop', item: '3' },
    'drop of no item': { do: 'drop', item: '9' },
    done: { do: 'done', agreed: 'v2' },
    'done of nothing agreed': { do: 'done', agreed: 'v9' },
    'take-back': { do: 'take-back', agreed: 'v2' },
    'take-back of nothing agreed': { do: 'take-back', agreed: 'v9' },
    send,
    correct: { do: 'correct', text: 'Nej' },
  };
  const possible = (meeting: Meeting) =>
    Object.keys(all).filter((name) => !isTooLate(meeting, all[name] as Change, { now: plan.at }));

  test('to change a planned meeting in all that it has', () => {
    expect(possible(after(noteWithAgreed))).toEqual([
      /* What is gone needs no dropping: that is answered as a mistake. */
      ...['date', 'cancel', 'add', 'note', 'drop', 'drop of no item', 'done', 'take-back', 'send'],
    ]);
    expect(possible(planned)).toEqual(['date', 'cancel', 'add', 'note', 'drop', 'drop of no item', 'send']);
  });

  test('to correct notes that were sent, to do what was agreed, and to send them again, which changes nothing', () => {
    expect(possible(after(noteWithAgreed, send))).toEqual(['done', 'send', 'correct']);
  });

  test('to do what was agreed in a meeting that was cancelled since, and no more', () => {
    expect(possible(after(noteWithAgreed, { do: 'cancel' }))).toEqual(['done']);
  });
});
