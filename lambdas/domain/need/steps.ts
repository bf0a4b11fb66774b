import type { NeedEvent } from './event.ts';
import type { Need, Status } from './need.ts';
import type { Instant } from '../time/time.ts';

/** The statuses that a need passes when it goes all the way, in order. */
const milestones = [
  'received',
  'clarifying',
  'coordinating',
  'advising',
  'deciding',
  'approved',
  'in-progress',
  'completed',
] as const satisfies Status[];

type Milestone = (typeof milestones)[number];

/** The milestone that a status belongs to; none for `referred` and `withdrawn`, which can follow several milestones. */
const milestoneOf = (status: Status): Milestone | undefined => {
  switch (status) {
    case 'awaiting-submitter':
      return 'clarifying';
    case 'deferred':
    case 'declined':
      return 'approved';
    case 'paused':
      return 'in-progress';
    case 'referred':
    case 'withdrawn':
      return undefined;
    default:
      return status;
  }
};

/** One step, and when the need last came to it. */
export interface Step {
  readonly status: Status;
  readonly place: 'passed' | 'current' | 'ahead';
  readonly since?: Instant;
}

/**
 * The steps that a need has passed, its present one, and those ahead. A need that was declined, referred or withdrawn has none
 * ahead.
 */
export function stepsOf(need: Need, history: readonly NeedEvent[]): readonly Step[] {
  const reached = (milestone: Milestone): Instant | undefined =>
    history.findLast(
      (event, index) =>
        milestoneOf(event.status) === milestone &&
        milestoneOf(history[index - 1]?.status ?? 'withdrawn') !== milestone,
    )?.at;
  const skipped = 'route' in need && need.route.kind === 'bypassed' ? 'advising' : undefined;
  const steps = milestones.filter((milestone) => milestone !== skipped);

  const here = milestoneOf(need.status);
  const last =
    here ?? milestoneOf(history.findLast(({ status }) => milestoneOf(status))?.status ?? 'received');
  const position = steps.findIndex((milestone) => milestone === last);
  const ended = here === undefined || need.status === 'declined';

  const passed = steps.slice(0, here === undefined ? position + 1 : position).map((status): Step => {
    const since = reached(status);
    return { status, place: 'passed', ...(since && { since }) };
  });
  const ahead = ended ? [] : steps.slice(position + 1).map((status): Step => ({ status, place: 'ahead' }));
  return [...passed, { status: need.status, place: 'current', since: need.since }, ...ahead];
}
