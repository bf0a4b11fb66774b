import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Need } from '../../domain/need/need.ts';
import { deputiesOn, personIn } from '../../domain/organisation/organisation.ts';
import { permissionsOf } from '../../domain/organisation/permissions.ts';
import type { PersonId } from '../../domain/organisation/ids.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Day, Instant } from '../../domain/time/time.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import { needsAttention } from '../../domain/notice/notice.ts';
import type { NeedFile } from '../ports/need-file.ts';
import type { Notice } from '../../domain/notice/notice.ts';
import { actorOf } from '../need/links.ts';

/** Whether the need waits for this recipient to do something. */
export type Asks = (file: NeedFile, recipient: Recipient, now: Instant) => boolean;

export const asksIn =
  (organisation: Organisation): Asks =>
  (file, recipient, now) =>
    permissionsOf(organisation, file.need, actorOf(recipient), dayOf(now)).isAsked;

/**
 * A notice to be sent as if it had never been tried: what becomes of earlier mails changes nothing then. One that is in hand must
 * have gone by the end of its claim.
 */
export function resent({ to, leasedUntil, substituteFor: substituteFor }: Notice, now: Instant): Notice {
  const from = leasedUntil !== undefined && leasedUntil > now ? leasedUntil : now;
  return {
    to,
    state: 'pending',
    attempts: 0,
    dueAt: from,
    countsFrom: from,
    ...(substituteFor !== undefined && { substituteFor: substituteFor }),
  };
}

/**
 * The notice of an event that goes to somebody else, where mail has come back from a person who is asked for something. It goes to
 * whoever stands in for them today, else to the lead of the lead area (of the areas involved, where none leads yet), in the end to the
 * model's manager: the first whom mail may still reach. One who has been told of the event is told anew.
 * @param unreached the notice that has come back; where it stood in for another's, so does the next one
 * @param suppressed addresses that are known to be sent nothing
 * @returns the notice, and the one it replaces; nothing when nobody is left.
 */
export function substituteNotice(
  organisation: Organisation,
  { need, history }: NeedFile,
  version: number,
  unreached: Notice,
  suppressed: ReadonlySet<string>,
  now: Instant,
): { readonly added: Notice; readonly replaces?: Notice } | undefined {
  const notices = history[version - 1]?.notices ?? [];
  const noticeOf = (person: PersonId) => notices.find(({ to }) => to === person);
  const substituteFor = unreached.substituteFor ?? unreached.to;
  const canBeAsked = (person: PersonId): boolean => {
    const email = personIn(organisation, person)?.email;
    const told = noticeOf(person);
    const standsIn =
      told?.substituteFor !== undefined && (told.substituteFor === substituteFor || told.state === 'pending');
    return (
      ![substituteFor, unreached.to].includes(person) &&
      !(email !== undefined && suppressed.has(email)) &&
      !(told && needsAttention(told)) &&
      !standsIn
    );
  };
  const to = substitutes(organisation, need, substituteFor, dayOf(now)).find(canBeAsked);
  if (to === undefined) return undefined;
  const replaces = noticeOf(to);
  return replaces
    ? { added: { ...resent(replaces, now), substituteFor: substituteFor }, replaces }
    : { added: { to, state: 'pending', attempts: 0, dueAt: now, substituteFor: substituteFor } };
}

/** Who can see to it that a need moves on without somebody, the closest first. */
function substitutes(
  { departments, areas, modelManager }: Organisation,
  need: Need,
  recipient: Recipient,
  today: Day,
): readonly PersonId[] {
  const leading = need.coordination ? [need.coordination.leadArea] : need.areas;
  return [
    ...departments
      .filter(({ id, head }) => head === recipient && need.departments.includes(id))
      .flatMap((department) => deputiesOn(department, today)),
    ...areas.filter(({ id }) => leading.includes(id)).map(({ lead }) => lead),
    modelManager,
  ];
}
