import type { Day } from '../time/time.ts';
import type { Status } from './need.ts';

/** Whether a deferred need is to be taken up again: its review date is there. */
export const isReviewDue = (
  { status, reviewDate }: { readonly status: Status; readonly reviewDate?: Day | undefined },
  today: Day,
): boolean => status === 'deferred' && reviewDate !== undefined && reviewDate <= today;
