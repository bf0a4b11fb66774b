import type { Entry } from './need-file.ts';
import type { EventId } from '../../domain/need/event-id.ts';
import type { Link } from '../../domain/need/link.ts';
import type { Need } from '../../domain/need/need.ts';
import type { Contact, Submission } from '../../domain/need/submission.ts';

/** What recognises a submission that comes again: the hash of its key, if it had one, and of what it said. */
export interface SubmissionKey {
  readonly key?: string;
  readonly digest: string;
}

/** A need that comes in, with all that is stored with it. */
export interface NewNeed {
  readonly need: Need;
  readonly submission: Submission;
  readonly contact: Contact;
  /** Its first event. */
  readonly entry: Entry;
  readonly submissionKey: SubmissionKey;
}

/** Where needs come in. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export interface Submissions {
  /** Stores a need with its first event and notices, all or nothing, or says whose submission holds the reference already. */
  addNeed(
    opening: NewNeed,
  ): Promise<{ readonly kind: 'stored' } | { readonly kind: 'taken'; readonly by: SubmissionKey }>;

  /**
   * Adds a link that is given in the answer to the same submission again. The oldest of those beyond `liveAnswers` is forgotten.
   * @throws when there is no such event.
   */
  addAnswer(event: EventId, link: Link): Promise<void>;
}
