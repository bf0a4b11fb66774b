import type { AddressHash } from '../../domain/email-address.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { EventId } from '../../domain/need/event-id.ts';
import type { Letter } from '../../domain/notice/letter.ts';
import type { Collected, Pending } from '../../domain/notice/notice.ts';
import type { Day, Instant } from '../../domain/time/time.ts';

/** What a letter is found by. */
export type LetterId = Pick<Letter, 'address' | 'id'>;

/** What the mail service tells of a letter; `reason` is a code word. */
export interface LetterReport {
  readonly letter: LetterId;
  /** It came back for good, was unwanted, or was refused after it had been taken. */
  readonly kind: 'bounced' | 'complained' | 'rejected';
  readonly reason: string;
}

/** Of which organisation, and of which day, those who can move needs on have been told; `after` while some are left. */
export interface Telling {
  readonly organisation: string;
  readonly day: Day;
  readonly after?: Reference;
}

/** Mails that are owed to one person about many needs. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export interface Letters {
  /** Stores a letter, which is then listed as due, unless there is the same one. */
  writeLetter(letter: Letter): Promise<void>;

  /** A letter as it is at this moment. */
  readLetter(letter: LetterId): Promise<Letter | undefined>;

  /** All letters to an address. */
  lettersTo(address: AddressHash): Promise<readonly Letter[]>;

  /** Stores what a letter has become. @returns whether it was still of the version before */
  changeLetter(after: Letter): Promise<boolean>;

  /** The letters that may be due to be sent by now, the longest due first. */
  dueLetters(now: Instant, limit: number): Promise<readonly LetterId[]>;

  /**
   * Puts an event into a digest, as the digest then is, and records that of its notice, in one step.
   * @returns whose change came first, where nothing was stored
   */
  collect(
    event: EventId,
    before: Pending,
    after: Collected,
    letter: Letter,
  ): Promise<'collected' | 'notice-changed' | 'letter-changed'>;

  /** The last day on which people were reminded. */
  readReminded(): Promise<Day | undefined>;
  writeReminded(day: Day): Promise<void>;

  readTelling(): Promise<Telling | undefined>;
  writeTelling(telling: Telling): Promise<void>;
}
