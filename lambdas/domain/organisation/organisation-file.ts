import * as z from 'zod/mini';
import { DepartmentId, AreaId, GoalId, id, PersonId, SchoolId } from './ids.ts';
import { contrastOf, leastContrast } from '../contrast.ts';
import { EmailAddress } from '../email-address.ts';
import { readContent } from '../correction.ts';
import { Rhythm } from '../notice/rhythm.ts';
import { Language, line } from '../text.ts';
import { Day } from '../time/time.ts';

/* The format of the organisation file. It is read when the stack is synthesized, and where another file has been stored since. */

const names = z.strictObject({ sv: line(120), en: line(120) });

const Person = z.strictObject({
  id: PersonId,
  /** A person's name, or what a role mailbox is called. */
  name: line(120),
  email: EmailAddress,
  /** The same person's earlier addresses. Links that went to one of them stay good. */
  formerEmails: z._default(z.array(EmailAddress), []),
  language: z._default(Language, 'sv'),
});
const Area = z.strictObject({
  id: AreaId,
  name: names,
  topics: z.strictObject({ sv: z.array(line(120)), en: z.array(line(120)) }),
  departments: z.array(DepartmentId).check(z.minLength(1, 'name at least one department')),
  /** VSO-ansvarig: one of the heads of the area's departments. */
  lead: id('PersonId', 'nobody leads or coordinates the area; name one of the heads of its departments'),
  /** Verksamhetsutvecklare. An area without one has its lead as developer. */
  developers: z.array(PersonId),
});
const endsAfterBegin = z.refine<{ readonly from: Day; readonly to: Day }>(({ from, to }) => from <= to, {
  error: 'the period ends before it begins; correct one of its dates',
  path: ['to'],
});
const Deputy = z.strictObject({ person: PersonId, from: Day, to: Day }).check(endsAfterBegin);
const Closed = z.strictObject({ from: Day, to: Day }).check(endsAfterBegin);
const Department = z.strictObject({
  id: DepartmentId,
  name: names,
  /** What lists call it; its name, where there is none. */
  shortName: z.optional(names),
  head: id('PersonId', 'the department has no head; name the person who heads it, or a role mailbox'),
  /** Who stands in for the head, from a first day to a last day, both included. */
  deputies: z._default(z.array(Deputy), []),
  /** Whom the head may name as a deputy on their own page, each with the delegation that it rests on. */
  eligible: z._default(z.array(z.strictObject({ person: PersonId, delegation: line(200) })), []),
});
const Representative = z.strictObject({
  person: PersonId,
  areas: z.array(AreaId).check(z.minLength(1, 'name at least one area')),
});
const School = z.strictObject({
  id: SchoolId,
  name: names,
  /** Who speaks for the school in the arenas of which areas. */
  representatives: z._default(z.array(Representative), []),
});

/* In the source text of the model, priorities are set by strategy, assignment (verksamhetsuppdrag) and goals. */
const Goal = z
  .strictObject({
    id: GoalId,
    name: names,
    kind: z.enum(['strategy', 'assignment', 'goal']),
    /** The days on which it holds, both included; always, where there is none. */
    from: z.optional(Day),
    to: z.optional(Day),
  })
  .check(
    z.refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
      error: 'the goal ends before it begins; correct one of its dates',
      path: ['to'],
    }),
  );
const commonGoals: z.input<typeof Goal>[] = [
  { id: 'strategy', kind: 'strategy', name: { sv: 'Strategin', en: 'The strategy' } },
  { id: 'assignment', kind: 'assignment', name: { sv: 'Verksamhetsuppdraget', en: 'The assignment' } },
  { id: 'goals', kind: 'goal', name: { sv: 'Målen', en: 'The goals' } },
];

const workingDays = z
  .int('write a whole number of working days')
  .check(z.minimum(1, 'write at least 1 working day'), z.maximum(250, 'write at most 250 working days'));
/** After how many working days in a status something is done about a need that waits. Each list of periods must rise. */
const ReminderPeriods = z.strictObject({
  /** The people it waits for are reminded, also when others are told. */
  remind: z._default(z.array(workingDays), [5, 10]),
  /** The area lead is told that the need waits, then the model's manager. */
  areaLead: z._default(workingDays, 15),
  modelManager: z._default(workingDays, 20),
  /** After the last of these all but the area lead are reminded again each time that so many days have gone. */
  again: z._default(workingDays, 5),
  /** Whoever submitted a need is asked whether it helped, so long after it was done. */
  evaluate: z._default(workingDays, 20),
  /** A submitter who was asked a question is reminded. After `lapse` the need goes back to its developers without an answer. */
  submitter: z.prefault(
    z.strictObject({
      remind: z._default(z.array(workingDays), [5, 10]),
      lapse: z._default(workingDays, 20),
    }),
    {},
  ),
});

const colour = z.string().check(z.regex(/^#[0-9a-f]{6}$/i, 'write a colour as #rrggbb'));
const University = z.strictObject({
  name: names,
  /** Where questions about the service, personal data and accessibility go. */
  contact: z.optional(line(200)),
  dataProtectionOfficer: z.optional(line(200)),
  /** `light` is a background for white text; `dark` is a text colour on near-black. */
  colour: z.optional(z.strictObject({ light: colour, dark: colour })),
  /** The logo as an SVG document. */
  logo: z.optional(z.string().check(z.maxLength(20_000), z.regex(/^<svg[\s>]/, 'write an SVG document'))),
});

/** The format of the file, without what entries say of each other. */
export const Organisation = z.strictObject({
  /** Names the JSON schema by which editors check the file. */
  $schema: z.optional(z.string()),
  university: University,
  people: z.array(Person),
  departments: z.array(Department),
  areas: z.array(Area),
  schools: z.array(School),
  /** Where people turn with what is broken: named on the form. */
  serviceDesks: z._default(
    z.array(
      z.strictObject({
        name: names,
        url: z.url({ protocol: /^https$/, error: 'write an address that begins with https://' }),
      }),
    ),
    [],
  ),
  /** Förvaltare: takes the needs that have no area. */
  modelManager: PersonId,
  /** Ägare: the university director. */
  modelOwner: PersonId,
  /** Registratorer: they see to public records, and read every need. */
  registrars: z._default(z.array(PersonId), []),
  /** What priorities are set by. */
  goals: z.prefault(z.array(Goal).check(z.minLength(1, 'name at least one goal')), commonGoals),
  reminders: z.prefault(ReminderPeriods, {}),
  /** How often those who have not chosen get what is only for information. */
  rhythm: z._default(Rhythm, 'each'),
  /** Weeks in which the university is closed: they do not count as waiting, and nobody is reminded in them. */
  closed: z._default(z.array(Closed), []),
});

export type Person = z.infer<typeof Person>;
export type Area = z.infer<typeof Area>;
export type Deputy = z.infer<typeof Deputy>;
export type Department = z.infer<typeof Department>;
export type Goal = z.infer<typeof Goal>;
export type Organisation = z.infer<typeof Organisation> & {
  /** Which of its changes since deployment it has: `labelOf` in `version.ts`. None where the deployed file holds. */
  readonly version?: string;
};

/** All mistakes in an organisation file, each with its place and its correction. */
export class OrganisationMistakes extends Error {
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(`The organisation file cannot be used:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
    this.name = 'OrganisationMistakes';
    this.mistakes = mistakes;
  }
}

/**
 * Reads the organisation.
 * @throws OrganisationMistakes with the place and the correction of every mistake. What entries say of each other is checked once
 *   all of them are well formed.
 */
export function parseOrganisation(json: unknown): Organisation {
  const read = readContent(Organisation, json);
  if ('mistakes' in read) throw new OrganisationMistakes(read.mistakes);
  const mistakes = [...mistakesIn(read.value)];
  if (mistakes.length > 0) throw new OrganisationMistakes(mistakes);
  return read.value;
}

/**
 * Reads an organisation file that another release may have stored: what this one does not know of it is left out.
 * @throws OrganisationMistakes as `parseOrganisation` does
 */
export function parseStoredOrganisation(json: unknown): Organisation {
  const known: unknown = structuredClone(json);
  for (const issue of Organisation.safeParse(known).error?.issues ?? []) {
    if (issue.code !== 'unrecognized_keys') continue;
    const part = issue.path.reduce((whole, key) => (whole as Record<PropertyKey, unknown>)[key], known);
    for (const key of issue.keys) Reflect.deleteProperty(part as object, key);
  }
  return parseOrganisation(known);
}

function* mistakesIn(organisation: Organisation): Generator<string> {
  const { people, departments, areas, schools, goals } = organisation;
  const known = { people: idsOf(people), departments: idsOf(departments) };

  for (const [list, members] of Object.entries({ people, departments, areas, schools, goals })) {
    for (const [index, member] of members.entries()) {
      const first = members.findIndex(({ id }) => id === member.id);
      if (first < index) {
        yield `${list}.${index}.id: "${member.id}" is the id of ${list}.${first} too; give one of them another id`;
      }
    }
  }
  for (const [index, person] of people.entries()) {
    const first = people.findIndex(({ email }) => email.toLowerCase() === person.email.toLowerCase());
    if (first < index) {
      yield `people.${index}.email: ${person.id} has the same address as ${people[first]?.id}; give each person an address of their own, or let one person hold both roles`;
    }
  }

  const unknownPerson = (place: string, person: PersonId) =>
    known.people.has(person)
      ? []
      : [`${place}: nobody in people has the id "${person}"; add the person or correct the id`];
  for (const [index, department] of departments.entries()) {
    const place = `departments.${index}`;
    yield* unknownPerson(`${place}.head`, department.head);
    for (const [number, deputy] of department.deputies.entries()) {
      yield* unknownPerson(`${place}.deputies.${number}.person`, deputy.person);
      if (deputy.person === department.head) {
        yield `${place}.deputies.${number}.person: "${deputy.person}" is the head and cannot stand in for themselves; name somebody else`;
      }
    }
    for (const [number, { person }] of department.eligible.entries()) {
      yield* unknownPerson(`${place}.eligible.${number}.person`, person);
      if (person === department.head) {
        yield `${place}.eligible.${number}.person: "${person}" is the head and cannot stand in for themselves; name somebody else`;
      }
    }
    if (!areas.some((area) => area.departments.includes(department.id))) {
      yield `${place}: "${department.id}" is in no area; add it to the departments of at least one area`;
    }
  }
  for (const [index, area] of areas.entries()) {
    const place = `areas.${index}`;
    for (const [number, department] of area.departments.entries()) {
      if (!known.departments.has(department)) {
        yield `${place}.departments.${number}: no department has the id "${department}"; add the department or correct the id`;
      }
    }
    for (const [number, developer] of area.developers.entries()) {
      yield* unknownPerson(`${place}.developers.${number}`, developer);
    }
    yield* unknownPerson(`${place}.lead`, area.lead);
    const heads = departments.filter(({ id }) => area.departments.includes(id)).map(({ head }) => head);
    if (known.people.has(area.lead) && !heads.includes(area.lead)) {
      yield `${place}.lead: "${area.lead}" heads none of the departments of "${area.id}"; name one of ${heads.join(', ')}`;
    }
  }
  for (const [index, school] of schools.entries()) {
    for (const [number, { person, areas: theirs }] of school.representatives.entries()) {
      const place = `schools.${index}.representatives.${number}`;
      yield* unknownPerson(`${place}.person`, person);
      for (const [each, area] of theirs.entries()) {
        if (!areas.some(({ id }) => id === area)) {
          yield `${place}.areas.${each}: no area has the id "${area}"; add the area or correct the id`;
        }
      }
    }
  }
  yield* unknownPerson('modelManager', organisation.modelManager);
  yield* unknownPerson('modelOwner', organisation.modelOwner);
  for (const [index, registrar] of organisation.registrars.entries())
    yield* unknownPerson(`registrars.${index}`, registrar);
  yield* mistakesInReminders(organisation);
  yield* mistakesInColour(organisation);
}

/* What stands on the university's colours, and what they stand on: the surfaces of pages and mails in light and dark. */
const besideColour = {
  light: { against: '#ffffff', name: 'white text', mend: 'a darker' },
  dark: { against: '#1c2024', name: 'near-black', mend: 'a lighter' },
} as const;

function* mistakesInColour({ university: { colour } }: Organisation): Generator<string> {
  for (const scheme of ['light', 'dark'] as const) {
    const { against, name, mend } = besideColour[scheme];
    const contrast = colour ? contrastOf(colour[scheme], against) : leastContrast;
    if (contrast < leastContrast)
      yield `university.colour.${scheme}: ${colour?.[scheme]} has a contrast of ${contrast.toFixed(1)}:1 against ${name}; choose ${mend} colour, with at least ${leastContrast}:1`;
  }
}

function* mistakesInReminders({ reminders: { submitter, ...staff } }: Organisation): Generator<string> {
  const periodsOf = (remind: readonly number[], place: string) =>
    remind.map((days, index) => [`${place}.remind.${index}`, days] as const);
  const risings = [
    [
      ...periodsOf(staff.remind, 'reminders'),
      ['reminders.areaLead', staff.areaLead],
      ['reminders.modelManager', staff.modelManager],
    ],
    [...periodsOf(submitter.remind, 'reminders.submitter'), ['reminders.submitter.lapse', submitter.lapse]],
  ] as const;
  for (const periods of risings) {
    for (const [index, [place, days]] of periods.entries()) {
      const [before, fewer] = periods[index - 1] ?? [];
      if (fewer !== undefined && days <= fewer) {
        yield `${place}: ${days} working days is not after the ${fewer} of ${before}; give it more, since the periods are counted from the same day`;
      }
    }
  }
}

const idsOf = <Id extends string>(members: readonly { id: Id }[]): ReadonlySet<Id> =>
  new Set(members.map(({ id }) => id));
