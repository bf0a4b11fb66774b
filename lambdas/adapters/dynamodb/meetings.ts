import { recentMeetingChanges } from '../../app/ports/meetings.ts';
import type { MeetingEntry, MeetingLink, Meetings } from '../../app/ports/meetings.ts';
import { UnreadableRecord } from '../../app/ports/store.ts';
import type { meetingForms } from '../../domain/meeting/forms.ts';
import type { Agreed, Meeting } from '../../domain/meeting/meeting.ts';
import { monthOf } from '../../domain/time/time.ts';
import {
  eventSortKey,
  keyedItem,
  keyOf,
  meetingKey,
  partitionOf as needPartitionOf,
  sortKeyOf,
} from './keys.ts';
import type { Item } from './keys.ts';
import { letterItem } from './letters.ts';
import { chainedIn, chainedValues } from './chained.ts';
import { query } from './query.ts';
import { cardKeys, indexes, partitions, sortKeys } from './schema.ts';
import { checkThat, expiresAt, put, putFirst, putIf, readAt, stored } from './table.ts';
import type { Table } from './table.ts';

const { cards } = indexes;

/** Given, so that a function does not build the schemas of meetings when it starts. */
export type MeetingForms = typeof meetingForms;

/** What is kept of meetings, for a function that changes none of them. */
export const meetingsIn = (table: Table, forms: MeetingForms): Meetings => ({
  async readMeeting(id) {
    const value = partitions.meeting + id;
    /* By its sort key the meeting comes after its changes, and they after what was agreed. */
    const items = await query(table, { value, latest: recentMeetingChanges + 1, ConsistentRead: true });
    if (items.length === 0) return undefined;
    const own = items.findLast((item) => sortKeyOf(item) === sortKeys.meeting);
    const events = items.filter((item) => sortKeyOf(item).startsWith(sortKeys.event));
    try {
      return {
        meeting: forms.readMeeting(JSON.parse(own?.['meeting']?.S ?? '')),
        history: events.map((item) => chainedIn(item, forms.readEvent)),
      };
    } catch (cause) {
      throw new UnreadableRecord('meeting', { cause });
    }
  },

  async saveMeeting(meeting, entry, { letters, agreed, needs = [] }) {
    const item = meetingItem(meeting, forms);
    const held = await stored(table, [
      meeting.version === 1
        ? putFirst(table, item)
        : putIf(table, item, {
            condition: 'version = :before',
            values: { ':before': { N: String(meeting.version - 1) } },
          }),
      putFirst(table, eventItem(entry)),
      ...agreed.map((one) => put(table, agreedItem(meeting, one, forms))),
      ...letters.map((letter) => putFirst(table, letterItem(letter))),
      ...needs.map(({ reference, version }) =>
        checkThat(table, keyOf(needPartitionOf(reference), sortKeys.need), {
          condition: 'version = :read',
          values: { ':read': { N: String(version) } },
        }),
      ),
    ]);
    return held ? 'stored' : 'changed-meanwhile';
  },

  async writeMeetingLink(hash, link) {
    const item = keyedItem('link', linkKey(hash), {
      link: { S: JSON.stringify(link) },
      expires: expiresAt(link.until),
    });
    await stored(table, [put(table, item)]);
  },

  async readMeetingLink(hash) {
    const item = await readAt(table, linkKey(hash));
    return item && (JSON.parse(item['link']?.S ?? '') as MeetingLink);
  },
});

const linkKey = (hash: string): Item => keyOf(partitions.link + hash, sortKeys.link);

const partitionOf = (id: Meeting['id']): string => partitions.meeting + id;

/* A meeting that was cancelled or written up is listed by the month in which that was done. */
const meetingItem = (meeting: Meeting, { cardOf }: MeetingForms): Item =>
  keyedItem('meeting', meetingKey(meeting.id), {
    version: { N: String(meeting.version) },
    [cards.partition]: {
      S: meeting.state === 'planned' ? cardKeys.open : cardKeys.closed(monthOf(meeting.since)),
    },
    [cards.projects]: { S: JSON.stringify(cardOf(meeting)) },
    meeting: { S: JSON.stringify(meeting) },
  });

const eventItem = (entry: MeetingEntry): Item =>
  keyedItem(
    'meetingChange',
    keyOf(partitionOf(entry.event.id), eventSortKey(entry.event.version)),
    chainedValues(entry),
  );

/* Listed until it is done. */
const agreedItem = (meeting: Meeting, agreed: Agreed, { agreedCardOf }: MeetingForms): Item =>
  keyedItem('agreed', keyOf(partitionOf(meeting.id), sortKeys.agreed + agreed.id), {
    [cards.partition]: agreed.done === undefined ? { S: cardKeys.open } : undefined,
    [cards.projects]: { S: JSON.stringify(agreedCardOf(meeting, agreed)) },
  });
