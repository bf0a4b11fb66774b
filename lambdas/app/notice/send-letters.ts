import {
  isLost,
  letterAnswered,
  letterClaimed,
  letterReturned,
  lettersToOthers,
  newLetter,
} from '../../domain/notice/letter.ts';
import type { Letter } from '../../domain/notice/letter.ts';
import type { Answer } from '../../domain/notice/answer.ts';
import type { EventId } from '../../domain/need/event-id.ts';
import { staffLinkLifetime } from '../../domain/need/link.ts';
import { maySchoolsNotSee, schoolIn } from '../../domain/meeting/access.ts';
import { Reference } from '../../domain/need/reference.ts';
import { waitingFor } from '../../domain/notice/reminders.ts';
import { dayOf, later } from '../../domain/time/time.ts';
import { addressSuppressed } from '../../domain/notice/notice.ts';
import type { Organisation, Person } from '../../domain/organisation/organisation.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import type { Instant } from '../../domain/time/time.ts';
import { addressHashOf, hashOf } from '../hash.ts';
import type { Cards } from '../ports/cards.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Meetings } from '../ports/meetings.ts';
import type { Needs } from '../ports/needs.ts';
import { isUnreadable } from '../ports/store.ts';
import { entryAt } from '../need/history.ts';
import type { LetterId, LetterReport, Letters } from '../ports/letters.ts';
import type { Log } from '../ports/log.ts';
import type { LetterWords, Mailer, News } from '../ports/mailer.ts';
import type { SuppressedAddresses } from '../ports/suppressed-addresses.ts';
import { addressesOf } from '../session/identity.ts';
import { sendAtRate } from './at-rate.ts';
import type { Pausing } from './at-rate.ts';

interface RecordingLetters {
  readonly organisation: Organisation;
  readonly store: Letters & SuppressedAddresses;
  readonly clock: Clock;
  readonly log: Log;
}

interface Sending extends RecordingLetters, Pausing {
  readonly store: Letters &
    SuppressedAddresses &
    Cards &
    Pick<Needs, 'read' | 'readEvent'> &
    Pick<Meetings, 'readMeeting' | 'writeMeetingLink'>;
  readonly ids: Pick<Ids, 'secret'>;
  readonly mailer: Pick<Mailer, 'sendLetter'>;
}

/**
 * Sends letters: each is claimed, sent and recorded. One about needs to move on that will never be sent is written to the model's
 * manager instead, since somebody must know of the needs. Where nothing can be sent to anybody, the others wait.
 * @returns those where the store failed, for the caller to try again
 */
export const sendLetters =
  (deps: Sending) =>
  async (letters: readonly LetterId[], until: Instant): Promise<readonly LetterId[]> => {
    const failed: LetterId[] = [];
    for (const id of letters) {
      if (deps.clock() >= until) break;
      try {
        const answer = await sendOne(deps, id);
        if (answer?.kind !== 'quota' && answer?.kind !== 'stop-the-line') continue;
        deps.log('sending stopped', { answer: answer.kind, reason: answer.reason });
        break;
      } catch (fault) {
        deps.log('letter not sent', { reason: fault instanceof Error ? fault.name : 'unknown' });
        failed.push(id);
      }
    }
    return failed;
  };

async function sendOne(deps: Sending, id: LetterId): Promise<Answer | undefined> {
  const { store, clock, random, log } = deps;
  const letter = await store.readLetter(id);
  const claimed = letter && letterClaimed(letter, clock());
  if (!claimed || !(await store.changeLetter(claimed))) return undefined;
  /* Each is written once, however often this one is claimed. */
  for (const other of lettersToOthers(claimed)) await store.writeLetter(other);
  const answer = await sendToReader(deps, claimed);
  const after = letterAnswered(claimed, answer, clock(), random());
  if (!(await settle(deps, after))) return undefined;
  if (after.notice.state === 'sent') log('letter sent', { kind: claimed.kind });
  else log('letter not sent', { reason: 'reason' in answer ? answer.reason : 'unknown' });
  if (answer.kind === 'unknown')
    log('unknown mail answer', { attempts: after.notice.attempts, reason: answer.reason });
  return answer;
}

/** Sends a letter, if it is still for the person that it names, and mail is sent to them. */
async function sendToReader(deps: Sending, letter: Letter): Promise<Answer> {
  const person = letterReader(deps.organisation, letter);
  if (!person) return { kind: 'permanent', reason: 'no address' };
  const { size } = await deps.store.suppressed([person.email]);
  if (size > 0) return { kind: 'permanent', reason: addressSuppressed };
  const { id, address } = letter;
  const contents = await letterWords(deps, letter, person);
  if (!contents) return { kind: 'permanent', reason: 'no meeting' };
  return sendAtRate(deps, () => deps.mailer.sendLetter({ ...contents, id, address, to: person }));
}

/** What a letter says, as things stand now; nothing where it is about a meeting that is not there. */
async function letterWords(deps: Sending, letter: Letter, person: Person): Promise<LetterWords | undefined> {
  if (letter.kind === 'digest') return digestOf(deps, letter, person);
  if (letter.kind !== 'meeting') return letter;
  const { organisation, store, ids, clock } = deps;
  const meeting = (await store.readMeeting(letter.meeting))?.meeting;
  if (!meeting) return undefined;
  const { kind, about } = letter;
  const speaksFor = meeting.kind === 'arena' && schoolIn(organisation, meeting.area, person.id);
  if (!speaksFor || meeting.state === 'cancelled') return { kind, about, meeting };
  /* Whoever a school sends needs no session to read the agenda. */
  const token = ids.secret();
  const link = { meeting: meeting.id, holder: person.id, address: letter.address };
  const references = meeting.items.flatMap((item) => Reference.safeParse(item.reference).data ?? []);
  const secret = (references.length > 0 ? await store.cardsOf(references) : [])
    .filter(maySchoolsNotSee)
    .map(({ reference }) => reference);
  const items = meeting.items.filter(({ reference }) => !secret.some((one) => one === reference));
  /* Meetings are planned further ahead than a link lasts. */
  const now = clock();
  const until = later(meeting.at > now ? meeting.at : now, staffLinkLifetime);
  await store.writeMeetingLink(hashOf(token), { ...link, until });
  return { kind, about, meeting: { ...meeting, items }, token };
}

type Digest = Extract<LetterWords, { kind: 'digest' }>;

/** What a digest says: what waits for its reader now, and what has happened, by need, the latest first. */
async function digestOf(
  { organisation, store, clock }: Sending,
  { events }: Extract<Letter, { kind: 'digest' }>,
  { id }: Person,
): Promise<Digest> {
  const open = await store.openCards();
  const byNeed = Map.groupBy(events.toReversed(), ({ reference }) => reference);
  const news = await Promise.all([...byNeed].map(([reference, told]) => newsOfNeed(store, reference, told)));
  return {
    kind: 'digest',
    waiting: waitingFor(organisation, open, id, dayOf(clock())),
    news: news.filter((one) => one !== undefined),
  };
}

/** What has happened to a need; nothing where it is damaged, which is said where it is read. */
async function newsOfNeed(
  store: Pick<Needs, 'read' | 'readEvent'>,
  reference: Reference,
  told: readonly EventId[],
): Promise<News | undefined> {
  try {
    const file = await store.read(reference);
    const entries = await Promise.all(told.map(async ({ version }) => file && entryAt(store, file, version)));
    return file && { file, events: entries.flatMap((entry) => entry?.event ?? []) };
  } catch (fault) {
    if (isUnreadable(fault)) return undefined;
    throw fault;
  }
}

/** Whose letter it is; nobody's where they have left, or another has their id. */
function letterReader(organisation: Organisation, { to, address }: Letter): Person | undefined {
  const person = personIn(organisation, to);
  return person && addressesOf(person).includes(address) ? person : undefined;
}

/** Records what is reported of a letter: mail that came back or was unwanted suppresses its address, as with a notice. */
export const recordLetterReport =
  (deps: RecordingLetters) =>
  async ({ letter: id, kind, reason }: LetterReport): Promise<void> => {
    const { store, clock } = deps;
    const letter = await store.readLetter(id);
    if (!letter) return;
    const person = letterReader(deps.organisation, letter);
    if (person && kind !== 'rejected') await store.suppress(person.email, kind, clock());
    const after = kind === 'complained' ? undefined : letterReturned(letter, reason, clock());
    if (after) await settle(deps, after);
  };

/**
 * Records what became of a letter. One that is lost is first written to somebody else, so that a crash in between leaves nobody untold.
 * @returns whether it was still as it was before
 */
async function settle(deps: RecordingLetters, after: Letter): Promise<boolean> {
  if (isLost(after) && after.kind === 'assigned') await writeToNext(deps, after);
  return deps.store.changeLetter(after);
}

/** Writes a letter to the model's manager instead, or to its owner where it was the manager's. */
async function writeToNext(
  { organisation, store, clock, log }: RecordingLetters,
  letter: Extract<Letter, { kind: 'assigned' }>,
): Promise<void> {
  const { modelManager, modelOwner } = organisation;
  const next = letter.to === modelManager ? modelOwner : modelManager;
  const person = personIn(organisation, next);
  if (!person || letter.to === modelOwner || letter.to === next) {
    log('letter failed', { needs: letter.needs.length });
    return;
  }
  const address = addressHashOf(person.email);
  const { kind, needs } = letter;
  await store.writeLetter(
    newLetter({ id: `${letter.id}-${letter.to}`, kind, to: next, address, at: clock(), needs }),
  );
}
