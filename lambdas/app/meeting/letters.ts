import { expectedAt } from '../../domain/meeting/access.ts';
import type { Meeting, MeetingEvent } from '../../domain/meeting/meeting.ts';
import { newLetter } from '../../domain/notice/letter.ts';
import type { Letter, MeetingNews } from '../../domain/notice/letter.ts';
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

/**
 * The mails that a change of a meeting owes: one to each who is expected, and of its notes to each who was there; none to whoever made the
 * change. A place alone is not worth a mail.
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
  return [...concerned].flatMap((to) => {
    const person = personIn(organisation, to);
    if (!person) return [];
    const address = addressHashOf(person.email);
    const id = `meeting-${meeting.id}-${version}`;
    return [newLetter({ id, kind: 'meeting', meeting: meeting.id, about, to, address, at })];
  });
}
