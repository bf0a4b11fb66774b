import { submissionsIn } from '../../lambdas/adapters/dynamodb/submissions.ts';
import type { Entry } from '../../lambdas/app/ports/need-file.ts';
import type { Contact, Need } from '../../lambdas/domain/need/need.ts';
import { tableOf } from '../../lambdas/functions/runtime.ts';

/* What it costs to store a submission that has been read, checked and decided on already: its transaction, and nothing else. */

const store = submissionsIn(tableOf(process.env['TABLE_NAME'] ?? ''));

export const handler = async ({
  need,
  contact,
  entry,
}: {
  readonly need: Need;
  readonly contact: Contact;
  readonly entry: Entry;
}): Promise<void> => {
  /* Among so many needs, a reference is now and then taken already: no reason to stop. */
  await store.open(need, contact, entry, { digest: entry.hash });
};
