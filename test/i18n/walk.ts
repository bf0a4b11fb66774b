import { entryOf } from '../../lambdas/app/need/history.ts';
import type { Entry, NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { NeedEvent } from '../../lambdas/domain/need/event.ts';
import type { Need, Status } from '../../lambdas/domain/need/need.ts';
import type { Submission } from '../../lambdas/domain/need/submission.ts';
import { Contact } from '../../lambdas/domain/need/submission.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { recipientsOf } from '../../lambdas/domain/organisation/recipients.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import { statuses } from '../../lambdas/domain/need/workflow.ts';
import { happen, now, pathTo, pure, submitted } from '../domain/fixtures.ts';

export const contact = Contact.parse({ name: 'Kim Lärare', email: 'kim.larare@example.org' });

/** Everybody who can hold a link to a need. */
const holders: readonly Recipient[] = ['submitter', ...pure.people.map(({ id }) => id)];

/** A need brought to a status by real actions, with all that is kept about it; some of it in other words. */
export function fileIn(status: Status, words: Partial<Submission> = {}): NeedFile {
  const first = submitted(pure, { departments: ['shared', 'responsible'] });
  const submission = { ...first.submission, ...words };
  let need: Need = { ...first.need, title: submission.title };
  let history: readonly Entry[] = [entryAfter({ submission, history: [] }, undefined, first.event, need)];
  for (const step of pathTo[status]) {
    const { event, need: after } = happen(pure, need, step);
    history = [...history, entryAfter({ submission, history }, need, event, after)];
    need = after;
  }
  return { need, submission, contact, history };
}

function entryAfter(
  said: Pick<NeedFile, 'submission' | 'history'>,
  before: Need | undefined,
  event: NeedEvent,
  after: Need,
): Entry {
  const told = recipientsOf(pure, { before, event, after }, dayOf(now));
  return entryOf(event, said, { told, request: `request-${event.version}` });
}

/** Every holder of a link to a need in every status. */
export const everyStanding = statuses.flatMap((status) =>
  holders.map((holder) => ({ status, holder, language: holder.length % 2 === 0 ? 'sv' : 'en' }) as const),
);

/** What an attacker would write, in every place where something can be written. */
export const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'-alert(1)-'",
  '</textarea><svg onload=alert(1)>',
  '{{who}} $t(site.name) javascript:alert(1)',
].join(' ');
