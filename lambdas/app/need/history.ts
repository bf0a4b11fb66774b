import { hash, timingSafeEqual } from 'node:crypto';
import type { NeedEvent } from '../../domain/need/event.ts';
import type { Entry } from '../ports/need-file.ts';
import type { Link } from '../../domain/need/link.ts';
import { newNotice } from '../../domain/notice/notice.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';

export const hashOf = (text: string): string => hash('sha256', text, 'base64url');

/** Whether two hashes are the same, in a time that tells nothing of how much of them is. */
export const isSameHash = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

const start = '';

const chained = (event: NeedEvent, previous: string): string =>
  hashOf(`${previous}\n${JSON.stringify(event)}`);

/** Puts an event at the end of a history, with a notice for each person to be told. */
export function entryOf(
  event: NeedEvent,
  last: Entry | undefined,
  told: readonly Recipient[],
  request: string,
  links: readonly Link[] = [],
): Entry {
  const previous = last?.hash ?? start;
  const notices = told.map((to) => newNotice(to, event.at));
  return { event, previous, hash: chained(event, previous), request, notices, links, listingVersion: 0 };
}

/** Whether no event of a history has been changed, removed, added or moved since it was recorded. */
export const isIntact = (history: readonly Entry[]): boolean =>
  history.every(
    ({ event, hash, previous }, index) =>
      event.version === index + 1 &&
      previous === (history[index - 1]?.hash ?? start) &&
      hash === chained(event, previous),
  );
