import type { EventId } from '../../domain/need/event-id.ts';
import { newLetter, withEvent } from '../../domain/notice/letter.ts';
import { collectedFor } from '../../domain/notice/notice.ts';
import type { Collected, Pending } from '../../domain/notice/notice.ts';
import { digestMorning } from '../../domain/notice/rhythm.ts';
import type { Rhythm } from '../../domain/notice/rhythm.ts';
import type { Organisation, Person } from '../../domain/organisation/organisation.ts';
import type { Instant } from '../../domain/time/time.ts';
import { addressHashOf } from '../hash.ts';
import type { Letters } from '../ports/letters.ts';
import { mostTries } from '../tries.ts';

/**
 * Puts what a notice tells into its person's next digest, in one step with the notice.
 * @returns what the notice has become; nothing where it has changed, or the digest could not be written
 */
export async function collect(
  { organisation, store }: { readonly organisation: Organisation; readonly store: Letters },
  event: EventId,
  { notice, person, rhythm }: { notice: Pending; person: Person; rhythm: Exclude<Rhythm, 'each'> },
  now: Instant,
): Promise<Collected | undefined> {
  const { day, at } = digestMorning(rhythm, now, organisation.closed);
  const address = addressHashOf(person.email);
  const id = `digest-${day}`;
  const { reference, version } = event;
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const before = await store.readLetter({ address, id });
    const told = { reference, version };
    const letter = before
      ? withEvent(before, told)
      : newLetter({ id, kind: 'digest', to: person.id, address, at, events: [told] });
    if (!letter) return undefined;
    const after = collectedFor(notice, now);
    const stored = await store.collect(event, notice, after, letter);
    if (stored === 'collected') return after;
    if (stored === 'notice-changed') return undefined;
  }
  return undefined;
}
