import { isKeptFromSchools } from '../need/secrecy.ts';
import type { Card } from '../need/card.ts';
import { isUnderWay } from '../need/workflow.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { groupOf, lineOf } from '../overview/board.ts';
import type { AnyCard } from '../overview/any-card.ts';
import { stuckIn } from '../overview/stuck.ts';
import type { Day } from '../time/time.ts';
import type { AgreedCard } from './card.ts';
import type { ItemKind, ItemReason, Meeting, NewItem } from './meeting.ts';
import { meetingLimits, nameOf } from './meeting.ts';

/* The agenda of a meeting is what stands (docs/design.md, "Meetings"). */

interface Standing {
  readonly organisation: Organisation;
  readonly group: Pick<Meeting, 'kind' | 'area'>;
  /** The day of the meeting. */
  readonly day: Day;
  /** The cards of what is open, and of what was closed since the meeting before. */
  readonly cards: readonly AnyCard[];
  /** What earlier meetings agreed and is not done. */
  readonly agreed: readonly AgreedCard[];
  /** The group's meeting before, and the area's arena before, where there were any. */
  readonly before?: Meeting | undefined;
  readonly arena?: Meeting | undefined;
  /** The group's meetings since that arena. */
  readonly answered?: readonly Meeting[];
}

/** What stands: of a steering group what waits for its advice, what has come back or is late, and what was left from last time. */
export function agendaOf(standing: Standing): readonly NewItem[] {
  const items = {
    'steering-group': steeringAgenda,
    leads: leadsAgenda,
    arena: arenaAgenda,
  }[standing.group.kind](standing);
  const named = new Set<string>();
  const once = items.filter((item) => {
    const name = nameOf(item);
    const isNamed = named.has(name);
    named.add(name);
    return !isNamed;
  });
  /* What is on no board stands nowhere else, so it goes before what is. */
  let room = meetingLimits.items - once.filter(({ reference }) => reference === undefined).length;
  return once.filter(({ reference }) => reference === undefined || room-- > 0).slice(0, meetingLimits.items);
}

function steeringAgenda(standing: Standing): readonly NewItem[] {
  const { group, cards, before, arena } = standing;
  const own = cards.filter((card) =>
    card.kind === 'work' ? card.areas[0] === group.area : (card.leadArea ?? card.areas[0]) === group.area,
  );
  const advised = new Set(
    before?.items.filter(({ kind }) => kind === 'need').map(({ reference }) => reference),
  );
  const needs = needsIn(own);
  return [
    ...itemsOf('need', 'advice', needs.filter(({ status }) => status === 'advising').toSorted(bindingFirst)),
    ...itemsOf(
      'inform',
      'returned',
      needs.filter(({ status, reference }) => beforeAdvice.includes(status) && advised.has(reference)),
    ),
    ...lateIn(standing, own),
    ...itemsOf('inform', 'review', dueIn(standing, needs)),
    ...leftOf(standing),
    ...questionsOf(arena, standing.answered),
  ];
}

function leadsAgenda(standing: Standing): readonly NewItem[] {
  const { organisation, cards, day } = standing;
  const needs = needsIn(cards);
  const shared = needs.filter(({ areas, status }) => areas.length > 1 && beforeDecision.includes(status));
  const stuck = stuckIn(organisation, needs, { today: day, reader: organisation.modelManager });
  return [
    ...itemsOf('need', 'advice', shared.toSorted(bindingFirst)),
    ...itemsOf(
      'inform',
      'stuck',
      stuck.map(({ card }) => card),
    ),
    ...leftOf(standing),
  ];
}

function arenaAgenda(standing: Standing): readonly NewItem[] {
  const { group, cards, before } = standing;
  /* The schools read it. */
  const needs = needsIn(cards).filter(
    (card) => card.areas.some((id) => id === group.area) && !isKeptFromSchools(card),
  );
  const isSince = ({ since }: Card) => before !== undefined && since > before.at;
  const settled = needs.filter((card) => isSince(card) && settledStatuses.includes(card.status));
  return [
    ...leftOf(standing),
    ...needs
      .filter(({ status }) => clarified.includes(status))
      .toSorted(bindingFirst)
      .map(({ reference, title }): NewItem => ({ kind: 'check', reference, title })),
    ...itemsOf('inform', 'settled', settled),
  ];
}

const beforeAdvice: readonly Card['status'][] = ['clarifying', 'awaiting-submitter', 'coordinating'];
const clarified: readonly Card['status'][] = ['coordinating', 'advising'];
const beforeDecision: readonly Card['status'][] = ['advising', 'deciding'];
const settledStatuses: readonly Card['status'][] = ['approved', 'completed', 'declined', 'deferred'];

const needsIn = (cards: readonly AnyCard[]): readonly Card[] =>
  cards.flatMap((card) => (card.kind === 'need' && !card.held ? [card] : []));

const itemsOf = (kind: ItemKind, why: ItemReason, cards: readonly AnyCard[]): readonly NewItem[] =>
  cards.map(({ reference, title }) => ({ kind, why, reference, title }));

const never = '9999-12-31';
const lawOf = ({ deadline }: Card): string => (deadline?.kind === 'law' ? deadline.date : never);
/* Legal deadlines first, then what has waited longest. */
const bindingFirst = (one: Card, other: Card): number =>
  lawOf(one).localeCompare(lawOf(other)) || one.since.localeCompare(other.since);

/** What goes on and is past its planned end. */
const lateIn = ({ organisation, day }: Standing, cards: readonly AnyCard[]): readonly NewItem[] =>
  itemsOf(
    'inform',
    'late',
    cards
      .filter((card) => card.plannedEnd !== undefined && card.plannedEnd < day)
      .filter((card) => (card.kind === 'work' ? groupOf(card, day) === 'going' : isUnderWay(card.status)))
      .filter((card) => lineOf(organisation, card, day).isLate),
  );

const dueIn = ({ day }: Standing, needs: readonly Card[]): readonly Card[] =>
  needs.filter(
    ({ status, reviewDate }) => status === 'deferred' && reviewDate !== undefined && reviewDate <= day,
  );

/** The questions that the area's last arena left, which have not become needs and which the group has not gone through. */
const questionsOf = (arena: Meeting | undefined, answered: readonly Meeting[] = []): readonly NewItem[] =>
  (arena?.items ?? [])
    .filter(({ kind, done, reference }) => kind === 'question' && !done && reference === undefined)
    .filter(
      (item) => !answered.some(({ items }) => items.some((one) => one.done && nameOf(one) === nameOf(item))),
    )
    .map(({ text, raisedBy }) => ({
      kind: 'question',
      ...(text && { text }),
      ...(raisedBy && { raisedBy }),
    }));

/** What the meeting before did not come to, and what was agreed and is not done. */
function leftOf({ group, before, agreed }: Standing): readonly NewItem[] {
  const left = (before?.items ?? []).filter(
    ({ done, kind, why }) => !done && kind !== 'need' && kind !== 'inform' && why !== 'agreed',
  );
  const own = agreed.filter(({ of, area }) => of === group.kind && area === group.area);
  return [
    ...left.map(({ kind, text, reference, title, raisedBy }): NewItem => ({
      ...{ kind, why: 'left' },
      ...(text && { text }),
      ...(reference && { reference }),
      ...(title && { title }),
      ...(raisedBy && { raisedBy }),
    })),
    ...own.map(({ what, name, by }): NewItem => ({
      kind: 'other',
      why: 'agreed',
      text: `${name}: ${what}${by ? ` (${by})` : ''}`,
    })),
  ];
}
