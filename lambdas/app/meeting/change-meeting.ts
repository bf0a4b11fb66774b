import { meetingsBefore, runs, schoolIn } from '../../domain/meeting/access.ts';
import { agendaOf } from '../../domain/meeting/agenda.ts';
import type { Change, Meeting, MeetingEvent, MeetingKind, NewItem } from '../../domain/meeting/meeting.ts';
import { isTooLate, isTooLong, meetingAfter, meetingLimits, newOn } from '../../domain/meeting/meeting.ts';
import { meetingIdFrom } from '../../domain/meeting/meeting-id.ts';
import type { MeetingId } from '../../domain/meeting/meeting-id.ts';
import type { Need } from '../../domain/need/need.ts';
import type { AreaId } from '../../domain/organisation/ids.ts';
import type { Organisation, Person } from '../../domain/organisation/organisation.ts';
import { dayOf, daysAfter } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import { nextInChain } from '../chain.ts';
import { hashOf } from '../hash.ts';
import { cardsSince, linesIn } from '../overview/read-cards.ts';
import type { Cards } from '../ports/cards.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { MeetingEntry, Meetings } from '../ports/meetings.ts';
import { isUnreadable, StoreBusy } from '../ports/store.ts';
import { lettersFor } from './letters.ts';
import { mostTries } from '../tries.ts';

/**
 * What became of a request to make or change a meeting. `never`: it is not theirs to change; `moved-on`: what it changes has changed meanwhile;
 * `full`, `too-long`: there is no room for another item, or for so much text.
 */
export type Saved =
  | { readonly kind: 'saved'; readonly meeting: Meeting }
  | { readonly kind: 'never' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'full' | 'too-long'; readonly meeting: Meeting }
  | { readonly kind: 'moved-on'; readonly meeting: Meeting };

interface Deps {
  readonly organisation: Organisation;
  readonly store: Meetings;
  readonly clock: Clock;
}

/** When and where a group meets. */
export interface Occasion {
  readonly kind: MeetingKind;
  readonly area?: AreaId | undefined;
  readonly at: Instant;
  readonly place?: string | undefined;
}

/* How far back a group's meeting before is looked for: groups meet at least once a year. */
const daysBack = 366;

/**
 * Makes a meeting, with what stands as its agenda, and owes a mail to each who is expected.
 * @param key makes it repeatable: the id follows from it, so that the same request sent again meets its own meeting
 */
export const planMeeting =
  ({
    organisation,
    store,
    ids,
    clock,
  }: Omit<Deps, 'store'> & {
    readonly store: Meetings & Cards;
    readonly ids: Pick<Ids, 'referenceBytes'>;
  }) =>
  async ({ kind, area, at, place }: Occasion, person: Person, key: string | undefined): Promise<Saved> => {
    const now = clock();
    if (!runs(organisation, { kind, area }, person.id)) return { kind: 'never' };
    const group = { kind, ...(area && { area }) };
    const items = await agendaFor({ organisation, store }, group, at, dayOf(now));
    const change = { do: 'plan' as const, ...group, at, ...(place && { place }), items };
    const request = requestOf(person, 0, { do: 'plan', ...group, at, place });
    for (let attempt = 0; attempt < mostTries; attempt++) {
      const bytes = key === undefined ? ids.referenceBytes() : Buffer.from(hashOf(`${attempt}\n${key}`));
      const id = meetingIdFrom(dayOf(now), bytes);
      const event = { id, version: 1, at: now, by: byOf(person), change };
      if (await save({ organisation, store }, undefined, event, { history: [], request }))
        return { kind: 'saved', meeting: meetingAfter(undefined, event) };
      const taken = await store.readMeeting(id);
      if (key !== undefined && taken?.history[0]?.request === request)
        return { kind: 'saved', meeting: taken.meeting };
    }
    throw new Error('no free id');
  };

/** What stands on the agenda of a group's next meeting; what that has agreed itself does not. */
async function agendaFor(
  { organisation, store }: Pick<Deps, 'organisation'> & { readonly store: Meetings & Cards },
  group: Pick<Meeting, 'kind' | 'area'> & Partial<Pick<Meeting, 'id'>>,
  at: Instant,
  today: ReturnType<typeof dayOf>,
) {
  const day = dayOf(at);
  const lists = await cardsSince(store, daysAfter(today, -daysBack), today);
  const meetings = lists.flatMap((list) => list.meetings);
  const read = async (id: MeetingId) => (await store.readMeeting(id))?.meeting;
  const last = meetingsBefore(meetings, group, day);
  const lastArena =
    group.kind === 'steering-group'
      ? meetingsBefore(meetings, { ...group, kind: 'arena' }, day).at(-1)
      : undefined;
  const since = lastArena ? last.filter((card) => card.at > lastArena.at) : [];
  const [before, arena, ...answered] = await Promise.all(
    [last.at(-1), lastArena, ...since].map(async (card) => card && read(card.reference)),
  );
  const agreed = lists
    .slice(0, 1)
    .flatMap((list) => list.agreed.filter(({ meeting }) => meeting !== group.id));
  return agendaOf({
    organisation,
    group,
    day,
    cards: lists.flatMap(linesIn),
    agreed,
    before,
    arena,
    answered: answered.filter((one) => one !== undefined),
  });
}

/** What has come to stand since the agenda of a meeting was made, until the day after it; nothing where an earlier meeting is damaged. */
export async function comeSince(
  { organisation, store, clock }: Omit<Deps, 'store'> & { readonly store: Meetings & Cards },
  meeting: Meeting,
): Promise<readonly NewItem[]> {
  const today = dayOf(clock());
  if (meeting.state !== 'planned' || today > dayOf(meeting.at)) return [];
  try {
    return newOn(meeting, await agendaFor({ organisation, store }, meeting, meeting.at, today));
  } catch (fault) {
    if (isUnreadable(fault)) return [];
    throw fault;
  }
}

/** Takes up what has come to stand since the agenda of a meeting was made; what was written in it, and what was taken off, stays so. */
export const gather =
  (deps: Omit<Deps, 'store'> & { readonly store: Meetings & Cards }) =>
  async (id: MeetingId, person: Person): Promise<Saved> => {
    const meeting = (await deps.store.readMeeting(id))?.meeting;
    if (!meeting) return { kind: 'unknown' };
    const items = await comeSince(deps, meeting);
    if (items.length === 0) return { kind: 'saved', meeting };
    return changeMeeting(deps)({ id }, { do: 'gather', items }, person);
  };

/**
 * Makes one change of a meeting that was shown in a version, or of the latest where none is named. Changes of different parts do not meet:
 * of two at once both are made. The same request again changes nothing, and has the same answer.
 */
export const changeMeeting =
  ({ organisation, store, clock }: Deps) =>
  async (
    { id, version }: { readonly id: MeetingId; readonly version?: number | undefined },
    change: Exclude<Change, { do: 'plan' | 'send' }>,
    person: Person,
  ): Promise<Saved> => {
    let seen = version;
    for (let attempt = 0; attempt < mostTries; attempt++) {
      const at = clock();
      const file = await store.readMeeting(id);
      if (!file) return { kind: 'unknown' };
      const { meeting, history } = file;
      seen ??= meeting.version;
      if (isRecorded(history, { version, change, person })) return { kind: 'saved', meeting };
      if (!mayChange(organisation, meeting, change, person)) return { kind: 'never' };
      const request = requestOf(person, version, change);
      if (isTooLate(meeting, change, { seen, now: at })) return { kind: 'moved-on', meeting };
      /* Somebody else has dropped it. */
      if (change.do === 'drop' && !meeting.items.some(({ id }) => id === change.item))
        return { kind: 'saved', meeting };
      if (change.do === 'add' && meeting.items.length >= meetingLimits.items)
        return { kind: 'full', meeting };
      const event = { id, version: meeting.version + 1, at, by: byOf(person), change };
      const after = meetingAfter(meeting, event);
      if (isTooLong(event, after)) return { kind: 'too-long', meeting };
      if (await save({ organisation, store }, meeting, event, { history, request }))
        return { kind: 'saved', meeting: after };
    }
    throw new StoreBusy(`${mostTries} races lost in a row`);
  };

/** Whether a change is theirs: of those who run the meeting all; of whoever is to do what was agreed, that it is done; of a school, a question. */
function mayChange(organisation: Organisation, meeting: Meeting, change: Change, { id }: Person): boolean {
  if (runs(organisation, meeting, id)) return true;
  if (change.do === 'done')
    return meeting.items.some(({ agreed }) =>
      agreed.some((one) => one.id === change.agreed && one.who === id),
    );
  const isQuestion = change.do === 'add' && change.item.kind === 'question';
  return isQuestion && meeting.kind === 'arena' && schoolIn(organisation, meeting.area, id) !== undefined;
}

/** Stores what a change makes of a meeting. @returns whether nothing else had changed it, or the needs that it was made of */
export async function save(
  { organisation, store }: Pick<Deps, 'organisation' | 'store'>,
  before: Meeting | undefined,
  event: MeetingEvent,
  {
    history,
    request,
    needs = [],
  }: {
    readonly history: readonly MeetingEntry[];
    readonly request: string;
    /** The needs that the change was made of, as they were read. */
    readonly needs?: readonly Need[];
  },
): Promise<boolean> {
  const meeting = meetingAfter(before, event);
  const letters = lettersFor(organisation, before, meeting, event);
  const agreed = [...agreedBy(meeting, event), ...(before ? takenBack(before, event) : [])];
  const entry = nextInChain(event, history, request);
  return (await store.saveMeeting(meeting, entry, { letters, agreed, needs })) === 'stored';
}

/** What a change agreed, or says is done. */
const agreedBy = (meeting: Meeting, { version, change }: MeetingEvent) =>
  meeting.items
    .flatMap(({ agreed }) => agreed)
    .filter(
      ({ id }) =>
        (change.do === 'note' && change.agreed && id === `v${version}`) ||
        (change.do === 'done' && id === change.agreed),
    );

/* What is taken back is listed no more, as what is done is not. */
const takenBack = ({ items }: Meeting, { at, change }: MeetingEvent) =>
  items
    .flatMap(({ agreed }) => agreed)
    .filter(({ id }) => change.do === 'take-back' && id === change.agreed)
    .map((one) => ({ ...one, done: at }));

export const byOf = ({ id, name }: Person) => ({ person: id, name });

export const requestOf = ({ id }: Person, version: number | undefined, change: object): string =>
  hashOf(JSON.stringify([id, version, change]));

/**
 * Whether the same request is recorded already: of the changes that were read, any where it names the version that it was shown; else the
 * last one by that person.
 */
export function isRecorded(
  history: readonly MeetingEntry[],
  {
    version,
    change,
    person,
  }: { readonly version?: number | undefined; readonly change: Change; readonly person: Person },
): boolean {
  const own = history.filter(({ event }) => event.by.person === person.id);
  const request = requestOf(person, version, change);
  return (version === undefined ? own.slice(-1) : own).some((entry) => entry.request === request);
}
