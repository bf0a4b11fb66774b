import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Actor } from '../../domain/need/event.ts';
import { Reference } from '../../domain/need/reference.ts';
import { visibilityOf } from '../../domain/organisation/visibility.ts';
import { beginningOf, dayOf, daysAfter, later } from '../../domain/time/time.ts';
import type { Day, Instant } from '../../domain/time/time.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import { hashOf, isSameHash } from './history.ts';
import type { Ids } from '../ports/ids.ts';
import type { Link } from '../../domain/need/link.ts';
import type { NeedFile } from '../ports/need-file.ts';
import type { Needs } from '../ports/needs.ts';

const day = 86_400_000;
/* The submitter's link is how they follow the need for as long as it lasts; each mail to staff brings one anew. */
const lifetime = { submitter: 5 * 365 * day, staff: 365 * day };

const form = /^(B\d{2}-[0-9A-Z]{5})-([A-Za-z0-9_-]{43})$/;

/** Whom a link is for, and to which need. */
interface LinkOrder {
  readonly reference: Reference;
  readonly holder: Recipient;
  readonly now: Instant;
  /** A deputy's link ends with their period, also when it is no longer in the organisation file. */
  readonly lastDay?: Day | undefined;
}

/** A link to a need: what to store, and the token that goes into a mail and nowhere else. */
export function makeLink(
  ids: Ids,
  { reference, holder, now, lastDay }: LinkOrder,
): { readonly link: Link; readonly token: string } {
  const secret = ids.secret();
  const until = lastDay
    ? beginningOf(daysAfter(lastDay, 1))
    : later(now, holder === 'submitter' ? lifetime.submitter : lifetime.staff);
  return { link: { hash: hashOf(secret), holder, until }, token: `${reference}-${secret}` };
}

/** A need that was opened by a link, and who holds the link. */
export interface Opened {
  readonly file: NeedFile;
  readonly holder: Recipient;
}

/**
 * Follows a token to its need. Nothing when the token is made up, unknown or past its time, or held by a deputy outside their
 * period: the four look alike.
 */
export async function followLink(
  organisation: Organisation,
  needs: Pick<Needs, 'read'>,
  token: string,
  now: Instant,
): Promise<Opened | undefined> {
  const [, reference, secret] = form.exec(token) ?? [];
  if (reference === undefined || secret === undefined) return undefined;
  const known = Reference.safeParse(reference);
  const file = known.success ? await needs.read(known.data) : undefined;
  const hash = hashOf(secret);
  const link = file?.history
    .flatMap(({ links }) => links)
    .find((candidate) => isSameHash(candidate.hash, hash));
  if (!file || !link || now >= link.until) return undefined;
  const { holder } = link;
  const hidden =
    holder !== 'submitter' && visibilityOf(organisation, file.need, holder, dayOf(now)) === 'nothing';
  return hidden ? undefined : { file, holder };
}

export const actorOf = (holder: Recipient): Actor =>
  holder === 'submitter' ? { kind: 'submitter' } : { kind: 'person', person: holder };
