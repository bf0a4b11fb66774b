import type { Instant } from '../time/time.ts';
import { needsAttention } from './notice.ts';
import type { Notice } from './notice.ts';

/** How an event is listed by its notices: for the sweep, from when one may be due; for an operator; or not at all. */
export type Listing =
  | { readonly as: 'due' | 'needing-attention'; readonly at: Instant }
  | { readonly as: 'nothing' };

/**
 * How an event is to be listed; not known while one of its notices is claimed, since its sender will say.
 * @param happenedAt when the event happened: those that need attention are listed in that order
 */
export function listingOf(notices: readonly Notice[], happenedAt: Instant): Listing | undefined {
  if (notices.some(({ state }) => state === 'claimed')) return undefined;
  const [first] = notices.flatMap((notice) => (notice.state === 'pending' ? notice.dueAt : [])).sort();
  if (first !== undefined) return { as: 'due', at: first };
  return notices.some(needsAttention) ? { as: 'needing-attention', at: happenedAt } : { as: 'nothing' };
}
