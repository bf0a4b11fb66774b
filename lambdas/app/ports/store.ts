import type { AllFigures } from './all-figures.ts';
import type { AllSettings } from './all-settings.ts';
import type { Cards } from './cards.ts';
import type { Codes } from './codes.ts';
import type { Counts } from './counts.ts';
import type { Letters } from './letters.ts';
import type { Meetings } from './meetings.ts';
import type { Needs } from './needs.ts';
import type { Organisations } from './organisations.ts';
import type { Outbox } from './outbox.ts';
import type { Sessions } from './sessions.ts';
import type { Submissions } from './submissions.ts';
import type { Submitters } from './submitters.ts';
import type { SuppressedAddresses } from './suppressed-addresses.ts';
import type { Works } from './works.ts';

/** All that is kept. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export type NeedStore = Submissions &
  Needs &
  Cards &
  Outbox &
  SuppressedAddresses &
  Sessions &
  Codes &
  Counts &
  Submitters &
  Letters &
  AllSettings &
  AllFigures &
  Organisations &
  Works &
  Meetings;

/** The store asks callers to slow down: the same call can succeed in a moment. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
}

/** Whether something was thrown since the store is busy; also by another copy of this code, as files that are loaded later have. */
export const isBusy = (fault: unknown): fault is StoreBusy =>
  fault instanceof Error && fault.name === 'StoreBusy';

/** The store cannot be reached, or gives no answer in time: what was asked of it may have been done or not. */
export class StoreOutOfReach extends Error {
  override readonly name = 'StoreOutOfReach';
  /** What broke, for the log: `ECONNREFUSED`, `TimeoutError`. */
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(undefined, options);
    this.code = code;
  }
}

/** Whether something was thrown since the store cannot be reached; also by another copy of this code, as files that are loaded later have. */
export const isOutOfReach = (fault: unknown): fault is StoreOutOfReach =>
  fault instanceof Error && fault.name === 'StoreOutOfReach';

/**
 * What is stored of a need, a piece of work or a meeting is damaged: a part is missing, is not of a form that this code knows, or is
 * not as it was recorded. Trying again does not help.
 */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
}

/** Whether something was thrown since what is stored is damaged; also by another copy of this code, as files that are loaded later have. */
export const isUnreadable = (fault: unknown): fault is UnreadableRecord =>
  fault instanceof Error && fault.name === 'UnreadableRecord';
