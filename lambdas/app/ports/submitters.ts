import type { AddressHash } from '../../domain/email-address.ts';
import type { Reference } from '../../domain/need/reference.ts';

/** Who submitted what. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export interface Submitters {
  /** The needs whose submitter has an address; those of the last moments may be missing. */
  submittedBy(address: AddressHash): Promise<readonly Reference[]>;
}
