import type { AddressHash } from '../email-address.ts';
import type { EventId } from '../need/event-id.ts';
import type { MeetingKind } from '../meeting/meeting.ts';
import type { MeetingId } from '../meeting/meeting-id.ts';
import type { Card } from '../need/card.ts';
import type { Reference } from '../need/reference.ts';
import type { AreaId, PersonId } from '../organisation/ids.ts';
import type { Language } from '../text.ts';
import type { Instant } from '../time/time.ts';
import type { Answer } from './answer.ts';
import { answered, claim, isClaimable, newNotice, returned } from './notice.ts';
import type { Notice } from './notice.ts';

/* docs/design.md, "Nothing gets stuck" */

/** A need as a letter names it. */
export interface NeedInLetter {
  readonly reference: Reference;
  readonly title: string;
  /** The language that its title is written in; older letters do not have it. */
  readonly language?: Language;
}

/** A need, by what is known of it, as a letter names it. */
export const namedInLetter = ({
  reference,
  title,
  language,
}: Pick<Card, 'reference' | 'title' | 'language'>): NeedInLetter => ({
  reference,
  title,
  ...(language && { language }),
});

/** A need that a reminder names. */
export interface WaitingNeed extends NeedInLetter {
  /**
   * Its reader can move it on; its submitter has not answered them; its planned end has passed; or it has waited for others so long
   * that the reader is told.
   */
  readonly why: 'asked' | 'unanswered' | 'overdue' | 'passed-on';
  /** For how many working days it has waited. */
  readonly days: number;
}

/** A meeting that has been, and whose notes have not been sent out. */
export interface WaitingNotes {
  readonly meeting: MeetingId;
  readonly of: MeetingKind;
  readonly area?: AreaId;
  /** For how many working days. */
  readonly days: number;
  /** The notes are its reader's to send, or have waited for others so long that the reader is told. */
  readonly why: 'asked' | 'passed-on';
}

/** What a letter is about. */
export type Contents =
  /** The needs are theirs to move on, and they have not been told. */
  | { readonly kind: 'assigned'; readonly needs: readonly NeedInLetter[] }
  /** The needs have waited for long. */
  | {
      readonly kind: 'reminder';
      readonly needs: readonly WaitingNeed[];
      /** Older letters have none. */
      readonly meetings?: readonly WaitingNotes[];
    }
  /** What has happened, for information: by the reader's rhythm. */
  | { readonly kind: 'digest'; readonly events: readonly EventId[] }
  /** The figures of a year are there. */
  | { readonly kind: 'figures'; readonly year: number }
  /** There will be a meeting, it is on another day, it is cancelled, or its notes are there. */
  | {
      readonly kind: 'meeting';
      readonly meeting: MeetingId;
      readonly about: MeetingNews;
      /** Who else is owed the same: more than are written to in one transaction. Their letters are written before this one is sent. */
      readonly others?: readonly Addressee[];
    };

export type Addressee = Pick<Letter, 'to' | 'address'>;

export type MeetingNews = 'planned' | 'moved' | 'cancelled' | 'notes';

/** A mail that is owed to one person and is not about one event: about needs, the figures of a year or a meeting. */
export type Letter = Contents & {
  /** With the address, what it is found by. The same letter, written twice, has the same id. */
  readonly id: string;
  readonly version: number;
  readonly to: PersonId;
  /** Theirs when it was written. If their id is given to somebody else, the letter is not sent. */
  readonly address: AddressHash;
  readonly at: Instant;
  readonly notice: Notice<AddressHash>;
};

/** A letter to be sent from `at` on. */
export const newLetter = (given: Contents & Pick<Letter, 'id' | 'to' | 'address' | 'at'>): Letter => ({
  ...given,
  version: 1,
  notice: newNotice(given.address, given.at),
});

/** The letters to those who are owed the same as a letter says, and to whom none has been written with it. */
export const lettersToOthers = (letter: Letter): readonly Letter[] => {
  if (letter.kind !== 'meeting') return [];
  const { id, kind, meeting, about, at, others = [] } = letter;
  return others.map(({ to, address }) => newLetter({ id, kind, meeting, about, to, address, at }));
};

/** A digest with one event more; nothing where it is being sent, or was. */
export function withEvent(letter: Letter, event: EventId): Letter | undefined {
  return letter.kind === 'digest' && letter.notice.state === 'pending' && letter.notice.attempts === 0
    ? { ...letter, events: [...letter.events, event], version: letter.version + 1 }
    : undefined;
}

/** Whether a letter waits to be sent, or for what becomes of its mail. */
export const isOnItsWay = ({ notice: { state } }: Letter): boolean =>
  state === 'pending' || state === 'claimed';

/** Whether a letter has not reached its person, and will not. */
export const isLost = ({ notice: { state } }: Letter): boolean => state === 'failed' || state === 'bounced';

/** A letter that came back for good; nothing where it is known, or was never sent. */
export const letterReturned = (letter: Letter, reason: string, now: Instant): Letter | undefined =>
  letter.notice.state === 'sent'
    ? changed(letter, returned(letter.notice, letter.notice.messageId, reason, now))
    : undefined;

/** A letter as a sender takes it on; nothing where another has it, or it is not due. */
export const letterClaimed = (letter: Letter, now: Instant): Letter | undefined =>
  isClaimable(letter.notice, now) ? changed(letter, claim(letter.notice, now)) : undefined;

/** What a letter becomes by what the mail service answered. */
export const letterAnswered = (letter: Letter, answer: Answer, now: Instant, random: number): Letter =>
  letter.notice.state === 'claimed' ? changed(letter, answered(letter.notice, answer, now, random)) : letter;

const changed = (letter: Letter, notice: Letter['notice']): Letter => ({
  ...letter,
  notice,
  version: letter.version + 1,
});
