import type { Organisation } from '../organisation/organisation.ts';
import type { NeedEvent } from './event.ts';
import { involve } from '../organisation/involvement.ts';
import type { Need } from './need.ts';
import type { Submission } from './submission.ts';
import type { PersonId } from '../organisation/ids.ts';
import type { Reference } from './reference.ts';
import type { Instant } from '../time/time.ts';
import { foldedWords, searchWords, wordsWithin } from './words.ts';

/* In bytes. Each later event writes the need with them. */
const mostWords = 240;

/** A new need, with its first event. */
export function submit(
  organisation: Organisation,
  {
    reference,
    submission,
    submitterIsStaff,
    held,
  }: {
    readonly reference: Reference;
    readonly submission: Submission;
    readonly submitterIsStaff?: PersonId;
    readonly held?: true;
  },
  now: Instant,
): { readonly event: NeedEvent; readonly need: Need } {
  const involved = involve(organisation, submission);
  const status = 'received';
  const { problem, affected } = submission;
  const inTitle = foldedWords(submission.title);
  const words = wordsWithin(
    searchWords(problem, affected).filter((word) => !inTitle.includes(word)),
    mostWords,
  );
  const { title, language, school, deadlineDate, deadlineKind } = submission;
  const stored = {
    reference,
    title,
    language,
    ...(school && { school }),
    ...(deadlineDate && { deadline: { date: deadlineDate, ...(deadlineKind && { kind: deadlineKind }) } }),
    ...(submitterIsStaff && { submitterIsStaff }),
    ...involved,
    status,
    version: 1,
    questionVersion: 1,
    since: now,
    received: now,
    ...(words !== '' && { words }),
    reminded: 0,
    confirmation: 'unconfirmed',
    ...(held && { held }),
  } as const;
  const event: NeedEvent = {
    reference,
    version: 1,
    at: now,
    by: { kind: 'submitter' },
    seen: 0,
    status,
    involved,
    ...(organisation.version !== undefined && { organisation: organisation.version }),
    action: 'submit',
  };
  return { event, need: stored };
}
