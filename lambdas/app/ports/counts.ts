import type { Instant } from '../../domain/time/time.ts';

/** One more of something, of which there may be `most` by the time that the count is forgotten. */
export interface Count {
  /** What is counted, for whom and in which period: no name or address, but its hash. */
  readonly of: string;
  readonly most: number;
  readonly until: Instant;
}

/** What is counted so that nobody can set too much going. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export interface Counts {
  /** Counts one more. @returns whether that is still permitted; otherwise it is not counted */
  count(one: Count): Promise<boolean>;
}
