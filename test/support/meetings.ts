import { addressHashOf, hashOf } from '../../lambdas/app/hash.ts';
import type { MeetingEntry, MeetingLink } from '../../lambdas/app/ports/meetings.ts';
import { meetingAfter } from '../../lambdas/domain/meeting/meeting.ts';
import type { Change, Meeting } from '../../lambdas/domain/meeting/meeting.ts';
import { meetingIdFrom } from '../../lambdas/domain/meeting/meeting-id.ts';
import type { AreaId, PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import type { Day, Instant } from '../../lambdas/domain/time/time.ts';
import { now } from '../domain/fixtures.ts';
import { ids } from './needs.ts';

const lisa = { person: 'lisa-eliasson' as PersonId, name: 'Lisa Eliasson' };

/** A meeting of a steering group, planned. */
export const plan: Extract<Change, { do: 'plan' }> = {
  do: 'plan',
  kind: 'steering-group',
  area: 'infrastruktur' as AreaId,
  at: '2026-12-03T09:00:00.000Z' as Instant,
  place: 'Rum 12',
  items: [
    { kind: 'need', reference: 'B26-7KQ4M', title: 'Låna salar', why: 'advice' },
    { kind: 'inform', reference: 'A26-7KQ4M', title: 'Nytt passersystem', why: 'late' },
    { kind: 'other', text: 'Nästa möte' },
  ],
};

/** A change of a meeting that was planned before, or else its first. */
export function meetingChangeOf(
  before: Meeting | undefined,
  change: Change = plan,
): { readonly meeting: Meeting; readonly entry: MeetingEntry } {
  const id = before?.id ?? meetingIdFrom('2026-11-23' as Day, ids.referenceBytes());
  const version = (before?.version ?? 0) + 1;
  const event = { id, version, at: now, by: lisa, change };
  const entry = { event, hash: hashOf(`hash ${version}`), previous: '', request: `${id} ${version}` };
  return { meeting: meetingAfter(before, event), entry };
}

/** A link to a meeting, good for a day. */
export const linkTo = ({ id }: Pick<Meeting, 'id'>): MeetingLink => ({
  meeting: id,
  holder: lisa.person,
  address: addressHashOf('lisa.eliasson@example.org'),
  until: later(now, 86_400_000),
});
