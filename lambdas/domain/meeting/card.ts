import * as z from 'zod/mini';
import type { Card } from '../need/card.ts';
import { AreaId, PersonId } from '../organisation/ids.ts';
import { Day, dayOf, Instant } from '../time/time.ts';
import { meetingKinds } from './meeting.ts';
import type { Agreed, Meeting } from './meeting.ts';
import { MeetingId } from './meeting-id.ts';

/* What lists show of meetings. Stored cards are read for good, as those of needs are; as JSON each has at most 1 kB. */

/** A meeting in a list. */
export const MeetingCard = z.object({
  v: z.literal(1),
  kind: z.literal('meeting'),
  reference: MeetingId,
  of: z.enum(meetingKinds),
  area: z.optional(AreaId),
  at: Instant,
  state: z.enum(['planned', 'cancelled', 'sent']),
  since: Instant,
  /** What is on its agenda: the needs and the work, by their references; last what has been gone through, and how much that is. */
  items: z.readonly(z.array(z.string())),
  done: z.optional(z.number()),
});
export type MeetingCard = z.infer<typeof MeetingCard>;

/** What somebody is to do, as a meeting agreed. */
export const AgreedCard = z.object({
  v: z.literal(1),
  kind: z.literal('agreed'),
  meeting: MeetingId,
  id: z.string(),
  of: z.enum(meetingKinds),
  area: z.optional(AreaId),
  who: PersonId,
  name: z.string(),
  what: z.string(),
  by: z.optional(Day),
});
export type AgreedCard = z.infer<typeof AgreedCard>;

/* 60 references of ten characters with quotes and commas are 780 bytes. */
export function meetingCardOf({ id, kind, area, at, state, since, items }: Meeting): MeetingCard {
  const named = items.filter(({ reference }) => reference !== undefined);
  const done = named.filter((item) => item.done);
  return {
    v: 1,
    kind: 'meeting',
    reference: id,
    of: kind,
    ...(area && { area }),
    at,
    state,
    since,
    items: [...named.filter((item) => !item.done), ...done].flatMap(({ reference }) => reference ?? []),
    ...(done.length > 0 && { done: done.length }),
  };
}

/** What was agreed in a meeting, as its person's list shows it. */
export const agreedCardOf = (
  { id: meeting, kind, area }: Meeting,
  { id, who, name, what, by }: Agreed,
): AgreedCard => ({
  v: 1,
  kind: 'agreed',
  meeting,
  id,
  of: kind,
  ...(area && { area }),
  who,
  name,
  what,
  ...(by && { by }),
});

/** When steering groups are to go through needs, by the area of the group and the need's reference. */
export type PlannedDays = ReadonlyMap<string, Day>;

const plannedAs = (area: AreaId | undefined, reference: string): string => `${area ?? ''} ${reference}`;

/**
 * The days on which steering groups are to go through needs, by their planned meetings: of each need the first day from today on, else the
 * last before. What has been gone through does not count.
 */
export function plannedDays(meetings: readonly MeetingCard[], today: Day): PlannedDays {
  const days = new Map<string, Day>();
  for (const { state, of, area, at, items, done = 0 } of meetings) {
    if (state !== 'planned' || of !== 'steering-group') continue;
    for (const reference of items.slice(0, items.length - done)) {
      const name = plannedAs(area, reference);
      days.set(name, nearerOf(days.get(name), dayOf(at), today));
    }
  }
  return days;
}

/** The earlier of two days from today on, else the later. */
function nearerOf(one: Day | undefined, other: Day, today: Day): Day {
  if (one === undefined) return other;
  const [first, last] = one < other ? [one, other] : [other, one];
  return first >= today ? first : last;
}

/** The day of the meeting that a need waits for: only what waits for a group's advice waits for its meeting. */
export const meetingDayOf = (
  planned: PlannedDays,
  { reference, status, leadArea, areas }: Pick<Card, 'reference' | 'status' | 'leadArea' | 'areas'>,
): Day | undefined =>
  status === 'advising' ? planned.get(plannedAs(leadArea ?? areas[0], reference)) : undefined;
