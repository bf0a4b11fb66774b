import type { EventId } from '../../domain/need/event-id.ts';
import type { Actor } from '../../domain/need/event.ts';
import { afterClosing } from '../../domain/need/link.ts';
import type { Link } from '../../domain/need/link.ts';
import { closedSince } from '../../domain/need/closed.ts';
import { Reference } from '../../domain/need/reference.ts';
import type { PersonId } from '../../domain/organisation/ids.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { isDeputyOn, personIn } from '../../domain/organisation/organisation.ts';
import { visibilityOf } from '../../domain/organisation/visibility.ts';
import { dayOf, later } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import { addressHashOf, hashOf, isSameHash } from '../hash.ts';
import type { NeedFile } from '../ports/need-file.ts';
import type { Needs } from '../ports/needs.ts';

/* Mail programs and people break tokens: case and what sticks to the end are ignored. */
const form = /^(b\d{2}-[0-9a-z]{5})-(\d{1,6})-([A-Za-z0-9_-]{43})[^A-Za-z0-9_-]*$/i;

/** Read for a token without a valid reference, so that every refusal costs one read. No need has this reference. */
const nowhere: EventId = { reference: 'B00-00000' as Reference, version: 0 };

const noLink: Link = {
  hash: hashOf('no link'),
  holder: 'nobody' as PersonId,
  address: addressHashOf('nobody'),
};

function readToken(token: string): { readonly event: EventId; readonly secret: string } {
  const [, reference = '', version = '', secret = ''] = form.exec(token) ?? [];
  const known = Reference.safeParse(reference.toUpperCase());
  const event = known.success ? { reference: known.data, version: Number(version) } : nowhere;
  return { event, secret };
}

/** A need that was opened by a link, and who holds the link. */
export interface Followed {
  readonly file: NeedFile;
  readonly holder: Recipient;
  /** Whether the link came by mail, so that whoever has it reads the mail to the holder's address, or was sent it by them. */
  readonly isMailed: boolean;
}

/**
 * Follows a token to its need. Nothing, after one read of the link on the event that it names, when it is made up, unknown or past
 * its time, or when its holder has left, has another address or is a deputy no more: they all look alike.
 */
export async function followLink(
  organisation: Organisation,
  needs: Pick<Needs, 'read' | 'readLink'>,
  token: string,
  now: Instant,
): Promise<Followed | undefined> {
  const { event, secret } = readToken(token);
  const hash = hashOf(secret);
  const found = await needs.readLink(event, hash);
  /* Where there is none, a dummy is checked, so that every refusal takes equally long. */
  const link = found ?? noLink;
  const isRight = isSameHash(link.hash, hash) && found !== undefined;
  if (!isGood(organisation, link, now) || !isRight) return undefined;
  const file = await needs.read(event.reference);
  return file && mayOpen(organisation, file, link, now)
    ? { file, holder: link.holder, isMailed: !('answeredAt' in link) }
    : undefined;
}

/** Whether a link is still for the person that it was given to. */
function isGood(organisation: Organisation, link: Link, now: Instant): boolean {
  if ('answeredAt' in link) return true;
  const { holder, address, until, asDeputy } = link;
  if (until !== undefined && now >= until) return false;
  if (holder === 'submitter') return true;
  const person = personIn(organisation, holder);
  if (!person) return false;
  const addresses = [person.email, ...person.formerEmails];
  return (
    addresses.some((one) => isSameHash(addressHashOf(one), address)) &&
    (!asDeputy || isDeputyOn(organisation, holder, dayOf(now)))
  );
}

/** Whether the need is still for whoever holds the link. */
function mayOpen(organisation: Organisation, { need, contact }: NeedFile, link: Link, now: Instant): boolean {
  const { holder } = link;
  const asDeputy = 'asDeputy' in link && link.asDeputy;
  if (holder !== 'submitter')
    return !asDeputy || visibilityOf(organisation, need, holder, dayOf(now)) !== 'until-told';
  const closed = closedSince(need);
  if (closed !== undefined && now >= later(closed, afterClosing)) return false;
  return 'answeredAt' in link || !contact || isSameHash(addressHashOf(contact.email), link.address);
}

/** As whom the holder of a link acts; of a link that was not mailed, without reading the submitter's mail. */
export const actorOf = (holder: Recipient, { isMailed = true } = {}): Actor =>
  holder === 'submitter'
    ? { kind: 'submitter', ...(isMailed && { readsMail: true }) }
    : { kind: 'person', person: holder };
