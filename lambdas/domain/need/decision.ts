import type { By, NeedEvent } from './event.ts';
import type { Need, Status } from './need.ts';
import { ruleOf } from './workflow.ts';

/** A decision as it must be documented: förvaltningslagen (2017:900), 31 §. */
export interface Decision {
  /** The event that settled it: its day is the decision's. */
  readonly settled: NeedEvent;
  /** What each head decided, the settling one last. */
  readonly parts: readonly NeedEvent[];
  /** Who prepared it (föredragande): whoever coordinated the need. */
  readonly preparedBy: By | undefined;
  /** Who took part in the handling without deciding. */
  readonly tookPart: readonly By[];
}

const settledStatuses: readonly Status[] = ['approved', 'deferred', 'declined'];
const decidedStatuses: readonly Status[] = [...settledStatuses, 'in-progress', 'paused', 'completed'];

/** The decision that a need stands on, as far as some of its events tell it; undefined where there is none. */
export const decisionOn = ({ status }: Need, history: readonly NeedEvent[]): Decision | undefined =>
  decidedStatuses.includes(status) ? lastDecisionIn(history) : undefined;

/** The decision that was taken last, also where the need has been reopened since. */
export function lastDecisionIn(history: readonly NeedEvent[]): Decision | undefined {
  const end = history.findLastIndex(
    (event) => ruleOf(event.action).decides && settledStatuses.includes(event.status),
  );
  const settled = history[end];
  if (!settled) return undefined;
  const start = history.findLastIndex(({ action }, index) => index < end && action === 'coordinate');
  const round = history.slice(Math.max(start, 0), end + 1);
  /* A head whose approval was taken back decides again: the last one counts. */
  const parts = round.filter(
    (event, index) =>
      ruleOf(event.action).decides &&
      !round.slice(index + 1).some((later) => departmentIn(later) === departmentIn(event)),
  );
  const preparedBy = start < 0 ? undefined : history[start]?.by;
  const known = [preparedBy, ...parts.map(({ by }) => by)].map((by) => by && deciderKey(by));
  const others = round
    .filter(({ action, by }) => handling.includes(action) && !known.includes(deciderKey(by)))
    .map(({ by }) => by);
  const tookPart = others.filter(
    (by, index) => others.findIndex((one) => deciderKey(one) === deciderKey(by)) === index,
  );
  return { settled, parts, preparedBy, tookPart };
}

const handling: readonly NeedEvent['action'][] = ['raise', 'bypass', 'advise', 'reroute'];

const deciderKey = (by: By): string => (by.kind === 'person' ? by.person : by.kind);

/** For which department a head decided. */
export const departmentIn = (event: NeedEvent) =>
  ruleOf(event.action).decides && 'input' in event && 'department' in event.input
    ? event.input.department
    : undefined;
