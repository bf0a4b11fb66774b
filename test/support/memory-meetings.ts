import type { MeetingFile, MeetingLink, Meetings } from '../../lambdas/app/ports/meetings.ts';
import { recentMeetingChanges } from '../../lambdas/app/ports/meetings.ts';
import { agreedCardOf, meetingCardOf } from '../../lambdas/domain/meeting/card.ts';
import type { AgreedCard, MeetingCard } from '../../lambdas/domain/meeting/card.ts';
import type { Meeting } from '../../lambdas/domain/meeting/meeting.ts';
import type { MeetingId } from '../../lambdas/domain/meeting/meeting-id.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import type { Letter } from '../../lambdas/domain/notice/letter.ts';

/** Meetings, kept in memory, the cards of those that pass, and what they agreed that is not done. */
export function memoryMeetings(
  writeLetter: (letter: Letter) => Promise<void>,
  isAsRead: (need: Pick<Need, 'reference' | 'version'>) => boolean,
): Meetings & {
  isPlanned(id: string): boolean;
  cardsOfMeetings(passes: (meeting: Meeting) => boolean): readonly MeetingCard[];
  cardsOfAgreed(): readonly AgreedCard[];
} {
  const files = new Map<MeetingId, MeetingFile>();
  const links = new Map<string, MeetingLink>();
  return {
    cardsOfMeetings: (passes) =>
      [...files.values()].flatMap(({ meeting }) => (passes(meeting) ? [meetingCardOf(meeting)] : [])),
    cardsOfAgreed: () =>
      [...files.values()].flatMap(({ meeting }) =>
        meeting.items
          .flatMap(({ agreed }) => agreed)
          .filter(({ done }) => done === undefined)
          .map((one) => agreedCardOf(meeting, one)),
      ),
    readMeeting(id) {
      const file = files.get(id);
      return Promise.resolve(
        file && structuredClone({ ...file, history: file.history.slice(-recentMeetingChanges) }),
      );
    },
    isPlanned: (id) => files.get(id as MeetingId)?.meeting.state === 'planned',
    async saveMeeting(meeting, entry, { letters, needs = [] }) {
      const before = files.get(meeting.id);
      if ((before?.meeting.version ?? 0) !== meeting.version - 1) return 'changed-meanwhile';
      if (!needs.every(isAsRead)) return 'changed-meanwhile';
      files.set(meeting.id, { meeting, history: [...(before?.history ?? []), entry] });
      for (const letter of letters) await writeLetter(letter);
      return 'stored';
    },
    writeMeetingLink(hash, link) {
      links.set(hash, link);
      return Promise.resolve();
    },
    readMeetingLink: (hash) => Promise.resolve(links.get(hash)),
  };
}
