import { expectedAt, runs } from '../../domain/meeting/access.ts';
import { isTooLong, meetingAfter } from '../../domain/meeting/meeting.ts';
import type { AgendaItem, Meeting, NotedItem, Notes } from '../../domain/meeting/meeting.ts';
import type { MeetingId } from '../../domain/meeting/meeting-id.ts';
import type { Need } from '../../domain/need/need.ts';
import { Reference } from '../../domain/need/reference.ts';
import type { PersonId } from '../../domain/organisation/ids.ts';
import type { Organisation, Person } from '../../domain/organisation/organisation.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import { dayOf } from '../../domain/time/time.ts';
import { allEntries } from '../need/history.ts';
import type { Clock } from '../ports/clock.ts';
import type { Meetings } from '../ports/meetings.ts';
import type { NeedFile } from '../ports/need-file.ts';
import type { Needs } from '../ports/needs.ts';
import { isUnreadable, StoreBusy } from '../ports/store.ts';
import { byOf, requestOf, save } from './change-meeting.ts';
import type { Saved } from './change-meeting.ts';
import { mostTries } from '../tries.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly store: Pick<Needs, 'read' | 'readBefore'>;
}

/**
 * Sends out what was recorded in a meeting as its notes. They are of the meeting and its needs just as they are when they are stored: what
 * somebody saves meanwhile is in them, or refused. Sent again, they are as they were.
 */
export const sendNotes =
  ({ store, clock, ...deps }: Deps & { readonly store: Meetings; readonly clock: Clock }) =>
  async (id: MeetingId, person: Person): Promise<Saved> => {
    for (let attempt = 0; attempt < mostTries; attempt++) {
      const file = await store.readMeeting(id);
      if (!file) return { kind: 'unknown' };
      const { meeting, history } = file;
      if (!runs(deps.organisation, meeting, person.id)) return { kind: 'never' };
      if (meeting.state === 'sent') return { kind: 'saved', meeting };
      if (meeting.state !== 'planned') return { kind: 'moved-on', meeting };
      const needs = await needsOn(store, meeting);
      const change = {
        do: 'send' as const,
        notes: await notesOf({ ...deps, store }, needs, meeting, person),
      };
      const event = { id, version: meeting.version + 1, at: clock(), by: byOf(person), change };
      const request = requestOf(person, meeting.version, { do: 'send' });
      const after = meetingAfter(meeting, event);
      if (isTooLong(event, after)) return { kind: 'too-long', meeting };
      const read = [...needs.values()].map(({ need }) => need);
      if (await save({ ...deps, store }, meeting, event, { history, request, needs: read }))
        return { kind: 'saved', meeting: after };
    }
    throw new StoreBusy(`${mostTries} races lost in a row`);
  };

type NeedsRead = ReadonlyMap<string, NeedFile>;

/** The needs of which something may have been said in a meeting; without those that cannot be read, so that its notes can still be sent. */
async function needsOn(store: Deps['store'], { items }: Meeting): Promise<NeedsRead> {
  const named = items
    .filter(({ kind }) => kind === 'need' || kind === 'check')
    .flatMap(({ reference }) => Reference.safeParse(reference).data ?? []);
  const files = await Promise.all([...new Set(named)].map((reference) => readable(store, reference)));
  return new Map(files.flatMap((file) => (file ? [[file.need.reference, file]] : [])));
}

/** The notes of a meeting: what was recorded in it and of its needs, with all names as they were that day. */
async function notesOf(deps: Deps, needs: NeedsRead, meeting: Meeting, by: Person): Promise<Notes> {
  const { organisation } = deps;
  const { kind, area, at, place, others } = meeting;
  const { present, names } = meeting;
  /* Whoever has left since is called what they were called then. */
  const name = (id: PersonId) => names?.[id] ?? personIn(organisation, id)?.name ?? id;
  /* Where nobody has said who was there, nobody is said to have been absent. */
  const expected = present === undefined ? [] : expectedAt(organisation, meeting, dayOf(at));
  const areaNames = organisation.areas.find(({ id }) => id === area)?.name;
  return {
    kind,
    ...(areaNames && { area: areaNames }),
    at,
    ...(place && { place }),
    present: (present ?? []).map(name),
    absent: expected.filter((id) => present?.includes(id) !== true).map(name),
    ...(others && { others }),
    items: await Promise.all(meeting.items.map((item) => notedItem(deps, needs, meeting, item))),
    by: by.name,
  };
}

async function notedItem(
  deps: Deps,
  needs: NeedsRead,
  meeting: Meeting,
  item: AgendaItem,
): Promise<NotedItem> {
  const { id, kind, reference, title, text, raisedBy, note, agreed, done } = item;
  const file = kind === 'need' || kind === 'check' ? needs.get(reference ?? '') : undefined;
  const said = file ? await saidOf(deps, meeting, file) : nothingSaid;
  return {
    ...{ id, kind },
    ...(reference && { reference }),
    ...(title && { title }),
    ...(text && { text }),
    ...(raisedBy && { raisedBy: raiserOf(deps.organisation, raisedBy) }),
    ...said,
    ...(note && { note }),
    agreed: agreed.map(({ what, name, by }) => ({ what, name, ...(by && { by }) })),
    done: done || said.advice !== undefined || said.schools.length > 0,
  };
}

function raiserOf(
  organisation: Organisation,
  { name, school }: NonNullable<AgendaItem['raisedBy']>,
): NonNullable<NotedItem['raisedBy']> {
  return { name, ...(school && { school: schoolNames(organisation, school) }) };
}

/** What a school is called; one that is in the organisation no more, by its id. */
const schoolNames = ({ schools }: Organisation, school: string) =>
  schools.find(({ id }) => id === school)?.name ?? { sv: school, en: school };

const nothingSaid: Pick<NotedItem, 'advice' | 'schools'> = { schools: [] };

/** What was said of a need in a meeting. */
async function saidOf(
  { organisation, store }: Deps,
  meeting: Meeting,
  file: NeedFile,
): Promise<Pick<NotedItem, 'advice' | 'schools'>> {
  const given = (await allEntries(store, file))
    .map(({ event }) => event)
    .findLast((event) => event.action === 'advise' && event.input.meeting === meeting.id);
  const voices = (file.need.voices ?? []).filter((voice) => voice.meeting === meeting.id);
  const advice =
    given?.action === 'advise' ? given.input : adviceIn(voices.find((voice) => voice.from === 'leads'));
  return {
    ...(advice && { advice: inWords(organisation, advice) }),
    schools: voices.flatMap(({ school, understood, words }) =>
      school && understood
        ? [{ school: schoolNames(organisation, school), understood, ...(words && { words }) }]
        : [],
    ),
  };
}

const readable = (store: Deps['store'], reference: Reference): Promise<NeedFile | undefined> =>
  store.read(reference).catch((fault: unknown) => {
    if (isUnreadable(fault)) return undefined;
    throw fault;
  });

type Advice = Omit<NonNullable<NotedItem['advice']>, 'goals' | 'insteadOf'> & {
  readonly goals?: readonly string[];
  readonly insteadOf?: NonNullable<NotedItem['advice']>['insteadOf'];
};

const adviceIn = (voice: NonNullable<Need['voices']>[number] | undefined): Advice | undefined =>
  voice?.advice && voice.priority
    ? { advice: voice.advice, priority: voice.priority, ...(voice.words && { reason: voice.words }) }
    : undefined;

const inWords = (
  { goals: known }: Organisation,
  { advice, priority, goals = [], insteadOf = [], reason, dissent }: Advice,
): NonNullable<NotedItem['advice']> => ({
  ...{ advice, priority, insteadOf },
  goals: known.filter(({ id }) => goals.includes(id)).map(({ id, name }) => ({ id, ...name })),
  ...(reason && { reason }),
  ...(dissent && { dissent }),
});
