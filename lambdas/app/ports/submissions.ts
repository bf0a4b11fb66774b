import type { Entry } from './need-file.ts';
import type { Link } from '../../domain/need/link.ts';
import type { Contact, Need } from '../../domain/need/need.ts';
import type { Reference } from '../../domain/need/reference.ts';

/** What recognises a submission that comes again: the hash of its key, if it had one, and of what it said. */
export interface Submission {
  readonly key?: string;
  readonly digest: string;
}

/* What is kept. Every method rejects when the store cannot be reached or refuses for want of capacity (`StoreBusy`). */

/** Where needs come in. */
export interface Submissions {
  /** Stores a need with its first event and notices, all or nothing, or says whose submission holds the reference already. */
  open(
    need: Need,
    contact: Contact,
    entry: Entry,
    submission: Submission,
  ): Promise<{ readonly kind: 'stored' } | { readonly kind: 'taken'; readonly by: Submission }>;

  /** Adds a link to an event. */
  addLink(reference: Reference, version: number, link: Link): Promise<void>;
}
