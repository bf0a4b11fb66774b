import { personWithAddress } from '../../domain/organisation/organisation.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { submit } from '../../domain/need/submit.ts';
import type { Contact, Submission } from '../../domain/need/submission.ts';
import { referenceFrom } from '../../domain/need/reference.ts';
import type { Reference } from '../../domain/need/reference.ts';
import { dayOf } from '../../domain/time/time.ts';
import { recipientsOf } from '../../domain/organisation/recipients.ts';
import { hash } from 'node:crypto';
import { hashOf } from '../hash.ts';
import { markIn } from '../session/identity.ts';
import { entryOf } from './history.ts';
import { answerLink } from './make-link.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { SubmissionKey, Submissions } from '../ports/submissions.ts';
import { mostTries } from '../tries.ts';

/** What became of a submission, and the way to its need: `key-used` when the key came before with other words. */
export interface SubmitOutcome {
  readonly kind: 'accepted' | 'key-used';
  readonly reference: Reference;
  readonly token: string;
}

/**
 * Takes in a need, in one call to the store. A key makes it repeatable: the reference follows from the key, so that the same
 * submission sent again meets its own need there and gets a link to it.
 * @param isByMachine whether the form was filled in as only a machine does: the need is held
 */
export const submitNeed =
  ({
    organisation,
    store,
    ids,
    clock,
  }: {
    organisation: Organisation;
    store: Submissions;
    ids: Ids;
    clock: Clock;
  }) =>
  async (
    submission: Submission,
    contact: Contact,
    { key, isByMachine = false }: { readonly key?: string | undefined; readonly isByMachine?: boolean },
  ): Promise<SubmitOutcome> => {
    const now = clock();
    const today = dayOf(now);
    const digest = hashOf(JSON.stringify([submission, contact]));
    const submissionKey: SubmissionKey = { digest, ...(key !== undefined && { key: hashOf(key) }) };
    const staff = personWithAddress(organisation, contact.email);

    for (let attempt = 0; attempt < mostTries; attempt++) {
      const bytes = key === undefined ? ids.referenceBytes() : bytesFrom(`${attempt}\n${key}`);
      const reference = referenceFrom(today, bytes);
      const { need, event } = submit(
        organisation,
        {
          ...{ reference, submission },
          ...(staff && { submitterIsStaff: staff.id }),
          ...(isByMachine && { held: true }),
        },
        now,
      );
      const { link, token } = answerLink(ids, event, now);
      const recipients = recipientsOf(organisation, { event, after: need }, today);

      const entry = entryOf(
        event,
        { submission, history: [] },
        {
          /* What recognises a submission is stored with it. */
          ...{ recipients, request: 'submit', links: [link] },
          markOf: markIn(organisation),
        },
      );
      const added = await store.addNeed({ need, submission, contact, entry, submissionKey });
      if (added.kind === 'stored') return { kind: 'accepted', reference, token };
      if (submissionKey.key === undefined || added.by.key !== submissionKey.key) continue;
      await store.addAnswer(event, link);
      return { kind: added.by.digest === digest ? 'accepted' : 'key-used', reference, token };
    }
    throw new Error(`no free reference in ${mostTries} tries`);
  };

const bytesFrom = (text: string): Uint8Array => hash('sha256', text, 'buffer');
