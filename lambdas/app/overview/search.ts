import type { AddressHash } from '../../domain/email-address.ts';
import type { Card } from '../../domain/need/card.ts';
import { cardOf } from '../../domain/need/make-card.ts';
import type { Need } from '../../domain/need/need.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import type { PersonId } from '../../domain/organisation/ids.ts';
import type { Organisation, Person } from '../../domain/organisation/organisation.ts';
import { asSubmitted, seesCard } from '../../domain/overview/access.ts';
import type { AnyCard } from '../../domain/overview/any-card.ts';
import { lineOf } from '../../domain/overview/board.ts';
import type { Line } from '../../domain/overview/board.ts';
import { found, similarTo } from '../../domain/overview/search.ts';
import type { Query } from '../../domain/overview/search.ts';
import { dayOf, daysAfter } from '../../domain/time/time.ts';
import type { Day, Instant } from '../../domain/time/time.ts';
import type { Cards } from '../ports/cards.ts';
import type { Submitters } from '../ports/submitters.ts';
import { cardsSince, linesIn } from './read-cards.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly store: Cards & Submitters;
}

/** How far back closed ones are found: 24 months. */
const daysSearched = 730;

/** Of more hits than these the first are shown. */
export const mostFound = 200;

/* Of whoever has submitted more, so many needs are searched. */
const mostSubmitted = 1000;

/** Finds what matches among what somebody may see: what they have submitted and, of staff, what is theirs by their roles. */
export async function search(
  { organisation, store }: Deps,
  { person, address }: { readonly person: Person | undefined; readonly address: AddressHash },
  query: Query,
  now: Instant,
): Promise<readonly Line[]> {
  const today = dayOf(now);
  const [seen, own] = await Promise.all([
    person ? seenBy({ organisation, store }, person.id, today, query.from) : [],
    submittedFrom(store, address),
  ]);
  const isSeen = new Set<string>(seen.map(({ reference }) => reference));
  const onlyOwn = own.filter(({ reference }) => !isSeen.has(reference));
  return found([...seen, ...onlyOwn.map(asSubmitted)], query).map((card) =>
    isSeen.has(card.reference) ? lineOf(organisation, card, today) : { card, isLate: false },
  );
}

const submittedFrom = async (store: Cards & Submitters, address: AddressHash): Promise<readonly Card[]> =>
  store.cardsOf((await store.submittedBy(address)).slice(0, mostSubmitted));

/** What is open, and what was closed within 24 months, as far as somebody of the staff may see it. */
async function seenBy(
  { organisation, store }: { readonly organisation: Organisation; readonly store: Cards },
  person: PersonId,
  today: Day,
  from?: Day,
): Promise<readonly AnyCard[]> {
  const earliest = daysAfter(today, -daysSearched);
  /* Nothing that came in later was closed before. */
  const since = from !== undefined && from > earliest ? from : earliest;
  const [open, ...closed] = await cardsSince(store, since, today);
  return [
    ...(open ? linesIn(open) : []),
    ...closed.flatMap(linesIn).filter((card) => dayOf(card.since) >= since),
  ].filter((card) => seesCard(organisation, card, person, today));
}

/** The needs that are most like one, among those that somebody of the staff may see. */
export async function similarNeeds(
  { organisation, store }: Pick<Deps, 'organisation'> & { readonly store: Cards },
  person: Recipient,
  need: Need,
  now: Instant,
): Promise<readonly Card[]> {
  if (person === 'submitter') return [];
  return similarTo(cardOf(need), await seenBy({ organisation, store }, person, dayOf(now)));
}
