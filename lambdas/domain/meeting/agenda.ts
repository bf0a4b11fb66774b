import { isKeptFromSchools } from '../need/secrecy.ts';
import type { Card } from '../need/card.ts';
import { isReviewDue } from '../need/review.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { byLegalDeadline, passedEnd } from '../overview/late.ts';
import type { AnyCard } from '../overview/any-card.ts';
import { stuckIn } from '../overview/stuck.ts';
import type { Day } from '../time/time.ts';
import type { AgreedCard } from './card.ts';
import type { ItemKind, ItemReason, Meeting, NewItem } from './meeting.ts';
import { isAbout, meetingLimits, nameOf } from './meeting.ts';

/* The agenda of a meeting is what stands (docs/design.md, "Meetings"). */

interface AgendaFacts {
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
export function agendaOf(facts: AgendaFacts): readonly NewItem[] {
  const items = {
    'steering-group': steeringAgenda,
    leads: leadsAgenda,
    arena: arenaAgenda,
  }[facts.group.kind](facts);
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

function steeringAgenda(facts: AgendaFacts): readonly NewItem[] {
  const { group, cards, before, arena } = facts;
  const own = cards.filter((card) =>
    card.kind === 'work' ? card.areas[0] === group.area : (card.leadArea ?? card.areas[0]) === group.area,
  );
  const advised = new Set(
    before?.items.filter(({ kind }) => kind === 'need').map(({ reference }) => reference),
  );
  const needs = needsIn(own);
  return [
    ...itemsOf('need', 'advice', needs.filter(({ status }) => status === 'advising').toSorted(legalFirst)),
    ...itemsOf(
      'inform',
      'returned',
      needs.filter(({ status, reference }) => beforeAdvice.includes(status) && advised.has(reference)),
    ),
    ...lateIn(facts, own),
    ...itemsOf('inform', 'review', dueIn(facts, needs)),
    ...leftOf(facts),
    ...questionsOf(arena, facts.answered),
  ];
}

function leadsAgenda(facts: AgendaFacts): readonly NewItem[] {
  const { organisation, cards, day } = facts;
  const needs = needsIn(cards);
  const shared = needs.filter(({ areas, status }) => areas.length > 1 && beforeHeads.includes(status));
  const stuck = stuckIn(organisation, needs, { today: day, reader: organisation.modelManager });
  return [
    ...itemsOf('need', 'advice', shared.toSorted(legalFirst)),
    ...itemsOf(
      'inform',
      'stuck',
      stuck.map(({ card }) => card),
    ),
    ...leftOf(facts),
  ];
}

function arenaAgenda(facts: AgendaFacts): readonly NewItem[] {
  const { group, cards, before } = facts;
  /* The schools read it. */
  const needs = needsIn(cards).filter(
    (card) => card.areas.some((id) => id === group.area) && !isKeptFromSchools(card),
  );
  const isSince = ({ since }: Card) => before !== undefined && since > before.at;
  const settled = needs.filter((card) => isSince(card) && toldToSchools.includes(card.status));
  return [
    ...leftOf(facts),
    ...needs
      .filter(({ status }) => clarified.includes(status))
      .toSorted(legalFirst)
      .map(({ reference, title }): NewItem => ({ kind: 'check', reference, title })),
    ...itemsOf('inform', 'settled', settled),
  ];
}

const beforeAdvice: readonly Card['status'][] = ['clarifying', 'awaiting-submitter', 'coordinating'];
const clarified: readonly Card['status'][] = ['coordinating', 'advising'];
const beforeHeads: readonly Card['status'][] = ['advising', 'deciding'];
const toldToSchools: readonly Card['status'][] = ['approved', 'completed', 'declined', 'deferred'];

const needsIn = (cards: readonly AnyCard[]): readonly Card[] =>
  cards.flatMap((card) => (card.kind === 'need' && !card.held ? [card] : []));

const itemsOf = (kind: ItemKind, why: ItemReason, cards: readonly AnyCard[]): readonly NewItem[] =>
  cards.map(({ reference, title }) => ({ kind, why, reference, title }));

/* Legal deadlines first, then what has waited longest. */
const legalFirst = (one: Card, other: Card): number =>
  byLegalDeadline(one, other) || one.since.localeCompare(other.since);

/** What goes on and is past its planned end. */
const lateIn = ({ day }: AgendaFacts, cards: readonly AnyCard[]): readonly NewItem[] =>
  itemsOf(
    'inform',
    'late',
    cards.filter((card) => passedEnd(card, day) !== undefined),
  );

const dueIn = ({ day }: AgendaFacts, needs: readonly Card[]): readonly Card[] =>
  needs.filter((card) => isReviewDue(card, day));

/** The questions that the area's last arena left, which have not become needs and which the group has not gone through. */
const questionsOf = (arena: Meeting | undefined, answered: readonly Meeting[] = []): readonly NewItem[] =>
  (arena?.items ?? [])
    .filter(({ kind, done, reference }) => kind === 'question' && !done && reference === undefined)
    .filter((item) => !answered.some(({ items }) => items.some((one) => one.done && isAbout(one, item))))
    .map(({ text, raisedBy }) => ({
      kind: 'question',
      ...(text && { text }),
      ...(raisedBy && { raisedBy }),
    }));

/** What the meeting before did not come to, and what was agreed and is not done. */
function leftOf({ group, before, agreed }: AgendaFacts): readonly NewItem[] {
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
