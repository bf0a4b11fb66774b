import { describe, expect, test } from 'vitest';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { recentMeetingChanges } from '../../lambdas/app/ports/meetings.ts';
import { agreedCardOf, meetingCardOf } from '../../lambdas/domain/meeting/card.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { monthOf } from '../../lambdas/domain/time/time.ts';
import { now } from '../domain/fixtures.ts';
import { letterFor } from '../support/letters.ts';
import { linkTo, meetingChangeOf } from '../support/meetings.ts';
import { next, submitted } from '../support/needs.ts';
import { bothStores, useStore } from '../support/both-stores.ts';

describe.each(bothStores)('a store of meetings %s', (_where, start) => {
  let store: NeedStore;
  useStore(start, (started) => (store = started));
  const nothing = { letters: [], agreed: [] };

  test('gives back a meeting as it was stored, with its changes', async () => {
    const first = meetingChangeOf(undefined);
    const second = meetingChangeOf(first.meeting, { do: 'note', item: '3', note: 'Den 4 februari' });
    expect(await store.saveMeeting(first.meeting, first.entry, nothing)).toBe('stored');
    expect(await store.saveMeeting(second.meeting, second.entry, nothing)).toBe('stored');
    expect(await store.readMeeting(first.meeting.id)).toEqual({
      meeting: second.meeting,
      history: [first.entry, second.entry],
    });
  });

  test('knows nothing of a meeting that was never made', async () => {
    expect(await store.readMeeting(meetingChangeOf(undefined).meeting.id)).toBeUndefined();
  });

  test('takes one of two changes of the same version, with its mails, and none of the other’s', async () => {
    const first = meetingChangeOf(undefined);
    await store.saveMeeting(first.meeting, first.entry, nothing);
    const changes = [1, 2].map((number) => ({
      ...meetingChangeOf(first.meeting, { do: 'cancel' }),
      letter: letterFor(`${number}@example.org`, `meeting-${number}-${first.meeting.id}`),
    }));
    const saved = await Promise.all(
      changes.map(({ meeting, entry, letter }) =>
        store.saveMeeting(meeting, entry, { letters: [letter], agreed: [] }),
      ),
    );
    expect(saved.toSorted()).toEqual(['changed-meanwhile', 'stored']);
    const written = await Promise.all(changes.map(({ letter }) => store.readLetter(letter)));
    expect(written.map((letter) => letter !== undefined)).toEqual(saved.map((answer) => answer === 'stored'));
  });

  test('gives the latest changes of a meeting that was changed often', async () => {
    let { meeting, entry } = meetingChangeOf(undefined);
    await store.saveMeeting(meeting, entry, nothing);
    while (meeting.version < recentMeetingChanges + 3) {
      ({ meeting, entry } = meetingChangeOf(meeting, {
        do: 'note',
        item: '3',
        note: String(meeting.version),
      }));
      await store.saveMeeting(meeting, entry, nothing);
    }
    const { history = [] } = (await store.readMeeting(meeting.id)) ?? {};
    expect(history.map(({ event }) => event.version)).toEqual(
      Array.from({ length: recentMeetingChanges }, (_, index) => index + 4),
    );
  });

  test('lists a meeting until its notes are sent, and what it agreed until that is done', async () => {
    const first = meetingChangeOf(undefined);
    await store.saveMeeting(first.meeting, first.entry, nothing);
    const agreed = { what: 'Fråga IT', who: 'lisa-eliasson' as PersonId, name: 'Lisa Eliasson' };
    const noted = meetingChangeOf(first.meeting, { do: 'note', item: '3', agreed });
    const [one] = noted.meeting.items.flatMap((item) => item.agreed);
    await store.saveMeeting(noted.meeting, noted.entry, { letters: [], agreed: one ? [one] : [] });
    const listed = await store.openCards();
    expect(listed.meetings).toContainEqual(meetingCardOf(noted.meeting));
    expect(listed.agreed).toContainEqual(one && agreedCardOf(noted.meeting, one));
    const cancelled = meetingChangeOf(noted.meeting, { do: 'cancel' });
    await store.saveMeeting(cancelled.meeting, cancelled.entry, nothing);
    const done = meetingChangeOf(cancelled.meeting, { do: 'done', agreed: one?.id ?? '' });
    const left = done.meeting.items.flatMap((item) => item.agreed);
    await store.saveMeeting(done.meeting, done.entry, { letters: [], agreed: left });
    const after = await store.openCards();
    const { id } = first.meeting;
    expect(after.meetings.map(({ reference }) => reference)).not.toContain(id);
    expect(after.agreed.map(({ meeting }) => meeting)).not.toContain(id);
    const closed = await store.closedCards(monthOf(now));
    expect(closed.meetings.map(({ reference }) => reference)).toContain(id);
  });

  test('lets what is said in a meeting be stored with its need while that is planned, and no longer', async () => {
    const said = async (meeting: string) => {
      const { need, entry } = opening;
      const { reference } = need;
      const before = (await store.read(reference))?.history.length ?? 0;
      const file = { need: { ...need, version: before }, entry };
      const event = next(file.need, entry, 'said');
      const answer = await store.append(event.need, event.entry, { meeting });
      const after = (await store.read(reference))?.history.length ?? 0;
      return [answer, after - before];
    };
    const opening = submitted();
    await store.addNeed(opening);
    const planned = meetingChangeOf(undefined);
    expect(await said(planned.meeting.id)).toEqual(['meeting-over', 0]);
    await store.saveMeeting(planned.meeting, planned.entry, nothing);
    expect(await said(planned.meeting.id)).toEqual(['stored', 1]);
    const over = meetingChangeOf(planned.meeting, { do: 'cancel' });
    await store.saveMeeting(over.meeting, over.entry, nothing);
    expect(await said(planned.meeting.id)).toEqual(['meeting-over', 0]);
  });

  test('tells whoever lost to another event of that first, and then that the meeting is over', async () => {
    const opening = submitted();
    await store.addNeed(opening);
    const { need, entry } = next(opening.need, opening.entry);
    await store.append(need, entry);
    expect(await store.append(need, entry, { meeting: 'M26-00000' })).toBe('moved-on');
  });

  test('stores a change with its mails only where the needs that it was made of are as they were read', async () => {
    const opening = submitted();
    await store.addNeed(opening);
    const planned = meetingChangeOf(undefined);
    await store.saveMeeting(planned.meeting, planned.entry, nothing);
    const { need, entry } = next(opening.need, opening.entry);
    await store.append(need, entry);
    const change = meetingChangeOf(planned.meeting, { do: 'cancel' });
    const letter = letterFor('lisa@example.org', `meeting-${planned.meeting.id}`);
    const owed = { letters: [letter], agreed: [] };
    const made = (of: typeof need) =>
      store.saveMeeting(change.meeting, change.entry, { ...owed, needs: [of] });
    expect(await made(opening.need)).toBe('changed-meanwhile');
    expect(await store.readLetter(letter)).toBeUndefined();
    expect(await made(need)).toBe('stored');
    expect(await store.readLetter(letter)).toEqual(letter);
  });

  test('finds a link by the hash of its secret', async () => {
    const { meeting } = meetingChangeOf(undefined);
    await store.writeMeetingLink(meeting.id, linkTo(meeting));
    expect(await store.readMeetingLink(meeting.id)).toEqual(linkTo(meeting));
    expect(await store.readMeetingLink('another')).toBeUndefined();
  });
});
