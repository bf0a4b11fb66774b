import type { Card } from '../../domain/need/card.ts';
import { needOn } from '../../domain/need/make-card.ts';
import { waitOf } from '../../domain/notice/reminders.ts';
import type { Area, Organisation, Person } from '../../domain/organisation/organisation.ts';
import { areasOf, boardsOf, oversees, readsRegister } from '../../domain/overview/access.ts';
import { lineOf } from '../../domain/overview/board.ts';
import { stuckIn } from '../../domain/overview/stuck.ts';
import { onlyReads, permissionsOf, rolesOf } from '../../domain/organisation/permissions.ts';
import { isOpenStatus } from '../../domain/need/workflow.ts';
import type { ActionName } from '../../domain/need/workflow.ts';
import type { AddressHash } from '../../domain/email-address.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Day, Instant } from '../../domain/time/time.ts';
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
    return { waiting: [], needs: needs.toSorted(byAge), areas: [], boards: [] };
  }
  const { cards, work } = await store.openCards();
  const today = dayOf(now);
  return {
    waiting: waitsOf(organisation, cards, person, today),
    needs: cards
      .filter((card) => isOpenStatus(card.status) && hasPart(organisation, card, person, today))
      .toSorted(byAge),
    areas: areasOf(organisation, person.id, today),
    boards: boardsOf(organisation, person.id, today),
    ...(readsRegister(organisation, person.id) && { readsRegister: true as const }),
    ...(oversees(organisation, person.id) && {
      stuck: stuckIn(organisation, [...cards, ...work], { today, reader: person.id }).length,
    }),
  };
}

const byAge = (one: Card, other: Card): number => other.since.localeCompare(one.since);

function waitsOf(
  organisation: Organisation,
  cards: readonly Card[],
  { id }: Person,
  today: Day,
): readonly MyWait[] {
  return cards
    .flatMap((card) => {
      const wait = waitOf(organisation, card, today);
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
