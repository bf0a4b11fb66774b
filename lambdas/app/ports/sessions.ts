import type { AddressHash } from '../../domain/email-address.ts';
import type { Session } from '../../domain/session/session.ts';

/** Browsers that are known to be somebody's. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export interface Sessions {
  /** A session, at the same cost whether there is one or not; it may be past its time. */
  readSession(address: AddressHash, id: string): Promise<Session | undefined>;

  /** All sessions of an address, also those past their time. */
  sessionsOf(address: AddressHash): Promise<readonly Session[]>;

  /** Stores what a session has become, unless it was ended meanwhile. */
  renewSession(session: Session): Promise<void>;

  endSession(session: Pick<Session, 'address' | 'id'>): Promise<void>;
}
