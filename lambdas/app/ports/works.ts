import type { Chained } from '../chain.ts';
import type { Work, WorkEvent, WorkId } from '../../domain/work/work.ts';

/** A change of a piece of work with its place in the chain. */
export type WorkEntry = Chained<WorkEvent>;

/** A piece of work, and what has been changed of it, oldest first. */
export interface WorkFile {
  readonly work: Work;
  readonly history: readonly WorkEntry[];
}

/** Of work that was changed more often, so many changes are read with it: the latest. */
export const recentChanges = 30;

/** Work that never was a need. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export interface Works {
  /**
   * A piece of work as it is at this moment, with its latest changes; nothing when there is none.
   * @throws UnreadableRecord when a part of it is missing, or not of a form that this code knows.
   */
  readWork(id: WorkId): Promise<WorkFile | undefined>;

  /** Stores work as a change has left it, with the change, all or nothing, unless another came first. */
  saveWork(work: Work, entry: WorkEntry): Promise<'stored' | 'changed-meanwhile'>;
}
