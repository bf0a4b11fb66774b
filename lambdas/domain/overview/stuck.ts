import type { Card } from '../need/card.ts';
import { needOn } from '../need/make-card.ts';
import type { Reference } from '../need/reference.ts';
import { isOpenStatus } from '../need/workflow.ts';
import type { ActionName } from '../need/workflow.ts';
import { waitOf } from '../notice/reminders.ts';
import type { PersonId } from '../organisation/ids.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { assigneesOf, permissionsOf } from '../organisation/permissions.ts';
import { workingDaysBetween } from '../time/calendar.ts';
import { dayOf } from '../time/time.ts';
import type { Day } from '../time/time.ts';
import { seesCard } from './access.ts';
import type { AnyCard } from './any-card.ts';
import { passedEnd, passedReview } from './late.ts';

/* Needs and work that do not move by themselves, for the model's manager (docs/design.md, "Stuck"). */

/** Why something is stuck, the one to see to first first. Work is `overdue` or not stuck. */
export const stuckReasons = [
  /** Staff are not told of it before its address is confirmed, or the manager releases it. */
  'held',
  'no-area',
  /** Of those whose part it is nobody is left: only the manager can move it. */
  'nobody',
  /** Mail that asks something of its submitter, or of staff, came back or could not be sent. */
  'submitter-unreached',
  'staff-unreached',
  /** The same head has said no twice. */
  'disagreement',
  'overdue',
  'past-review',
] as const;
type StuckReason = (typeof stuckReasons)[number];

/** What whoever oversees the model does about it; nothing more than to open the need, where no action fits. */
const remedies: Readonly<Record<StuckReason, ActionName | undefined>> = {
  held: 'release',
  'no-area': 'reroute',
  nobody: 'reroute',
  'submitter-unreached': 'readdress',
  'staff-unreached': undefined,
  disagreement: 'comment',
  overdue: 'comment',
  'past-review': 'comment',
};

/** Mail about a need that asks something and has not reached its reader. */
export interface Unreached {
  readonly reference: Reference;
  readonly reader: 'submitter' | 'staff';
  /** The day on which it came back, or was given up. */
  readonly since: Day;
}

interface Why {
  readonly reason: StuckReason;
  /** For how many working days. */
  readonly days: number;
}

/** A need or a piece of work that is stuck. */
export interface Stuck {
  readonly card: AnyCard;
  /** At least one. */
  readonly why: readonly [Why, ...Why[]];
  /** What its reader can do about a need first. */
  readonly action: ActionName | undefined;
}

interface Situation {
  readonly today: Day;
  /** Who reads the list: its actions are theirs. */
  readonly reader: PersonId;
  readonly unreached?: readonly Unreached[];
}

/** What is stuck on a day, each once, that first which has been so for longest. */
export function stuckIn(
  organisation: Organisation,
  cards: readonly AnyCard[],
  { today, reader, unreached = [] }: Situation,
): readonly Stuck[] {
  const longest = ({ why }: Stuck) => Math.max(...why.map(({ days }) => days));
  return cards
    .filter((card) => seesCard(organisation, card, reader, today))
    .flatMap((card): Stuck[] => {
      const own = unreached.filter(({ reference }) => reference === card.reference);
      const since: Since =
        card.kind === 'work'
          ? { overdue: passedEnd(card, today) }
          : sinceWhen(organisation, card, { today, unreached: own });
      const [first, ...others] = stuckReasons.flatMap((reason) => {
        const day = since[reason];
        return day ? [{ reason, days: workingDaysBetween(day, today, organisation.closed) }] : [];
      });
      if (!first) return [];
      const why = [first, ...others] as const;
      const action = card.kind === 'need' ? actionFor(organisation, card, { today, reader, why }) : undefined;
      return [{ card, why: [...why], action }];
    })
    .toSorted((one, other) => longest(other) - longest(one));
}

/** Since which day it has been stuck, for each reason. */
type Since = Readonly<Partial<Record<StuckReason, Day | undefined>>>;

function sinceWhen(
  organisation: Organisation,
  card: Card,
  { today, unreached }: { readonly today: Day; readonly unreached: readonly Unreached[] },
): Since {
  const { status, held, areas, disagreement, plannedEnd } = card;
  const isOpen = isOpenStatus(status);
  const since = dayOf(card.since);
  const firstOf = (kind: Unreached['reader']) =>
    unreached
      .filter(({ reader }) => reader === kind)
      .map((one) => one.since)
      .toSorted()[0];
  const isOverdue = waitOf(organisation, card, today)?.why === 'overdue';
  return {
    held: held && since,
    'no-area': isOpen && areas.length === 0 ? since : undefined,
    nobody: isOpen && areas.length > 0 && hasNobody(organisation, card, today) ? since : undefined,
    'submitter-unreached': firstOf('submitter'),
    'staff-unreached': firstOf('staff'),
    disagreement: isOpen && disagreement ? since : undefined,
    overdue: isOverdue ? plannedEnd : undefined,
    'past-review': passedReview(card, today),
  };
}

/** Whether only the manager can move a need on, by giving it to others. A need whose submitter is asked goes on by itself. */
function hasNobody(organisation: Organisation, card: Card, today: Day): boolean {
  if (card.status === 'awaiting-submitter') return false;
  const need = needOn(card);
  const { modelManager } = organisation;
  return assigneesOf(organisation, need, today).every(({ person: { id } }) => {
    if (id !== modelManager) return false;
    const { primary } = permissionsOf(organisation, need, { kind: 'person', person: id }, today);
    return primary.every((action) => action === 'reroute');
  });
}

function actionFor(
  organisation: Organisation,
  card: Card,
  { today, reader, why }: { readonly today: Day; readonly reader: PersonId; readonly why: readonly Why[] },
): ActionName | undefined {
  const { actions } = permissionsOf(organisation, needOn(card), { kind: 'person', person: reader }, today);
  return why
    .map(({ reason }) => remedies[reason])
    .find((action) => action !== undefined && actions.includes(action));
}
