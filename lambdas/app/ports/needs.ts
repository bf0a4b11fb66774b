import type { Entry, NeedFile } from './need-file.ts';
import type { Need, Status } from '../../domain/need/need.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { Instant } from '../../domain/time/time.ts';

/** Needs and what happens to them. */
export interface Needs {
  /** All that is kept about a need, as it is at this moment; nothing when there is no such need. */
  read(reference: Reference): Promise<NeedFile | undefined>;

  /** Stores a need as an event has left it, with the event and its notices, all or nothing, unless another event came first. */
  append(need: Need, entry: Entry): Promise<'stored' | 'moved-on'>;

  /** The needs with a status, the one that has waited longest first. */
  list(status: Status): Promise<readonly { reference: Reference; title: string; since: Instant }[]>;

  /** Returns when the store answers. */
  ping(): Promise<void>;
}
