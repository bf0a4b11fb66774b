import type { Card } from '../../domain/need/card.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { Month } from '../../domain/time/time.ts';

/** Cards in no order, and the needs whose card is not of a form that this code knows. */
export interface CardList {
  readonly cards: readonly Card[];
  readonly unreadable: readonly Reference[];
}

/** The cards of all needs: each follows its need within moments. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export interface Cards {
  /** Of the needs that are open or deferred. */
  openCards(): Promise<CardList>;

  /** Of these needs, in no order; without those whose card is of a form that this code does not know. */
  cardsOf(references: readonly Reference[]): Promise<readonly Card[]>;

  /** Of the needs that were closed in a month at the university, and have not been reopened. */
  closedCards(month: Month): Promise<CardList>;
}
