import type { NeedEvent } from '../../domain/need/event.ts';
import type { Submission } from '../../domain/need/submission.ts';
import type { Entry, NeedFile } from '../ports/need-file.ts';
import type { Link } from '../../domain/need/link.ts';
import { newNotice } from '../../domain/notice/notice.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import { hashOf } from '../hash.ts';

/* The chain begins with the words: they can be changed as little as what happened to them. */
const startOf = (submission: Submission): string => hashOf(JSON.stringify(submission));

const chained = (event: NeedEvent, previous: string): string =>
  hashOf(`${previous}\n${JSON.stringify(event)}`);

/** What is recorded with an event: who is told, the digest of the request, and links that were given out already. */
interface Recording {
  readonly told: readonly Recipient[];
  readonly request: string;
  readonly links?: readonly Link[];
}

/** Puts an event at the end of what has happened to a need, with a notice for each person to be told. */
export function entryOf(
  event: NeedEvent,
  { submission, history }: Pick<NeedFile, 'submission' | 'history'>,
  { told, request, links = [] }: Recording,
): Entry {
  const previous = history.at(-1)?.hash ?? startOf(submission);
  const notices = told.map((to) => newNotice(to, event.at));
  return { event, previous, hash: chained(event, previous), request, notices, links, listingVersion: 0 };
}

/** Whether neither the words nor an event of a need has been changed, removed, added or moved since it was recorded. */
export function isIntact({
  need,
  submission,
  history,
}: Pick<NeedFile, 'need' | 'submission' | 'history'>): boolean {
  let last = startOf(submission);
  for (const [index, { event, hash, previous }] of history.entries()) {
    if (event.reference !== need.reference || event.version !== index + 1) return false;
    if (previous !== last || hash !== chained(event, last)) return false;
    last = hash;
  }
  return need.version === history.length;
}
