import type { NeedFile } from './need-file.ts';
import type { NeedEvent } from '../../domain/need/event.ts';
import type { Answer } from '../../domain/notice/answer.ts';
import type { Contents, Letter, MeetingNews, WaitingNeed } from '../../domain/notice/letter.ts';
import type { Meeting } from '../../domain/meeting/meeting.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import type { Load } from '../../domain/overview/board.ts';
import type { Person } from '../../domain/organisation/organisation.ts';
import type { Request } from '../../domain/session/code.ts';
import type { Language } from '../../domain/text.ts';

/** What a mail has to say, to one person about one event. */
export interface NoticeMail {
  readonly to: { readonly name: string; readonly email: string };
  readonly recipient: Recipient;
  readonly language: Language;
  readonly event: NeedEvent;
  readonly file: NeedFile;
  /** What each department has under way that has a part in the decision, where one is asked for. */
  readonly loads?: readonly Load[];
  /** The token of the link made for this mail. */
  readonly token: string;
  /** Who could not be reached, where this mail asks the recipient in their place. */
  readonly substituteFor?: Recipient;
}

/** A code for whoever reads the mail to an address. */
export interface CodeMail {
  readonly to: string;
  readonly language: Language;
  readonly challenge: string;
  readonly digits: string;
  /** What its reader wanted to do with a need, where it was not asked for on the sign-in page. */
  readonly request?: Request;
}

/** A need with what has happened to it, the latest first. */
export interface News {
  readonly file: NeedFile;
  readonly events: readonly NeedEvent[];
}

/** A letter to one person, about many needs or about all. */
export type LetterMail = Pick<Letter, 'id' | 'address'> & {
  readonly to: Pick<Person, 'id' | 'name' | 'email' | 'language'>;
} & LetterWords;

/** What a letter says, as things stand when it is sent. */
export type LetterWords =
  | Exclude<Contents, { kind: 'digest' | 'meeting' }>
  /** With the token of a link of their own for whoever a school sends. */
  | {
      readonly kind: 'meeting';
      readonly about: MeetingNews;
      readonly meeting: Meeting;
      readonly token?: string;
    }
  /** With what waits for its reader, which comes first. */
  | { readonly kind: 'digest'; readonly waiting: readonly WaitingNeed[]; readonly news: readonly News[] };

/** Sends mail. */
export interface Mailer {
  /** Sends a code, in one call. A refusal, or no answer at all, is an `Answer` too. */
  sendCode(mail: CodeMail): Promise<Answer>;

  /** Sends a letter, in the same way. */
  sendLetter(mail: LetterMail): Promise<Answer>;

  /**
   * Writes and sends one mail to one recipient, in one call. A refusal, or no answer at all, is an `Answer` too.
   * @throws when the mail cannot be written; then nothing was sent.
   */
  send(mail: NoticeMail): Promise<Answer>;
}
