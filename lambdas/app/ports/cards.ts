import type { AgreedCard, MeetingCard } from '../../domain/meeting/card.ts';
import type { Card } from '../../domain/need/card.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { Month } from '../../domain/time/time.ts';
import type { WorkCard } from '../../domain/work/card.ts';

/** Cards in no order, by what they are of, and the needs whose card is not of a form that this code knows. */
export interface CardList {
  readonly cards: readonly Card[];
  readonly work: readonly WorkCard[];
  /** Meetings that are planned, or were held in the month that was asked for. */
  readonly meetings: readonly MeetingCard[];
  /** What meetings agreed and is not done. */
  readonly agreed: readonly AgreedCard[];
  readonly unreadable: readonly Reference[];
}

/** The cards of all needs and all work: each follows within moments. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export interface Cards {
  /** Of the needs that are open or deferred, and the work that is neither done nor stopped. */
  openCards(): Promise<CardList>;

  /** Of these needs, in no order; without those whose card is of a form that this code does not know. */
  cardsOf(references: readonly Reference[]): Promise<readonly Card[]>;

  /** Of what was closed in a month at the university, and has not been reopened. */
  closedCards(month: Month): Promise<CardList>;
}
