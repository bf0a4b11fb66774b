import * as z from 'zod/mini';
import { adviceOptions, priorityOptions, solvedOptions } from '../need/options.ts';
import { AreaId, GoalId, PersonId, SchoolId } from '../organisation/ids.ts';
import { Day, Instant } from '../time/time.ts';
import { MeetingId } from './meeting-id.ts';

/* A date on which a group goes through what is to be prioritised (docs/design.md, "Meetings"). A group advises, and never decides. */

/** An area's steering group, the area leads together, or the arena where an area meets the schools. */
export const meetingKinds = ['steering-group', 'leads', 'arena'] as const;
export type MeetingKind = (typeof meetingKinds)[number];

/** A need to advise on, a question, something to tell or go through, a need of which schools say whether it is understood, and all else. */
export const itemKinds = ['need', 'question', 'inform', 'check', 'other'] as const;
export type ItemKind = (typeof itemKinds)[number];

/** What may be put on a meeting's agenda: advice is for a group, and whether a need is understood for the schools. */
export const kindsFor = ({ kind: meeting }: { readonly kind: MeetingKind }): readonly ItemKind[] =>
  itemKinds.filter((kind) => kind !== (meeting === 'arena' ? 'need' : 'check'));

/** Why an item stands on the agenda without anybody having put it there. */
export const itemReasons = [
  'advice',
  'returned',
  'late',
  'review',
  'left',
  'agreed',
  'stuck',
  'settled',
] as const;
export type ItemReason = (typeof itemReasons)[number];

/** The most characters that each text may have, and the most items on an agenda. */
export const meetingLimits = {
  place: 120,
  text: 500,
  note: 4000,
  what: 300,
  others: 300,
  items: 60,
} as const;

/*
 * How many bytes a meeting may have as JSON, since an item of the store takes 400 kB. Its notes say once more what stands in it, with what
 * was said of its needs, and corrections come after them.
 */
const mostBytes = { planned: 150_000, sent: 350_000, corrected: 390_000 };

/** Who does what by when. */
const Agreed = z.object({
  id: z.string(),
  what: z.string(),
  who: PersonId,
  /** What they were called that day. */
  name: z.string(),
  by: z.optional(Day),
  done: z.optional(Instant),
});
export type Agreed = z.infer<typeof Agreed>;

/** What stands on an agenda before the meeting. */
const NewItem = z.object({
  kind: z.enum(itemKinds),
  /** The need or the piece of work that it is about, or that a question has become, and what that was called. */
  reference: z.optional(z.string()),
  title: z.optional(z.string()),
  text: z.optional(z.string()),
  why: z.optional(z.enum(itemReasons)),
  /** Who has raised a question. */
  raisedBy: z.optional(z.object({ person: PersonId, name: z.string(), school: z.optional(SchoolId) })),
});
export type NewItem = z.infer<typeof NewItem>;

/** What says that two items are about the same. */
const Subject = z.pick(NewItem, { kind: true, reference: true, text: true });
type Subject = z.infer<typeof Subject>;

const AgendaItem = z.extend(NewItem, {
  id: z.string(),
  note: z.optional(z.string()),
  agreed: z.readonly(z.array(Agreed)),
  /** Whether it has been gone through. */
  done: z.boolean(),
});
export type AgendaItem = z.infer<typeof AgendaItem>;

const By = z.object({ person: PersonId, name: z.string() });

/** A name in both languages. */
const Names = z.object({ sv: z.string(), en: z.string() });

/** What was recorded of one item, with all names as they were that day. */
const NotedItem = z.object({
  id: z.string(),
  kind: z.enum(itemKinds),
  reference: z.optional(z.string()),
  title: z.optional(z.string()),
  text: z.optional(z.string()),
  raisedBy: z.optional(z.object({ name: z.string(), school: z.optional(Names) })),
  /** The group's advice, or the leads', given in this meeting. */
  advice: z.optional(
    z.object({
      advice: z.enum(adviceOptions),
      priority: z.enum(priorityOptions),
      goals: z.readonly(z.array(z.extend(Names, { id: GoalId }))),
      insteadOf: z.readonly(z.array(z.object({ reference: z.string(), title: z.string() }))),
      reason: z.optional(z.string()),
      dissent: z.optional(z.string()),
    }),
  ),
  /** What schools said of a need, each by its name. */
  schools: z.readonly(
    z.array(z.object({ school: Names, understood: z.enum(solvedOptions), words: z.optional(z.string()) })),
  ),
  note: z.optional(z.string()),
  agreed: z.readonly(z.array(z.object({ what: z.string(), name: z.string(), by: z.optional(Day) }))),
  /** Whether the meeting came to it. */
  done: z.boolean(),
});
export type NotedItem = z.infer<typeof NotedItem>;

/** Minnesanteckningar: what was recorded of a meeting, as it was sent out. */
const Notes = z.object({
  kind: z.enum(meetingKinds),
  area: z.optional(Names),
  at: Instant,
  place: z.optional(z.string()),
  present: z.readonly(z.array(z.string())),
  absent: z.readonly(z.array(z.string())),
  others: z.optional(z.string()),
  items: z.readonly(z.array(NotedItem)),
  /** Who sent them out. */
  by: z.string(),
});
export type Notes = z.infer<typeof Notes>;

/** One change of a meeting, by what it does. */
const Change = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('plan'),
    kind: z.enum(meetingKinds),
    area: z.optional(AreaId),
    at: Instant,
    place: z.optional(z.string()),
    items: z.readonly(z.array(NewItem)),
  }),
  z.object({ do: z.literal('date'), at: Instant, place: z.optional(z.string()) }),
  z.object({ do: z.literal('cancel') }),
  z.object({ do: z.literal('add'), item: NewItem }),
  /** What has come to stand since the agenda was made. */
  z.object({ do: z.literal('gather'), items: z.readonly(z.array(NewItem)) }),
  z.object({ do: z.literal('drop'), item: z.string() }),
  /** To which place from the top, counted from one. */
  z.object({ do: z.literal('move'), item: z.string(), to: z.number() }),
  z.object({
    do: z.literal('note'),
    item: z.string(),
    note: z.optional(z.string()),
    /** The need that a question has become. */
    reference: z.optional(z.string()),
    agreed: z.optional(z.object({ what: z.string(), who: PersonId, name: z.string(), by: z.optional(Day) })),
  }),
  /** Advice has been given on its need, which keeps it; or what schools say of it. */
  z.object({ do: z.literal('took-up'), item: z.string() }),
  z.object({
    do: z.literal('present'),
    present: z.readonly(z.array(PersonId)),
    /** What each was called that day. */
    names: z.optional(z.record(z.string(), z.string())),
    others: z.optional(z.string()),
  }),
  /** What was agreed is done. */
  z.object({ do: z.literal('done'), agreed: z.string() }),
  /** It was not agreed: it was written by mistake. */
  z.object({ do: z.literal('take-back'), agreed: z.string() }),
  z.object({ do: z.literal('send'), notes: Notes }),
  z.object({ do: z.literal('correct'), text: z.string() }),
]);
export type Change = z.infer<typeof Change>;

/** A change of a meeting, the first of which makes it. It is never changed. */
export const MeetingEvent = z.object({
  id: MeetingId,
  version: z.number(),
  at: Instant,
  by: By,
  change: Change,
});
export type MeetingEvent = z.infer<typeof MeetingEvent>;

/** A meeting as it stands. */
export const Meeting = z.object({
  id: MeetingId,
  /** The number of the last change. */
  version: z.number(),
  kind: z.enum(meetingKinds),
  area: z.optional(AreaId),
  at: Instant,
  place: z.optional(z.string()),
  state: z.enum(['planned', 'cancelled', 'sent']),
  /** When it got its state. */
  since: Instant,
  madeBy: By,
  items: z.readonly(z.array(AgendaItem)),
  /** What was taken off the agenda: it is not offered again. */
  dropped: z.optional(z.readonly(z.array(Subject))),
  /** Who was there, once somebody has said so. */
  present: z.optional(z.readonly(z.array(PersonId))),
  names: z.optional(z.record(z.string(), z.string())),
  others: z.optional(z.string()),
  notes: z.optional(Notes),
  corrections: z.readonly(z.array(z.object({ at: Instant, name: z.string(), text: z.string() }))),
  /** The version that last changed each part of it: an item by its id, `present`, or `date`. */
  changed: z.record(z.string(), z.number()),
});
export type Meeting = z.infer<typeof Meeting>;

/** The part of a meeting that a change touches: two changes of different parts do not meet. */
function partChangedBy(change: { readonly do: string; readonly item?: unknown }): string | undefined {
  switch (change.do) {
    case 'note':
      return typeof change.item === 'string' ? change.item : undefined;
    case 'present':
      return 'present';
    case 'date':
    case 'cancel':
      return 'date';
    default:
      return undefined;
  }
}

/** What an item is called among others: by its need or work, else by its words. */
export const nameOf = ({ reference, kind, text }: Subject): string => reference ?? `${kind}: ${text ?? ''}`;

/**
 * Whether an item is about the same as what stands: a question also once it has become a need. What is there for information has not been
 * there for advice.
 */
export function isAbout(item: Subject, standing: Subject): boolean {
  const { kind, text } = item;
  const asked = kind === 'question' && standing.reference === undefined ? { kind, text } : item;
  return nameOf(asked) === nameOf(standing) && (kind === standing.kind || standing.kind !== 'need');
}

/** What of all that stands is neither on the agenda nor was taken off it, as far as there is room. */
export const newOn = ({ items, dropped = [] }: Meeting, standing: readonly NewItem[]): readonly NewItem[] =>
  standing
    .filter((one) => ![...items, ...dropped].some((item) => isAbout(item, one)))
    .slice(0, Math.max(0, meetingLimits.items - items.length));

/** Whether an item may be taken off the agenda: only one of which nothing has been written. */
export const mayDrop = ({ note, agreed }: Pick<AgendaItem, 'note' | 'agreed'>): boolean =>
  note === undefined && agreed.length === 0;

/** A change as somebody asks for it: it may not have been read yet, and is advice, an answer or a question as well. */
interface Asked {
  readonly do: string;
  readonly item?: unknown;
  readonly agreed?: unknown;
}

/* What is done with an item that must be there. An item that is gone has been dropped already. */
const ofItems: readonly string[] = ['move', 'note', 'took-up', 'advise', 'respond'];

/* By its name where it is asked for, and by what it adds. */
const isQuestion = ({ do: kind, item }: Asked): boolean =>
  kind === 'raise' || (kind === 'add' && typeof item === 'object' && item !== null && 'raisedBy' in item);

/**
 * Whether a change comes too late: the meeting has gone on, or what it changes is gone or has changed since the version in which it was seen.
 * Corrections come too early until the notes are sent out.
 */
export function isTooLate(
  { state, at, items, changed }: Meeting,
  change: Asked,
  { seen, now }: { readonly seen?: number | undefined; readonly now: Instant },
): boolean {
  const { do: kind } = change;
  if (kind === 'correct') return state !== 'sent';
  if (kind === 'send') return state === 'cancelled';
  const agreed = items.flatMap((item) => item.agreed);
  const isGone = typeof change.agreed === 'string' && !agreed.some(({ id }) => id === change.agreed);
  if (kind === 'done') return isGone;
  if (state !== 'planned') return true;
  if (kind === 'take-back') return isGone;
  if (isQuestion(change) && now >= at) return true;
  const item = items.find(({ id }) => id === change.item);
  if (kind === 'drop') return item !== undefined && !mayDrop(item);
  if (ofItems.includes(kind) && typeof change.item === 'string' && !item) return true;
  const part = partChangedBy(change);
  return part !== undefined && seen !== undefined && (changed[part] ?? 0) > seen;
}

/* What takes away or tells only when is always possible. */
const adding: readonly Change['do'][] = ['add', 'gather', 'note', 'present', 'send', 'correct'];

/** Whether a meeting would have more text after a change than it has room for. */
export function isTooLong({ change }: MeetingEvent, after: Meeting): boolean {
  if (!adding.includes(change.do)) return false;
  const most =
    change.do === 'correct' ? mostBytes.corrected : mostBytes[after.state === 'sent' ? 'sent' : 'planned'];
  return new TextEncoder().encode(JSON.stringify(after)).length > most;
}

/** The meeting after a change that does not come too late. */
export function meetingAfter(before: Meeting | undefined, event: MeetingEvent): Meeting {
  const { id, version, at, by, change } = event;
  if (change.do === 'plan') {
    const { kind, area, place, items } = change;
    return {
      ...{ id, version, kind, at: change.at, state: 'planned' as const, since: at, madeBy: by },
      ...(area && { area }),
      ...(place && { place }),
      items: items.map((item, index) => itemOf(item, String(index + 1))),
      corrections: [],
      changed: {},
    };
  }
  if (!before) throw new Error(`the history of ${id} does not begin with its making`);
  const part = partChangedBy(change);
  const changed = part === undefined ? before.changed : { ...before.changed, [part]: version };
  return { ...before, ...changedBy(before, event), version, changed };
}

const itemOf = (item: NewItem, id: string): AgendaItem => ({ ...item, id, agreed: [], done: false });

function changedBy(before: Meeting, { version, at, by, change }: MeetingEvent): Partial<Meeting> {
  const { items } = before;
  const withItem = (id: string, alter: (item: AgendaItem) => AgendaItem) => ({
    items: items.map((item) => (item.id === id ? alter(item) : item)),
  });
  switch (change.do) {
    case 'plan':
      return {};
    case 'date': {
      const { place } = change;
      return { at: change.at, ...(place !== undefined && { place }) };
    }
    case 'cancel':
      return { state: 'cancelled', since: at };
    case 'add':
      return { items: [...items, itemOf(change.item, `v${version}`)] };
    case 'gather': {
      const added = newOn(before, change.items).map((item, index) =>
        itemOf(item, `v${version}-${index + 1}`),
      );
      return { items: [...items, ...added] };
    }
    case 'drop': {
      const dropped = items
        .filter(({ id }) => id === change.item)
        .map(({ kind, reference, text }) => ({
          kind,
          ...(reference && { reference }),
          ...(text && { text }),
        }));
      return {
        items: items.filter(({ id }) => id !== change.item),
        dropped: [...(before.dropped ?? []), ...dropped],
      };
    }
    case 'move': {
      const moved = items.filter(({ id }) => id === change.item);
      const rest = items.filter(({ id }) => id !== change.item);
      return { items: rest.toSpliced(change.to - 1, 0, ...moved) };
    }
    case 'note':
      /* A note that is not mentioned stays; an empty one is taken away. */
      return withItem(change.item, ({ note: before, ...item }) => ({
        ...item,
        ...((change.note ?? before) && { note: change.note ?? before }),
        ...(change.reference !== undefined && { reference: change.reference }),
        agreed: change.agreed ? [...item.agreed, { id: `v${version}`, ...change.agreed }] : item.agreed,
        done: true,
      }));
    case 'took-up':
      return withItem(change.item, (item) => ({ ...item, done: true }));
    case 'present': {
      const { present, names, others } = change;
      return { present, names, others };
    }
    case 'done':
      return {
        items: items.map((item) => ({
          ...item,
          agreed: item.agreed.map((one) => (one.id === change.agreed ? { ...one, done: at } : one)),
        })),
      };
    case 'take-back':
      return {
        items: items.map((item) => ({
          ...item,
          agreed: item.agreed.filter(({ id }) => id !== change.agreed),
        })),
      };
    case 'send':
      return { state: 'sent', since: at, notes: change.notes };
    case 'correct':
      return { corrections: [...before.corrections, { at, name: by.name, text: change.text }] };
  }
}
