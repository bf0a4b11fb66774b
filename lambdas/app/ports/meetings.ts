import type { AddressHash } from '../../domain/email-address.ts';
import type { Agreed, Meeting, MeetingEvent } from '../../domain/meeting/meeting.ts';
import type { MeetingId } from '../../domain/meeting/meeting-id.ts';
import type { Need } from '../../domain/need/need.ts';
import type { Letter } from '../../domain/notice/letter.ts';
import type { PersonId } from '../../domain/organisation/ids.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { Chained } from '../chain.ts';

/** A change of a meeting with its place in the chain. */
export type MeetingEntry = Chained<MeetingEvent>;

/** A meeting, and what has been changed of it, oldest first. */
export interface MeetingFile {
  readonly meeting: Meeting;
  readonly history: readonly MeetingEntry[];
}

/** Of a meeting that was changed more often, so many changes are read with it: the latest. */
export const recentMeetingChanges = 50;

/** Gives one person access to one meeting. */
export interface MeetingLink {
  readonly meeting: MeetingId;
  readonly holder: PersonId;
  /** The address that it was mailed to. An id that is given to somebody else opens nothing. */
  readonly address: AddressHash;
  readonly until: Instant;
}

/** Meetings. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export interface Meetings {
  /**
   * A meeting as it is at this moment, with its latest changes; nothing when there is none.
   * @throws UnreadableRecord when a part of it is missing, or not of a form that this code knows.
   */
  readMeeting(id: MeetingId): Promise<MeetingFile | undefined>;

  /**
   * Stores a meeting as a change has left it, with the change, the tasks that it adds or closes, and its mails: all or nothing, unless
   * another change came first, or something has happened to a need that the change was made of.
   */
  saveMeeting(
    meeting: Meeting,
    entry: MeetingEntry,
    owed: {
      readonly letters: readonly Letter[];
      readonly agreed: readonly Agreed[];
      /** The needs that it was made of, each once, in the versions that were read. */
      readonly needs?: readonly Pick<Need, 'reference' | 'version'>[];
    },
  ): Promise<'stored' | 'changed-meanwhile'>;

  /** Stores a link, by the hash of its secret. */
  writeMeetingLink(hash: string, link: MeetingLink): Promise<void>;

  /** A link by the hash of its secret; it may have ended. */
  readMeetingLink(hash: string): Promise<MeetingLink | undefined>;
}
