import { expectedAt, runs } from '../../domain/meeting/access.ts';
import { plannedDays } from '../../domain/meeting/card.ts';
import type { AgreedCard, MeetingCard, PlannedDays } from '../../domain/meeting/card.ts';
import type { Card } from '../../domain/need/card.ts';
import { needOn } from '../../domain/need/make-card.ts';
import { waitOf } from '../../domain/notice/reminders.ts';
import type { Area, Organisation, Person } from '../../domain/organisation/organisation.ts';
import { areasOf, boardsOf, oversees, readsRegister, seesCard } from '../../domain/overview/access.ts';
import { lineOf } from '../../domain/overview/board.ts';
import { stuckIn } from '../../domain/overview/stuck.ts';
import { onlyReads, permissionsOf, rolesOf } from '../../domain/organisation/permissions.ts';
import { isOpenStatus } from '../../domain/need/workflow.ts';
import type { ActionName } from '../../domain/need/workflow.ts';
import type { AddressHash } from '../../domain/email-address.ts';
import { dayOf, daysAfter } from '../../domain/time/time.ts';
import type { Day, Instant } from '../../domain/time/time.ts';
import { cardsSince } from '../overview/read-cards.ts';
import type { Cards } from '../ports/cards.ts';
import type { Submitters } from '../ports/submitters.ts';

/** A need that waits for somebody, and what they can do with it first. */
export interface MyWait {
  readonly card: Card;
  readonly days: number;
  readonly why: 'asked' | 'overdue';
  /** Whether it is past its planned end or its deadline, or waits for so long that people are reminded. */
  readonly isLate: boolean;
  readonly action: ActionName | undefined;
}

/** What somebody's own page shows of needs. */
export interface Mine {
  /** What waits for them: what is late first, then the longest waiting. */
  readonly waiting: readonly MyWait[];
  /** The open needs that they have a part in, or those that they have submitted, the latest first. */
  readonly needs: readonly Card[];
  /** Of whoever speaks for a school: its needs, also those closed within a year, the latest first. */
  readonly ofSchool?: readonly Card[];
  /** What they are to do, as meetings agreed, the soonest first. */
  readonly agreed: readonly AgreedCard[];
  /** The planned meetings at which they are expected, or that they run, the next first. */
  readonly meetings: readonly MeetingCard[];
  /** The areas in which they work. */
  readonly areas: readonly Area[];
  /** The areas whose boards they see. */
  readonly boards: readonly Area[];
  /** How many needs and pieces of work are stuck, as far as cards tell, for whoever oversees the model. */
  readonly stuck?: number;
  /** Whether they read the register. */
  readonly readsRegister?: true;
}

/* Of whoever has submitted more, so many needs are shown. */
const mostShown = 100;

/** What waits for whoever has an address, and the needs that are theirs: of staff by their roles today, of others by what they submitted. */
export async function mineOf(
  { organisation, store }: { readonly organisation: Organisation; readonly store: Cards & Submitters },
  { address, person }: { readonly address: AddressHash; readonly person: Person | undefined },
  now: Instant,
): Promise<Mine> {
  if (!person) {
    const submitted = (await store.submittedBy(address)).slice(0, mostShown);
    const needs = await store.cardsOf(submitted);
    return { waiting: [], agreed: [], meetings: [], needs: needs.toSorted(byAge), areas: [], boards: [] };
  }
  const today = dayOf(now);
  const speaksFor = speaksForIn(organisation, person);
  const [open, ...closed] =
    speaksFor.length > 0
      ? await cardsSince(store, daysAfter(today, -daysOfSchool), today)
      : [await store.openCards()];
  const { cards, work, meetings, agreed } = open ?? { cards: [], work: [], meetings: [], agreed: [] };
  return {
    waiting: waitsOf(organisation, cards, { person, today, planned: plannedDays(meetings, today) }),
    agreed: agreed.filter(({ who }) => who === person.id).toSorted(bySoonest),
    meetings: meetings
      .filter((card) => isOf(organisation, card, person, today))
      .toSorted((one, other) => one.at.localeCompare(other.at)),
    needs: cards
      .filter((card) => isOpenStatus(card.status) && hasPart(organisation, card, person, today))
      .toSorted(byAge),
    ...(speaksFor.length > 0 && {
      ofSchool: [cards, ...closed.map((list) => list.cards)]
        .flat()
        .filter((card) => card.school !== undefined && speaksFor.includes(card.school))
        .filter((card) => seesCard(organisation, card, person.id, today))
        .toSorted(byAge),
    }),
    areas: areasOf(organisation, person.id, today),
    boards: boardsOf(organisation, person.id, today),
    ...(readsRegister(organisation, person.id) && { readsRegister: true as const }),
    ...(oversees(organisation, person.id) && {
      stuck: stuckIn(organisation, [...cards, ...work], { today, reader: person.id }).length,
    }),
  };
}

/* Whoever speaks for a school reads what became of its needs for so many days. */
const daysOfSchool = 365;

/** The schools that somebody speaks for. */
const speaksForIn = ({ schools }: Organisation, { id }: Person) =>
  schools
    .filter(({ representatives }) => representatives.some(({ person }) => person === id))
    .map((school) => school.id);

/* What has no day comes last. */
const bySoonest = (one: AgreedCard, other: AgreedCard): number =>
  (one.by ?? '9999').localeCompare(other.by ?? '9999');

const isOf = (
  organisation: Organisation,
  { of, area, at }: MeetingCard,
  { id }: Person,
  today: Day,
): boolean => {
  const group = { kind: of, area };
  return (
    runs(organisation, group, id) ||
    (dayOf(at) >= today && expectedAt(organisation, group, dayOf(at)).includes(id))
  );
};

const byAge = (one: Card, other: Card): number => other.since.localeCompare(one.since);

function waitsOf(
  organisation: Organisation,
  cards: readonly Card[],
  {
    person: { id },
    today,
    planned,
  }: { readonly person: Person; readonly today: Day; readonly planned: PlannedDays },
): readonly MyWait[] {
  return cards
    .flatMap((card) => {
      const wait = waitOf(organisation, card, today, planned);
      if (!wait || wait.why === 'unanswered' || !wait.people.includes(id)) return [];
      const { days, why } = wait;
      const { primary } = permissionsOf(organisation, needOn(card), { kind: 'person', person: id }, today);
      const { isLate } = lineOf(organisation, card, today);
      return [{ card, days, why, isLate, action: primary[0] }];
    })
    .toSorted(
      (one, other) =>
        Number(other.isLate) - Number(one.isLate) || other.days - one.days || byAge(other.card, one.card),
    );
}

/** Whether somebody has a part in a need, as more than the model's manager, who may see them all. */
const hasPart = (organisation: Organisation, card: Card, { id }: Person, today: Day): boolean =>
  rolesOf(organisation, needOn(card), { kind: 'person', person: id }, today).some(
    (role) => role.kind !== 'model-manager' && !onlyReads(role),
  );
