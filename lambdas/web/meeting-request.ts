import * as z from 'zod/mini';
import { maySchoolsNotSee, schoolIn } from '../domain/meeting/access.ts';
import { kindsFor, meetingKinds, meetingLimits } from '../domain/meeting/meeting.ts';
import type { Change, Meeting } from '../domain/meeting/meeting.ts';
import type { Occasion } from '../app/meeting/change-meeting.ts';
import { isBlank, listOf, mistakeOf } from '../domain/need/fields.ts';
import type { FieldMistake } from '../domain/need/fields.ts';
import { adviceOptions, priorityOptions, solvedOptions } from '../domain/need/options.ts';
import { PersonId } from '../domain/organisation/ids.ts';
import type { Organisation, Person } from '../domain/organisation/organisation.ts';
import { personIn } from '../domain/organisation/organisation.ts';
import type { AnyCard } from '../domain/overview/any-card.ts';
import { line, lines } from '../domain/text.ts';
import { Day, dayOf, daysAfter, Instant, instantOf, momentAt } from '../domain/time/time.ts';
import type { Values } from './body.ts';

/** What is wrong with what was filled in; of some mistakes in words of their own. */
export interface MeetingMistake {
  readonly field: string;
  readonly mistake:
    | FieldMistake
    | 'wrongTime'
    | 'past'
    | 'unknownReference'
    | 'nothingToAdd'
    | 'full'
    | 'secret'
    | 'tooLong'
    | 'notesTooLong'
    | 'correctionTooLong';
}
type Read<Value> = { readonly value: Value } | { readonly mistakes: readonly MeetingMistake[] };

/** Reads fields; one left blank is missing. */
function read<Shape extends z.core.$ZodShape>(
  shape: Shape,
  values: Values,
): Read<z.output<z.ZodMiniObject<Shape>>> {
  const filledIn = Object.fromEntries(Object.entries(values).filter(([, value]) => !isBlank(value)));
  const parsed = z.object(shape).safeParse(filledIn, { reportInput: true });
  return parsed.success
    ? { value: parsed.data }
    : {
        mistakes: parsed.error.issues.map((issue) => ({
          field: mistakeOf(issue).field,
          mistake: mistakeOf(issue),
        })),
      };
}

const mistaken = (field: string, mistake: MeetingMistake['mistake']) => ({ mistakes: [{ field, mistake }] });

const local = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3])[:.]([0-5]\d)(?::[0-5]\d)?$/;

/** The moment that somebody means: by the university's clocks, unless it says how far it is from UTC. */
export function momentIn(written: unknown): Instant | undefined {
  if (typeof written !== 'string') return undefined;
  const [, day, hours, minutes] = local.exec(written.trim()) ?? [];
  const onDay = Day.safeParse(day).data;
  if (onDay) return momentAt(onDay, Number(hours) * 60 + Number(minutes));
  /* Seconds may be left out. */
  const whole = written.trim().replace(/(T\d{2}:\d{2})(?=Z$|[+-]\d{2}:\d{2}$)/, '$1:00');
  const iso = z.iso.datetime({ offset: true }).safeParse(whole);
  return iso.success ? instantOf(new Date(iso.data)) : undefined;
}

const mostAhead = 366;

/** When a meeting may be: from yesterday, so that one that has just been held can be written up. */
function occasionAt(values: Values, now: Instant): Read<Instant> {
  const at = momentIn(values['at']);
  if (!at) return mistaken('at', 'wrongTime');
  const today = dayOf(now);
  const isFit = dayOf(at) >= daysAfter(today, -1) && dayOf(at) <= daysAfter(today, mostAhead);
  return isFit ? { value: at } : mistaken('at', 'past');
}

const place = z.optional(line(meetingLimits.place));

/** The group whose meeting is asked for, as far as it is named. A form names kind and area in one: `steering-group:it`. */
function groupIn(values: Values): Values {
  const [kind, area] = typeof values['group'] === 'string' ? values['group'].split(':') : [];
  return { ...values, ...(kind && { kind }), ...(area && { area }) };
}

/** Reads whose meeting is asked for: the area leads', or that of an area of the organisation. */
export function readGroup({ areas }: Organisation, values: Values): Read<Pick<Occasion, 'kind' | 'area'>> {
  const asked = groupIn(values);
  if (asked['kind'] === 'leads') return { value: { kind: 'leads' } };
  return read({ kind: z.enum(meetingKinds), area: z.enum(areas.map(({ id }) => id)) }, asked);
}

/** Reads what is asked for when a meeting is made. */
export function readOccasion(organisation: Organisation, values: Values, now: Instant): Read<Occasion> {
  const group = readGroup(organisation, values);
  const at = occasionAt(values, now);
  const fields = read({ place }, values);
  if ('mistakes' in group || 'mistakes' in at || 'mistakes' in fields)
    return { mistakes: [group, at, fields].flatMap((one) => ('mistakes' in one ? one.mistakes : [])) };
  return { value: { ...group.value, at: at.value, place: fields.value.place } };
}

interface Circumstances {
  readonly organisation: Organisation;
  readonly meeting: Meeting;
  readonly person: Person;
  readonly now: Instant;
  /** What the references that are named are the cards of, as far as whoever asks may see them. */
  readonly cards: ReadonlyMap<string, AnyCard>;
}

/** Changes that a request may ask for by name. */
export const askable = [
  ...(['date', 'cancel', 'add', 'drop', 'move', 'note', 'advise', 'respond', 'raise'] as const),
  ...(['present', 'done', 'take-back', 'gather', 'send', 'correct'] as const),
];
export type Askable = (typeof askable)[number];

/** Reads one change, but for advice, answers, and those of which nothing is filled in. */
export function readChange(
  kind: Exclude<Askable, 'advise' | 'respond' | 'gather' | 'send'>,
  values: Values,
  circumstances: Circumstances,
): Read<Exclude<Change, { do: 'plan' | 'gather' | 'send' | 'took-up' }>> {
  const { now } = circumstances;
  const item = z.string();
  switch (kind) {
    case 'date': {
      const at = occasionAt(values, now);
      const fields = read({ place }, values);
      if ('mistakes' in at) return at;
      if ('mistakes' in fields) return fields;
      /* A form says so where it is emptied; a program that names no place leaves it. */
      const emptied = values['place'] === undefined ? undefined : '';
      return { value: { do: 'date', at: at.value, place: fields.value.place ?? emptied } };
    }
    case 'cancel':
      return { value: { do: 'cancel' } };
    case 'add':
      return readItem(values, circumstances);
    case 'raise':
      return readQuestion(values, circumstances);
    case 'drop': {
      const fields = read({ item }, values);
      return 'mistakes' in fields ? fields : { value: { do: 'drop', ...fields.value } };
    }
    case 'move': {
      const to = z.coerce.number().check(z.int(), z.minimum(1), z.maximum(meetingLimits.items));
      const fields = read({ item, to }, values);
      return 'mistakes' in fields ? fields : { value: { do: 'move', ...fields.value } };
    }
    case 'note':
      return readNote(values, circumstances, item);
    case 'present':
      return readPresent(values, circumstances);
    case 'done':
    case 'take-back': {
      const fields = read({ agreed: z.string() }, values);
      return 'mistakes' in fields ? fields : { value: { do: kind, ...fields.value } };
    }
    case 'correct': {
      const text = values['correction'] ?? values['text'];
      const fields = read({ correction: lines(meetingLimits.note) }, { correction: text });
      return 'mistakes' in fields ? fields : { value: { do: 'correct', text: fields.value.correction } };
    }
  }
}

/** Reads who is there: people of the organisation, and whoever was said to be there already and has left it since. */
function readPresent(
  values: Values,
  { organisation, meeting }: Circumstances,
): Read<Extract<Change, { do: 'present' }>> {
  const nameOf = (id: PersonId) =>
    personIn(organisation, id)?.name ??
    (meeting.present?.includes(id) ? (meeting.names?.[id] ?? id) : undefined);
  const named = listOf(values['present']).map((one) => {
    const id = PersonId.safeParse(one).data;
    const name = id && nameOf(id);
    return id !== undefined && name !== undefined ? { id, name } : undefined;
  });
  const known = named.filter((one) => one !== undefined);
  const fields = read({ others: z.optional(line(meetingLimits.others)) }, values);
  if (known.length < named.length) return mistaken('present', { field: 'present', problem: 'not-an-option' });
  if ('mistakes' in fields) return fields;
  return {
    value: {
      do: 'present',
      present: [...new Set(known.map(({ id }) => id))],
      names: Object.fromEntries(known.map(({ id, name }) => [id, name])),
      ...(fields.value.others !== undefined && { others: fields.value.others }),
    },
  };
}

/* As people write them. */
const asReference = (written: unknown): string | undefined =>
  typeof written === 'string' && written.trim() !== '' ? written.trim().toUpperCase() : undefined;

function readItem(values: Values, { cards, meeting }: Circumstances): Read<Extract<Change, { do: 'add' }>> {
  const reference = asReference(values['reference']);
  const fields = read(
    { kind: z.enum(kindsFor(meeting)), text: z.optional(line(meetingLimits.text)) },
    values,
  );
  if ('mistakes' in fields) return fields;
  const { kind, text } = fields.value;
  const card = reference === undefined ? undefined : cards.get(reference);
  const isNeed = kind === 'need' || kind === 'check';
  if ((reference !== undefined || isNeed) && (!card || (isNeed && card.kind !== 'need')))
    return mistaken('reference', 'unknownReference');
  if (meeting.kind === 'arena' && maySchoolsNotSee(card)) return mistaken('reference', 'secret');
  if (!card && text === undefined) return mistaken('text', 'nothingToAdd');
  return {
    value: {
      do: 'add',
      item: { kind, ...(card && { reference: card.reference, title: card.title }), ...(text && { text }) },
    },
  };
}

function readQuestion(
  values: Values,
  { organisation, meeting, person }: Circumstances,
): Read<Extract<Change, { do: 'add' }>> {
  const fields = read({ text: line(meetingLimits.text) }, values);
  if ('mistakes' in fields) return fields;
  const school = schoolIn(organisation, meeting.area, person.id)?.id;
  const raisedBy = { person: person.id, name: person.name, ...(school && { school }) };
  return { value: { do: 'add', item: { kind: 'question', ...fields.value, raisedBy } } };
}

function readNote(
  values: Values,
  { organisation, cards }: Circumstances,
  item: z.ZodMiniType<string>,
): Read<Extract<Change, { do: 'note' }>> {
  const who = z.optional(z.enum(organisation.people.map(({ id }) => id)));
  const fields = read(
    {
      item,
      note: z.optional(lines(meetingLimits.note)),
      what: z.optional(line(meetingLimits.what)),
      who,
      by: z.optional(Day),
    },
    values,
  );
  if ('mistakes' in fields) return fields;
  const { what, who: whom, by, note, item: id } = fields.value;
  if ((what === undefined) !== (whom === undefined)) {
    const field = what === undefined ? 'what' : 'who';
    return mistaken(field, { field, problem: 'missing' });
  }
  const became = asReference(values['became']);
  if (became !== undefined && !cards.has(became)) return mistaken('became', 'unknownReference');
  const person = whom === undefined ? undefined : personIn(organisation, whom);
  return {
    value: {
      do: 'note',
      item: id,
      ...((note !== undefined || values['note'] !== undefined) && { note: note ?? '' }),
      ...(became !== undefined && { reference: became }),
      ...(what !== undefined &&
        person && { agreed: { what, who: person.id, name: person.name, ...(by && { by }) } }),
    },
  };
}

/** Reads the leads' advice on a need. */
export const readLeadsAdvice = (values: Values) =>
  read(
    {
      advice: z.enum(adviceOptions),
      priority: z.enum(priorityOptions),
      reason: z.optional(lines(meetingLimits.note)),
    },
    values,
  );

/** Reads what a school says of a need. */
export const readSchoolsAnswer = ({ schools }: Organisation, values: Values) =>
  read(
    {
      school: z.enum(schools.map(({ id }) => id)),
      understood: z.enum(solvedOptions),
      words: z.optional(lines(meetingLimits.note)),
    },
    values,
  );
