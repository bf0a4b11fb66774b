import type { MeetingCard } from '../../domain/meeting/card.ts';
import type { Actor } from '../../domain/need/event.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { GoingOn } from '../../domain/need/workflow.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Load } from '../../domain/overview/board.ts';
import { visibilityOf } from '../../domain/organisation/visibility.ts';
import type { Session } from '../../domain/session/session.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Day, Instant } from '../../domain/time/time.ts';
import type { NeedFile } from '../ports/need-file.ts';
import type { Needs } from '../ports/needs.ts';
import { isAddressOf, recipientAt, staffByAddress } from '../session/identity.ts';
import { allEntries } from './history.ts';
import { actorOf, followLink } from './links.ts';
import type { Followed } from './links.ts';

/** What a need is found by: the token of a link, or its reference, with a session. */
export type Door = { readonly token: string } | { readonly reference: Reference };

/** What goes on beside a need. */
export interface Beside {
  /** The needs and the work of its lead area that could wait instead, for whoever may advise. */
  readonly goingOn: readonly GoingOn[];
  /** How much each department has under way for which the reader has yet to decide. */
  readonly loads: readonly Load[];
  /** The planned meetings that have it on their agenda, the next first. */
  readonly meetings: readonly MeetingCard[];
}

/** A need that was found, and for whom. */
export interface FoundNeed extends Followed {
  /** Whether a session proves that it is the holder who asks. */
  readonly hasSession: boolean;
  /** Whether a session proves that it is another person, who may see the need in their own name. */
  readonly isAnothers?: boolean;
  /** What goes on beside the need, where it was read. */
  readonly beside?: Beside;
}

/** Finds a need: by a link for whoever holds it, by its reference for whoever has a session and something to do with it. */
export const findNeed = (
  organisation: Organisation,
  needs: Pick<Needs, 'read' | 'readLink' | 'readBefore'>,
) => {
  const staffAt = staffByAddress(organisation);
  /* Whoever has no part in a need any more sees it as it stood, which takes all its events. */
  const fileFor = async (file: NeedFile, person: Recipient | undefined, today: Day): Promise<NeedFile> =>
    person === undefined ||
    person === 'submitter' ||
    visibilityOf(organisation, file.need, person, today) !== 'until-told'
      ? file
      : { ...file, history: await allEntries(needs, file) };
  return async (
    door: Door,
    reading: Session | undefined | Promise<Session | undefined>,
    now: Instant,
  ): Promise<FoundNeed | 'no-link' | 'no-session'> => {
    if ('token' in door) {
      /* Neither waits for the other. */
      const [session, followed] = await Promise.all([
        reading,
        followLink(organisation, needs, door.token, now),
      ]);
      if (!followed) return 'no-link';
      const { holder } = followed;
      const file = await fileFor(followed.file, holder, dayOf(now));
      const hasSession = session !== undefined && isAddressOf(staffAt, session.address, holder, file);
      const isAnothers =
        session !== undefined &&
        !hasSession &&
        recipientAt({ organisation, staffAt }, session.address, file, dayOf(now)) !== undefined;
      return { ...followed, file, hasSession, isAnothers };
    }
    const session = await reading;
    if (!session) return 'no-session';
    const found = await needs.read(door.reference);
    const file = found && (await fileFor(found, staffAt(session.address)?.id, dayOf(now)));
    const holder = file && recipientAt({ organisation, staffAt }, session.address, file, dayOf(now));
    return file && holder ? { file, holder, isMailed: false, hasSession: true } : 'no-link';
  };
};

/** As whom somebody acts on a need that they have found. */
export const actorIn = ({ holder, isMailed, hasSession }: FoundNeed): Actor =>
  actorOf(holder, { isMailed: isMailed || hasSession });
