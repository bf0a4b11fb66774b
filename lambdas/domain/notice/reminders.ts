import type { Card } from '../need/card.ts';
import { needOn } from '../need/make-card.ts';
import { waitingStatuses } from '../need/workflow.ts';
import { developersOf } from '../organisation/involvement.ts';
import type { AreaId, PersonId } from '../organisation/ids.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { moversOf } from '../organisation/permissions.ts';
import { workingDaysBetween } from '../time/calendar.ts';
import { dayOf } from '../time/time.ts';
import type { Day } from '../time/time.ts';
import { passedEnd } from '../overview/late.ts';
import type { Settings } from '../session/settings.ts';
import { keepersOf } from '../meeting/access.ts';
import { meetingDayOf, plannedDays } from '../meeting/card.ts';
import type { MeetingCard, PlannedDays } from '../meeting/card.ts';
import { namedInLetter } from './letter.ts';
import type { WaitingNeed, WaitingNotes } from './letter.ts';

/* docs/design.md, "Reminders" */

/** A need that waits for people. */
export interface Wait {
  readonly card: Card;
  /** They can move it on; its submitter has not answered them; or its planned end has passed. */
  readonly why: 'asked' | 'unanswered' | 'overdue';
  readonly people: readonly PersonId[];
  /** The day on which the wait began, and the working days since. */
  readonly since: Day;
  readonly days: number;
}

const nothingPlanned: PlannedDays = new Map();

/**
 * Whom a need waits for, by its card; nothing where it waits for nobody, or staff are not to be told of it. One that waits
 * for its steering group's advice and is on the agenda of its planned meeting waits from the day after that.
 */
export function waitOf(
  organisation: Organisation,
  card: Card,
  today: Day,
  planned: PlannedDays = nothingPlanned,
): Wait | undefined {
  const { status, held } = card;
  if (held) return undefined;
  const movers = () => moversOf(organisation, needOn(card), today);
  const wait = (why: Wait['why'], people: readonly PersonId[], since: Day): Wait => {
    const days = workingDaysBetween(since, today, organisation.closed);
    return { card, why, people, since, days };
  };
  const meets = meetingDayOf(planned, card);
  if (meets !== undefined && today <= meets) return undefined;
  const arose = dayOf(card.since);
  const since = meets !== undefined && meets > arose ? meets : arose;
  if (status === 'awaiting-submitter')
    return wait('unanswered', developersOf(organisation, card.areas), since);
  if (waitingStatuses.some((one) => one === status)) return wait('asked', movers(), since);
  const ended = passedEnd(card, today);
  return ended ? wait('overdue', movers(), ended) : undefined;
}

/** What is owed to one person on a morning: all that waits for them, the longest waiting first. */
export interface Reminder {
  readonly to: PersonId;
  readonly needs: readonly WaitingNeed[];
  /** The meetings whose notes are to be sent out. */
  readonly meetings: readonly WaitingNotes[];
}

interface Morning {
  readonly today: Day;
  /** The last morning on which people were reminded. */
  readonly last: Day;
  readonly settingsOf: (person: PersonId) => Settings | undefined;
  readonly meetings?: readonly MeetingCard[];
}

/** The reminders of a working morning, one a person: for whom something has waited for a number of days that calls for one. */
export function remindersOn(
  organisation: Organisation,
  cards: readonly Card[],
  { today, last, settingsOf, meetings = [] }: Morning,
): readonly Reminder[] {
  const owed = new Map<PersonId, { needs: WaitingNeed[]; meetings: WaitingNotes[]; isDue: boolean }>();
  const owedTo = (to: PersonId) => {
    const person = owed.get(to) ?? { needs: [], meetings: [], isDue: false };
    owed.set(to, person);
    return person;
  };
  const add = (to: PersonId, need: WaitingNeed, isDue: boolean) => {
    const putOff = settingsOf(to)?.remindOn?.[need.reference];
    if (putOff !== undefined && putOff > today) return;
    const person = owedTo(to);
    person.needs.push(need);
    person.isDue ||= isDue || (putOff !== undefined && putOff > last);
  };
  const planned = plannedDays(meetings, today);
  for (const wait of cards.flatMap((card) => waitOf(organisation, card, today, planned) ?? [])) {
    const { card, why, people, days } = wait;
    const before = workingDaysBetween(wait.since, last, organisation.closed);
    const named = namedInLetter(card);
    const steps = stepsFor(organisation, concernedBy(wait));
    if (why === 'unanswered' && timesBy(steps.own, days) === 0) continue;
    for (const to of people)
      add(to, { ...named, why, days }, timesBy(steps.own, days) > timesBy(steps.own, before));
    for (const { told, periods } of steps.others) {
      if (timesBy(periods, days) === 0) continue;
      const isDue = timesBy(periods, days) > timesBy(periods, before);
      for (const to of told) add(to, { ...named, why: 'passed-on', days }, isDue);
    }
  }
  for (const { reference, of, area, at } of meetings) {
    const held = dayOf(at);
    if (held >= today) continue;
    const [days, before] = [today, last].map((day) => workingDaysBetween(held, day, organisation.closed)) as [
      number,
      number,
    ];
    const people = keepersOf(organisation, { kind: of, area });
    const { own, others } = stepsFor(organisation, { areas: area ? [area] : [], people, isOurs: true });
    const notes = { meeting: reference, of, ...(area && { area }), days };
    for (const { told, periods } of [{ told: people, periods: own }, ...others]) {
      if (timesBy(periods, days) === 0 && periods !== own) continue;
      for (const to of told) {
        const person = owedTo(to);
        person.meetings.push({ ...notes, why: periods === own ? 'asked' : 'passed-on' });
        person.isDue ||= timesBy(periods, days) > timesBy(periods, before);
      }
    }
  }
  return [...owed]
    .filter(([, { isDue }]) => isDue)
    .map(([to, { needs, meetings: notes }]) => ({ to, needs: needs.toSorted(byUrgency), meetings: notes }));
}

/** What waits for one person today, the longest waiting first. What waits for an answer of its submitter waits for nobody else. */
export const waitingFor = (
  organisation: Organisation,
  { cards, meetings }: { readonly cards: readonly Card[]; readonly meetings: readonly MeetingCard[] },
  person: PersonId,
  today: Day,
): readonly WaitingNeed[] =>
  cards
    .flatMap((card) => waitOf(organisation, card, today, plannedDays(meetings, today)) ?? [])
    .filter(({ why, people }) => why !== 'unanswered' && people.includes(person))
    .map(({ card, why, days }) => ({ ...namedInLetter(card), why, days }))
    .sort(byUrgency);

/* What is a person's own comes first, then the longest waiting. */
const byUrgency = (one: WaitingNeed, other: WaitingNeed): number =>
  Number(one.why === 'passed-on') - Number(other.why === 'passed-on') || other.days - one.days;

/** The numbers of working days that call for a reminder: some, and after the last of them each so many. */
interface Periods {
  readonly first: readonly number[];
  readonly again?: number;
}

/** How often a reminder was called for by so many days. */
function timesBy({ first, again }: Periods, days: number): number {
  const last = first.at(-1) ?? 0;
  const more = again === undefined || days < last ? 0 : Math.floor((days - last) / again);
  return first.filter((period) => period <= days).length + more;
}

/** Who is reminded of something that waits, and whether it waits for staff. */
interface Concerned {
  readonly areas: readonly AreaId[];
  readonly people: readonly PersonId[];
  readonly isOurs: boolean;
}

const concernedBy = ({ card, why, people }: Wait): Concerned => ({
  areas: card.leadArea ? [card.leadArea] : card.areas,
  people,
  isOurs: why !== 'unanswered',
});

/**
 * When those are reminded for whom something waits, and who else is told when: the leads of its areas, then the model's manager. Where
 * the next in line is told already, the one after is.
 */
function stepsFor(
  { areas, modelManager, modelOwner, reminders }: Organisation,
  { areas: concerned, people, isOurs }: Concerned,
): {
  readonly own: Periods;
  readonly others: readonly { readonly told: readonly PersonId[]; readonly periods: Periods }[];
} {
  const { remind, areaLead, modelManager: toManager, again } = reminders;
  const own = { first: [...remind, areaLead, toManager], again };
  if (!isOurs) return { own, others: [] };
  const leads = areas.filter(({ id }) => concerned.includes(id)).map(({ lead }) => lead);
  const told = new Set(people);
  const line = [leads, [modelManager], [modelOwner]].flatMap((rung) => {
    const untold = rung.filter((person) => !told.has(person));
    for (const person of untold) told.add(person);
    return untold.length > 0 ? [untold] : [];
  });
  const periods = [{ first: [areaLead] }, { first: [toManager], again }];
  return {
    own,
    others: periods.flatMap((one, index) => {
      const rung = line[index];
      return rung ? [{ told: rung, periods: one }] : [];
    }),
  };
}

/** How many working days a need had waited when people were last to be reminded of it; nothing before the first time. */
export const daysOfLastReminder = (organisation: Organisation, wait: Wait): number | undefined => {
  const { own } = stepsFor(organisation, concernedBy(wait));
  const now = timesBy(own, wait.days);
  for (let days = wait.days; days > 0; days--) if (timesBy(own, days - 1) < now) return days;
  return undefined;
};
