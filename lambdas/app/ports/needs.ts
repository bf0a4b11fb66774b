import type { Entry, NeedFile } from './need-file.ts';
import type { Need } from '../../domain/need/need.ts';
import type { Reference } from '../../domain/need/reference.ts';

/** Needs and what happens to them. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export interface Needs {
  /**
   * All that is kept about a need, as it is at this moment; nothing when there is no such need.
   * @throws UnreadableNeed when it is not of a form that this code knows.
   */
  read(reference: Reference): Promise<NeedFile | undefined>;

  /** Stores a need as an event has left it, with the event and its notices, all or nothing, unless another event came first. */
  append(need: Need, entry: Entry): Promise<'stored' | 'moved-on'>;

  /** Returns when the store answers. */
  ping(): Promise<void>;
}
