import type { EventId } from '../../domain/need/event-id.ts';
import { staffLinkLifetime } from '../../domain/need/link.ts';
import type { Link } from '../../domain/need/link.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import { beginningOf, daysAfter, later } from '../../domain/time/time.ts';
import type { Day, Instant } from '../../domain/time/time.ts';
import { addressHashOf, hashOf } from '../hash.ts';
import type { Ids } from '../ports/ids.ts';

/** Whom a mailed link is for, and by which event of which need. */
interface LinkOrder {
  readonly event: EventId;
  readonly holder: Recipient;
  /** The address that it goes to. */
  readonly address: string;
  readonly now: Instant;
  /** The last day of the period of somebody who is only a deputy. It holds also when the period is no longer in the organisation file. */
  readonly lastDay?: Day | undefined;
  readonly asDeputy?: boolean;
}

/** A link: what to store on the event, and the token that is given to its holder and kept nowhere. */
interface Made {
  readonly link: Link;
  readonly token: string;
}

/** A link for a mail. */
export function makeLink(
  ids: Pick<Ids, 'secret'>,
  { event, holder, address, now, lastDay, asDeputy = false }: LinkOrder,
): Made {
  const { hash, token } = secretFor(ids, event);
  const end = lastDay ? beginningOf(daysAfter(lastDay, 1)) : later(now, staffLinkLifetime);
  const link = {
    hash,
    holder,
    address: addressHashOf(address),
    ...(holder !== 'submitter' && { until: end }),
    ...(asDeputy && { asDeputy }),
  };
  return { link, token };
}

/** A link for the answer to a submission. */
export function answerLink(ids: Ids, event: EventId, now: Instant): Made {
  const { hash, token } = secretFor(ids, event);
  return { link: { hash, holder: 'submitter', answeredAt: now }, token };
}

function secretFor(ids: Pick<Ids, 'secret'>, { reference, version }: EventId) {
  const secret = ids.secret();
  return { hash: hashOf(secret), token: `${reference}-${version}-${secret}` };
}
