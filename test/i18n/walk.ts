import { entryOf } from '../../lambdas/app/need/history.ts';
import type { Entry, NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { NeedEvent } from '../../lambdas/domain/need/event.ts';
import type { Need, Status } from '../../lambdas/domain/need/need.ts';
import type { Submission } from '../../lambdas/domain/need/submission.ts';
import { Contact } from '../../lambdas/domain/need/submission.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { recipientsOf } from '../../lambdas/domain/organisation/recipients.ts';
import { dayOf, later } from '../../lambdas/domain/time/time.ts';
import type { ActionName } from '../../lambdas/domain/need/workflow.ts';
import { statuses } from '../../lambdas/domain/need/workflow.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { happen, now, pathTo, pure, submitted, system } from '../domain/fixtures.ts';
import type { Step } from '../domain/fixtures.ts';

export const contact = Contact.parse({ name: 'Kim Lärare', email: 'kim.larare@example.org' });

/** Everybody who can hold a link to a need. */
const holders: readonly Recipient[] = ['submitter', ...pure.people.map(({ id }) => id)];

/** A need brought to a status by real actions, with all that is kept about it; some of it in other words. */
export const fileIn = (status: Status, words: Partial<Submission> = {}): NeedFile =>
  fileAfter(pure, { departments: ['shared', 'responsible'] }, pathTo[status], words);

/** A need of an organisation's areas or departments after some actions, with all that is kept about it. */
export function fileAfter(
  organisation: Organisation,
  picked: Parameters<typeof submitted>[1],
  steps: readonly Step[],
  words: Partial<Submission> = {},
): NeedFile {
  const first = submitted(organisation, picked);
  const submission = { ...first.submission, ...words };
  const { title, language, deadlineDate: date, deadlineKind: kind } = submission;
  let need: Need = {
    ...first.need,
    title,
    language,
    ...(date && { deadline: { date, ...(kind && { kind }) } }),
  };
  const entryAfter = (before: Need | undefined, event: NeedEvent, after: Need): Entry => {
    const told = recipientsOf(organisation, { before, event, after }, dayOf(now));
    return entryOf(event, { submission, history }, { recipients: told, request: `request-${event.version}` });
  };
  let history: readonly Entry[] = [];
  history = [entryAfter(undefined, first.event, need)];
  for (const step of steps) {
    const { event, need: after } = happen(organisation, need, step);
    history = [...history, entryAfter(need, event, after)];
    need = after;
  }
  return { need, submission, contact, history };
}

/** A need whose submitter has been asked on a Monday, and been reminded a week later. */
export function remindedFile(): NeedFile {
  const file = fileIn('awaiting-submitter');
  const at = later(now, 7 * 86_400_000);
  const { need, event } = happen(pure, file.need, ['remind' as ActionName, system], at);
  const told: readonly Recipient[] = ['submitter'];
  return {
    ...file,
    need,
    history: [...file.history, entryOf(event, file, { recipients: told, request: 'remind' })],
  };
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
