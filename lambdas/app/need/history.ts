import type { NeedEvent } from '../../domain/need/event.ts';
import type { Submission } from '../../domain/need/submission.ts';
import type { Reference } from '../../domain/need/reference.ts';
import { recentEvents, wholeEvents } from '../ports/need-file.ts';
import type { Entry, NeedFile } from '../ports/need-file.ts';
import type { Link } from '../../domain/need/link.ts';
import { newNotice } from '../../domain/notice/notice.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import type { Needs } from '../ports/needs.ts';
import { isChain, nextInChain } from '../chain.ts';
import { hashOf } from '../hash.ts';

/* The chain begins with the words: they can be changed as little as what happened to them. */
const startOf = (submission: Submission): string => hashOf(JSON.stringify(submission));

/** What is recorded with an event: who is mailed, the digest of the request, and links that were given out already. */
interface Recording {
  readonly recipients: readonly Recipient[];
  readonly request: string;
  readonly links?: readonly Link[];
  /** What is kept of the address of each: `markIn`. */
  readonly markOf?: (to: Recipient) => string | undefined;
}

/** Puts an event at the end of what has happened to a need, with a notice for each person to be told. */
export function entryOf(
  event: NeedEvent,
  { submission, history }: Pick<NeedFile, 'submission' | 'history'>,
  { recipients, request, links = [], markOf = () => undefined }: Recording,
): Entry {
  const notices = recipients.map((to) => newNotice(to, event.at, markOf(to)));
  const chained = nextInChain(event, history, request, startOf(submission));
  return { ...chained, notices, links, listingVersion: 0 };
}

/**
 * Whether neither the words nor an event of a need has been changed, removed, added or moved since it was recorded; of a long need, as
 * far as it was read.
 */
export function isIntactNeed({
  need,
  submission,
  history,
}: Pick<NeedFile, 'need' | 'submission' | 'history'>): boolean {
  const begin = history[0]?.event.version ?? 0;
  const mayBeCut = need.version > wholeEvents && history.length >= recentEvents;
  if (begin < 1 || (begin > 1 && !mayBeCut)) return false;
  return need.version === begin + history.length - 1 && isNeedChain(need.reference, history, submission);
}

/** Whether the events of a need follow on each other, and the first event of all on the words. */
export const isNeedChain = (
  reference: Reference,
  entries: readonly Entry[],
  submission: Submission,
): boolean => isChain(entries, (event) => event.reference === reference, startOf(submission));

/** An event of a need that was read, also where it is older than those that were read with it. */
export const entryAt = async (
  needs: Pick<Needs, 'readEvent'>,
  { need, history }: NeedFile,
  version: number,
): Promise<Entry | undefined> =>
  history.find(({ event }) => event.version === version) ??
  (version < need.version ? needs.readEvent({ reference: need.reference, version }) : undefined);

/** All events of a need. */
export async function allEntries(
  needs: Pick<Needs, 'readBefore'>,
  { history }: NeedFile,
): Promise<readonly Entry[]> {
  const [first] = history;
  if (!first || first.event.version === 1) return history;
  return [...(await needs.readBefore(first.event, Infinity)), ...history];
}
