import type { AddressHash } from '../../domain/email-address.ts';
import type { Organisation, Person } from '../../domain/organisation/organisation.ts';
import { seesCard } from '../../domain/overview/access.ts';
import type { AnyCard } from '../../domain/overview/any-card.ts';
import { found, similarTo } from '../../domain/overview/search.ts';
import type { Query } from '../../domain/overview/search.ts';
import type { Card } from '../../domain/need/card.ts';
import { cardOf } from '../../domain/need/make-card.ts';
import type { Need } from '../../domain/need/need.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
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
export const daysSearched = 730;

/** Of more hits than these the first are shown. */
export const mostFound = 200;

const before = (today: Day): Day => daysAfter(today, -daysSearched);

/** Finds what matches among what somebody may see: of staff by their roles, of others what they have submitted. */
export async function search(
  { organisation, store }: Deps,
  { person, address }: { readonly person: Person | undefined; readonly address: AddressHash },
  query: Query,
  now: Instant,
): Promise<readonly AnyCard[]> {
  const today = dayOf(now);
  if (!person) return found(await store.cardsOf(await store.submittedBy(address)), query);
  const since = query.from < before(today) ? before(today) : query.from;
  const lists = await cardsSince(store, since, today);
  return found(
    lists.flatMap(linesIn).filter((card) => seesCard(organisation, card, person.id, today)),
    query,
  );
}

/** The needs that are most like one, among those that somebody of the staff may see. */
export async function similarNeeds(
  { organisation, store }: Pick<Deps, 'organisation'> & { readonly store: Cards },
  person: Recipient,
  need: Need,
  now: Instant,
): Promise<readonly Card[]> {
  const today = dayOf(now);
  const lists = await cardsSince(store, before(today), today);
  const seen = lists
    .flatMap(linesIn)
    .filter((card) => person !== 'submitter' && seesCard(organisation, card, person, today));
  return similarTo(cardOf(need), seen);
}
