import type { Card } from '../../domain/need/card.ts';
import { cardOf } from '../../domain/need/make-card.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { PersonId } from '../../domain/organisation/ids.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { seesCard } from '../../domain/overview/access.ts';
import { registerEntryOf } from '../../domain/overview/register.ts';
import type { RegisterEntry } from '../../domain/overview/register.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Day, Instant } from '../../domain/time/time.ts';
import { eachAtOnce } from '../at-once.ts';
import { readWhole } from '../need/whole.ts';
import type { Cards } from '../ports/cards.ts';
import type { Needs } from '../ports/needs.ts';
import { isUnreadable } from '../ports/store.ts';
import { cardsSince } from './read-cards.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly store: Cards;
  readonly needs: Pick<Needs, 'read' | 'readBefore'>;
  /** Whether there is time to read another need. */
  readonly hasTime: () => boolean;
}

/** A need in the register, with its submitter's name; only its reference where it cannot be read. */
export type Registered =
  | (RegisterEntry & { readonly name?: string })
  | { readonly reference: Reference; readonly isUnreadable: true };

/** So many needs of usual length can be read in the time that an answer has. */
export const mostRegistered = 1000;
const atOnce = 24;
/* No need came in earlier, the demo's included: a day long ago asks for no more months. */
const earliest = '2020-01-01' as Day;

/**
 * The needs that came in between two days, both included, in the order in which they did; those that cannot be read come last.
 * @returns `too-many` where there are more than can be read at once
 */
export async function readRegister(
  { organisation, store, needs, hasTime }: Deps,
  person: PersonId,
  { from, to }: { readonly from: Day; readonly to: Day },
  now: Instant,
): Promise<readonly Registered[] | 'too-many'> {
  const today = dayOf(now);
  /* What came in on a day may have been closed on any day since. */
  const lists = await cardsSince(store, from < earliest ? earliest : from, today);
  const sees = (card: Card) => seesCard(organisation, card, person, today);
  /* An older card does not say when its need came in, but not later than it got its status. */
  const mayBelong = ({ received, since }: Card) =>
    received === undefined ? dayOf(since) >= from : from <= received && received <= to;
  const references = new Set([
    ...lists.flatMap(({ cards }) => cards.filter((card) => mayBelong(card) && sees(card))).map(nameOf),
    ...lists.flatMap(({ unreadable }) => unreadable),
  ]);
  if (references.size > mostRegistered) return 'too-many';
  const read = await eachAtOnce([...references], atOnce, async (reference) => {
    if (!hasTime()) return undefined;
    const file = await readWhole(needs, reference).catch(unlessUnreadable);
    if (!file) return [{ reference, isUnreadable: true } as const];
    const entry = registerEntryOf(
      file.need,
      file.history.map(({ event }) => event),
    );
    const belongs = from <= entry.received && entry.received <= to && sees(cardOf(file.need));
    return belongs ? [{ ...entry, ...(file.contact && { name: file.contact.name }) }] : [];
  });
  const rows = read.filter((row) => row !== undefined);
  if (rows.length < read.length) return 'too-many';
  return rows.flat().toSorted((one, other) => placeOf(one).localeCompare(placeOf(other)));
}

const nameOf = ({ reference }: Card): Reference => reference;

const placeOf = (one: Registered): string =>
  `${'isUnreadable' in one ? '9999' : one.received} ${one.reference}`;

function unlessUnreadable(fault: unknown): undefined {
  if (!isUnreadable(fault)) throw fault;
}
