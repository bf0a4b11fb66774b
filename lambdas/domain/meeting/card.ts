import * as z from 'zod/mini';
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
  /** What is on its agenda: the needs and the work, by their references. */
  items: z.readonly(z.array(z.string())),
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
export const meetingCardOf = ({ id, kind, area, at, state, since, items }: Meeting): MeetingCard => ({
  v: 1,
  kind: 'meeting',
  reference: id,
  of: kind,
  ...(area && { area }),
  at,
  state,
  since,
  items: items.flatMap(({ reference }) => reference ?? []),
});

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

/** The days on which needs are to be talked about: of each the last of the meetings that have it on their agenda. */
export function plannedDays(meetings: readonly MeetingCard[]): ReadonlyMap<string, Day> {
  const days = new Map<string, Day>();
  for (const { state, at, items } of meetings) {
    if (state !== 'planned') continue;
    for (const reference of items) {
      const day = dayOf(at);
      if (day > (days.get(reference) ?? '')) days.set(reference, day);
    }
  }
  return days;
}
