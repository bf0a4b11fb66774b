import { submissionsIn } from '../../lambdas/adapters/dynamodb/submissions.ts';
import type { NewNeed } from '../../lambdas/app/ports/submissions.ts';
import { tableOf } from '../../lambdas/functions/runtime.ts';

/* What it costs to store a submission that has been read, checked and decided on already: its transaction, and nothing else. */

const store = submissionsIn(tableOf(process.env['TABLE_NAME'] ?? ''));

export const handler = async (opening: NewNeed): Promise<void> => {
  /* Among so many needs, a reference is now and then taken already: no reason to stop. */
  await store.addNeed({ ...opening, submissionKey: { digest: opening.entry.hash } });
};
