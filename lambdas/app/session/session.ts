import type { AddressHash } from '../../domain/email-address.ts';
import { isLive, renewed } from '../../domain/session/session.ts';
import type { Session } from '../../domain/session/session.ts';
import type { Instant } from '../../domain/time/time.ts';
import { hashOf } from '../hash.ts';
import type { Ids } from '../ports/ids.ts';
import type { Sessions } from '../ports/sessions.ts';

/* What a browser holds: the hash of the address, and a secret of which only the hash is stored. */
const form = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/;

/** A session that has just been opened, and what its browser is to hold. */
export interface OpenedSession {
  readonly session: Session;
  readonly token: string;
}

export function newSession(
  ids: Ids,
  { address, browser, now }: { address: AddressHash; browser: string; now: Instant },
): OpenedSession {
  const secret = ids.secret();
  const session = { address, id: hashOf(secret), since: now, last: now, browser };
  return { session, token: `${address}.${secret}` };
}

/** The live session that a browser's token names, in one read; nothing, without a read, where it is not a token. */
export async function sessionOf(
  store: Pick<Sessions, 'readSession'>,
  token: string | undefined,
  now: Instant,
): Promise<Session | undefined> {
  const [, address, secret] = form.exec(token ?? '') ?? [];
  if (address === undefined || secret === undefined) return undefined;
  const session = await store.readSession(address as AddressHash, hashOf(secret));
  return session && isLive(session, now) ? session : undefined;
}

/** Puts off the end of a session that has proved a request. @returns whether that was due */
export async function renew(
  store: Pick<Sessions, 'renewSession'>,
  session: Session,
  now: Instant,
): Promise<boolean> {
  const after = renewed(session, now);
  if (after) await store.renewSession(after);
  return after !== undefined;
}
