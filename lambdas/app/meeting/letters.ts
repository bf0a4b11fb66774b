import { expectedAt } from '../../domain/meeting/access.ts';
import { meetingLimits } from '../../domain/meeting/meeting.ts';
import type { Meeting, MeetingEvent } from '../../domain/meeting/meeting.ts';
import { newLetter } from '../../domain/notice/letter.ts';
import type { Addressee, Letter, MeetingNews } from '../../domain/notice/letter.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import { dayOf } from '../../domain/time/time.ts';
import { addressHashOf } from '../hash.ts';

/* Of each kind of change, what people are mailed; of all others nothing. */
const newsOf: Readonly<Partial<Record<MeetingEvent['change']['do'], MeetingNews>>> = {
  plan: 'planned',
  date: 'moved',
  cancel: 'cancelled',
  send: 'notes',
};

/* A transaction takes 100 items: the meeting, its change, the needs of its agenda, and so many letters. */
const atOnce = 100 - 2 - meetingLimits.items;

/**
 * The mails that a change of a meeting owes: one to each who is expected, and of its notes to each who was there; none to whoever made the
 * change. A place alone is not worth a mail. Where they are many, the first of them brings about the rest, once it is stored.
 */
export function lettersFor(
  organisation: Organisation,
  before: Meeting | undefined,
  meeting: Meeting,
  { at, by, change, version }: MeetingEvent,
): readonly Letter[] {
  const about = newsOf[change.do];
  if (!about || (change.do === 'date' && change.at === before?.at)) return [];
  const concerned = new Set([
    ...expectedAt(organisation, meeting, dayOf(meeting.at)),
    ...(about === 'notes' ? (meeting.present ?? []) : []),
  ]);
  concerned.delete(by.person);
  const all = [...concerned].flatMap((to): readonly Addressee[] => {
    const person = personIn(organisation, to);
    return person ? [{ to, address: addressHashOf(person.email) }] : [];
  });
  const others = all.slice(atOnce);
  const contents = {
    id: `meeting-${meeting.id}-${version}`,
    kind: 'meeting',
    meeting: meeting.id,
    about,
  } as const;
  return all
    .slice(0, atOnce)
    .map((one, index) =>
      newLetter({ ...contents, ...one, at, ...(index === 0 && others.length > 0 && { others }) }),
    );
}
