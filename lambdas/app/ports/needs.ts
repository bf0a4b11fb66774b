import type { Entry, NeedFile } from './need-file.ts';
import type { EventId } from '../../domain/need/event-id.ts';
import type { Link } from '../../domain/need/link.ts';
import type { Need } from '../../domain/need/need.ts';
import type { Contact } from '../../domain/need/submission.ts';
import type { Reference } from '../../domain/need/reference.ts';

/** What an event brings or asks beside its need. */
interface Besides {
  /** The submitter's from now on, where the event has corrected it. */
  readonly contact?: Contact | undefined;
  /** The meeting in which it was said: nothing is stored unless that is still planned at this moment. */
  readonly meeting?: string | undefined;
}

/** What became of an event: another one came first, or its meeting is over. */
export type Appended = 'stored' | 'moved-on' | 'meeting-over';

/** Needs and what happens to them. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export interface Needs {
  /**
   * A need as it is at this moment, with its events up to `wholeEvents`, or the `recentEvents` of a longer one; nothing when there
   * is no such need.
   * @throws UnreadableRecord when a part of it is missing, or not of a form that this code knows.
   */
  read(reference: Reference): Promise<NeedFile | undefined>;

  /**
   * One event, as it is at this moment; nothing when there is no such event.
   * @throws UnreadableRecord when it is not of a form that this code knows.
   */
  readEvent(event: EventId): Promise<Entry | undefined>;

  /**
   * The link of one event that has a hash, as it is at this moment; nothing when there is no such event or link. As near as can be it
   * costs the same whether there is one or not.
   * @throws UnreadableRecord when it is not of a form that this code knows.
   */
  readLink(event: EventId, hash: string): Promise<Link | undefined>;

  /**
   * At most `limit` events of a need before one of them, oldest first.
   * @throws UnreadableRecord when one is not of a form that this code knows.
   */
  readBefore(event: EventId, limit: number): Promise<readonly Entry[]>;

  /** Stores a need as an event has left it, with the event and its notices, all or nothing, unless another event came first. */
  append(need: Need, entry: Entry, besides?: Besides): Promise<Appended>;

  /** Returns when the store answers. */
  ping(): Promise<void>;
}
