import { decisionOn } from '../../domain/need/decision.ts';
import type { Decision } from '../../domain/need/decision.ts';
import type { NeedEvent } from '../../domain/need/event.ts';
import type { Need } from '../../domain/need/need.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { PersonId } from '../../domain/organisation/ids.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Day, Instant } from '../../domain/time/time.ts';
import { allEntries } from '../need/history.ts';
import type { Cards } from '../ports/cards.ts';
import type { Needs } from '../ports/needs.ts';
import { isUnreadable } from '../ports/store.ts';
import { cardsSince } from './read-cards.ts';

/** A need as the register lists it. */
export interface Entered {
  readonly reference: Reference;
  readonly need: Need;
  readonly received: Day;
  /** Who reported it; nothing where they have been forgotten. */
  readonly from: string | undefined;
  /** The days on which its submitter answered or commented. */
  readonly incoming: readonly Day[];
  readonly decision: Decision | undefined;
}

/** Who reads the register: the model's manager and owner, and registrars. */
export const readsRegister = (
  { modelManager, modelOwner, registrars }: Organisation,
  person: PersonId | undefined,
): boolean => person !== undefined && [modelManager, modelOwner, ...registrars].includes(person);

/** So many needs a list has at most: they are read one by one, within the time that an answer may take. */
export const mostEntered = 1000;
/* So many are read side by side. */
const atOnce = 25;

/**
 * The needs that came in from a day to a later one, in order, and those of them that cannot be read.
 * @returns `too-many` when there are more than can be listed at once
 */
export async function registerOf(
  store: Cards & Pick<Needs, 'read' | 'readBefore'>,
  { from, to, now }: { readonly from: Day; readonly to: Day; readonly now: Instant },
): Promise<{ readonly entered: readonly Entered[]; readonly unreadable: readonly Reference[] } | 'too-many'> {
  const lists = await cardsSince(store, from, dayOf(now));
  const listed = lists
    .flatMap(({ cards }) => cards)
    .map(({ reference, received, since }) => ({ reference, received: received ?? dayOf(since) }))
    .filter(({ received }) => from <= received && received <= to)
    .toSorted((one, other) => one.received.localeCompare(other.received));
  if (listed.length > mostEntered) return 'too-many';
  const entered: Entered[] = [];
  const unreadable: Reference[] = lists.flatMap((list) => list.unreadable);
  for (let first = 0; first < listed.length; first += atOnce) {
    const some = listed.slice(first, first + atOnce);
    for (const found of await Promise.all(some.map(({ reference }) => enteredAs(store, reference))))
      if (typeof found === 'string') unreadable.push(found);
      else if (found) entered.push(found);
  }
  return { entered, unreadable };
}

const incoming: readonly NeedEvent['action'][] = ['answer', 'comment', 'evaluate'];

async function enteredAs(
  store: Pick<Needs, 'read' | 'readBefore'>,
  reference: Reference,
): Promise<Entered | Reference | undefined> {
  try {
    const file = await store.read(reference);
    if (!file) return undefined;
    const { need, contact } = file;
    const history = (await allEntries(store, file)).map(({ event }) => event);
    const days = history
      .filter(({ action, by }) => by.kind === 'submitter' && incoming.includes(action))
      .map(({ at }) => dayOf(at));
    return {
      ...{ reference, need, from: contact?.name, decision: decisionOn(need, history) },
      received: dayOf(history[0]?.at ?? need.since),
      incoming: [...new Set(days)],
    };
  } catch (fault) {
    if (isUnreadable(fault)) return reference;
    throw fault;
  }
}
