import type { Need } from '../need/need.ts';
import { needsAttention, newNotice, resent } from '../notice/notice.ts';
import type { Notice, Pending } from '../notice/notice.ts';
import type { Recipient } from '../notice/recipient.ts';
import { dayOf } from '../time/time.ts';
import type { Day, Instant } from '../time/time.ts';
import type { PersonId } from './ids.ts';
import { awaitedRecipients } from './assignment.ts';
import { deputiesOn, hasLeft, personIn } from './organisation.ts';
import type { Organisation } from './organisation.ts';

/** A notice to somebody else, and the notice to them that it replaces, if they had one. */
export interface Substitute {
  readonly added: Pending;
  readonly replaces?: Notice;
}

/**
 * Finds a substitute where a mail that asks something of a person came back or failed: the first in the order of docs/design.md,
 * "When SES refuses a mail", whom mail may still reach. Somebody who has been told of the event already is told once more, since this mail asks
 * something else.
 * @param situation.notices those about the event
 * @param situation.unreached the notice that did not reach them; where it asked in somebody's place, so does the next one
 * @param situation.suppressedAddresses those that are known to be sent nothing
 * @returns nothing when nobody is left.
 */
export function substituteNotice(situation: {
  readonly organisation: Organisation;
  readonly need: Need;
  readonly notices: readonly Notice[];
  readonly unreached: Notice;
  readonly suppressedAddresses: ReadonlySet<string>;
  readonly now: Instant;
}): Substitute | undefined {
  const { organisation, need, notices, unreached, suppressedAddresses, now } = situation;
  const substituteFor = unreached.substituteFor ?? unreached.to;
  const noticeTo = (person: PersonId) => notices.find(({ to }) => to === person);
  const canBeAsked = (person: PersonId): boolean => {
    if (person === substituteFor || person === unreached.to) return false;
    const email = personIn(organisation, person)?.email;
    if (email !== undefined && suppressedAddresses.has(email)) return false;
    const notice = noticeTo(person);
    return !notice || !(needsAttention(notice) || isSubstitute(notice, substituteFor));
  };
  const to = substitutesFor(organisation, need, substituteFor, dayOf(now)).find(canBeAsked);
  if (to === undefined) return undefined;
  const replaces = noticeTo(to);
  return replaces
    ? { added: { ...resent(replaces, now), substituteFor }, replaces }
    : { added: { ...newNotice(to, now), substituteFor } };
}

/** Whether a notice asks in this person's place already, or is still to ask in another's. */
const isSubstitute = (notice: Notice, person: Recipient): boolean =>
  notice.substituteFor === person ||
  (notice.substituteFor !== undefined && (notice.state === 'pending' || notice.state === 'claimed'));

/** The people who can see to it that a need moves on without somebody, the closest first. */
function substitutesFor(
  organisation: Organisation,
  need: Need,
  recipient: Recipient,
  today: Day,
): readonly PersonId[] {
  const { departments, areas, modelManager } = organisation;
  const asker = recipient === 'submitter' && need.status === 'awaiting-submitter' ? need.askedBy : undefined;
  const leading = need.coordination ? [need.coordination.leadArea] : need.areas;
  return [
    /* The person who asked the submitter can ask in another way. */
    ...(asker !== undefined && personIn(organisation, asker) ? [asker] : []),
    /* In place of somebody who has left: those for whom the need waits today. */
    ...(hasLeft(organisation, recipient)
      ? awaitedRecipients(organisation, need, today).filter(
          (awaited): awaited is PersonId => awaited !== 'submitter',
        )
      : []),
    ...departments
      .filter(({ id, head }) => head === recipient && need.departments.includes(id))
      .flatMap((department) => deputiesOn(department, today)),
    ...areas.filter(({ id }) => leading.includes(id)).map(({ lead }) => lead),
    modelManager,
  ];
}
