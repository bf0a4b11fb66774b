import type { PersonId } from '../organisation/ids.ts';

/** Somebody to be told: a person in the organisation, or the one who submitted the need. */
export type Recipient = PersonId | 'submitter';

/** As whom somebody is written to: a member of staff who submitted the need is its submitter too. */
export const recipientsIn = (
  holder: Recipient,
  roles: readonly { readonly kind: string }[],
): readonly Recipient[] =>
  holder !== 'submitter' && roles.some(({ kind }) => kind === 'submitter') ? [holder, 'submitter'] : [holder];
