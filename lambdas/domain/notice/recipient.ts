import type { PersonId } from '../organisation/ids.ts';

/** Somebody to be told: a person in the organisation, or the one who submitted the need. */
export type Recipient = PersonId | 'submitter';
