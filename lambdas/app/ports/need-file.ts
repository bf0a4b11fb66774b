import type { NeedEvent } from '../../domain/need/event.ts';
import type { Link } from '../../domain/need/link.ts';
import type { Need } from '../../domain/need/need.ts';
import type { Contact, Submission } from '../../domain/need/submission.ts';
import type { Notice } from '../../domain/notice/notice.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { Chained } from '../chain.ts';

/** One event with its place in the chain, and what goes with it. */
export interface Entry extends Chained<NeedEvent> {
  readonly notices: readonly Notice[];
  readonly links: readonly Link[];
  /** From when it is listed as due, if it is; never later than the first of its notices is due. */
  readonly dueAt?: Instant;
  /** Grows each time that a notice is made due again, so that an older listing is not recorded over that. */
  readonly listingVersion: number;
}

/** A need of no more events than these is read with all of them. */
export const wholeEvents = 100;
/** Of a longer need so many are read with it: the latest. Nobody can make a need too long or too dear to be read. */
export const recentEvents = 30;

/** A need as it is kept, with its events, or the latest of them. Without a contact where the submitter has been forgotten. */
export interface NeedFile {
  readonly need: Need;
  readonly submission: Submission;
  readonly contact?: Contact;
  readonly history: readonly Entry[];
}
