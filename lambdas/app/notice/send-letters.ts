import {
  isLost,
  letterAnswered,
  letterClaimed,
  letterReturned,
  newLetter,
} from '../../domain/notice/letter.ts';
import type { Letter } from '../../domain/notice/letter.ts';
import type { Answer } from '../../domain/notice/answer.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import type { Instant } from '../../domain/time/time.ts';
import { addressHashOf } from '../hash.ts';
import type { Clock } from '../ports/clock.ts';
import type { LetterId, Letters } from '../ports/letters.ts';
import type { Log } from '../ports/log.ts';
import type { Mailer } from '../ports/mailer.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly store: Letters;
  readonly mailer: Pick<Mailer, 'sendLetter'>;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly log: Log;
}

/**
 * Sends letters: each is claimed, sent and recorded. One that will never be sent is written to the model's manager instead, since
 * somebody must know of the needs.
 * @returns those where the store failed, for the caller to try again
 */
export const sendLetters =
  (deps: Deps) =>
  async (letters: readonly LetterId[], until: Instant): Promise<readonly LetterId[]> => {
    const failed: LetterId[] = [];
    for (const id of letters) {
      if (deps.clock() >= until) break;
      try {
        await sendOne(deps, id);
      } catch (fault) {
        deps.log('letter not sent', { reason: fault instanceof Error ? fault.name : 'unknown' });
        failed.push(id);
      }
    }
    return failed;
  };

async function sendOne(deps: Deps, id: LetterId): Promise<void> {
  const { organisation, store, mailer, clock, random, log } = deps;
  const letter = await store.readLetter(id);
  const claimed = letter && letterClaimed(letter, clock());
  if (!claimed || !(await store.changeLetter(claimed))) return;
  const person = personIn(organisation, claimed.to);
  const isTheirs = person && addressHashOf(person.email) === claimed.address;
  const answer: Answer = isTheirs
    ? await mailer.sendLetter({ ...id, to: person, kind: claimed.kind, needs: claimed.needs })
    : { kind: 'permanent', reason: 'no address' };
  const after = letterAnswered(claimed, answer, clock(), random());
  if (!(await store.changeLetter(after))) return;
  if (after.notice.state === 'sent') log('letter sent', { needs: claimed.needs.length });
  else log('letter not sent', { reason: 'reason' in answer ? answer.reason : 'unknown' });
  if (isLost(after)) await writeToManager(deps, after);
}

/** Records that a letter came back, and writes it to the model's manager instead. */
export const recordReturn =
  (deps: Pick<Deps, 'organisation' | 'store' | 'clock' | 'log'>) =>
  async (id: LetterId, reason: string): Promise<void> => {
    const letter = await deps.store.readLetter(id);
    const after = letter && letterReturned(letter, reason, deps.clock());
    if (after && (await deps.store.changeLetter(after))) await writeToManager(deps, after);
  };

/** Writes to the model's manager what could not be sent to another. */
async function writeToManager(
  { organisation, store, clock, log }: Pick<Deps, 'organisation' | 'store' | 'clock' | 'log'>,
  letter: Letter,
): Promise<void> {
  const manager = personIn(organisation, organisation.modelManager);
  if (!manager || letter.to === manager.id) {
    log('letter failed', { needs: letter.needs.length });
    return;
  }
  const address = addressHashOf(manager.email);
  const { kind, needs } = letter;
  await store.writeLetter(
    newLetter({ id: `${letter.id}-${letter.to}`, kind, to: manager.id, address, at: clock(), needs }),
  );
}
