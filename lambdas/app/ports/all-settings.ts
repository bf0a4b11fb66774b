import type { AddressHash } from '../../domain/email-address.ts';
import type { Settings } from '../../domain/session/settings.ts';

/** What members of staff have chosen on their own pages. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export interface AllSettings {
  /** The settings of those addresses that have any. */
  settingsOf(addresses: readonly AddressHash[]): Promise<ReadonlyMap<AddressHash, Settings>>;

  /** Stores what somebody has chosen, in the place of what they had before. */
  saveSettings(address: AddressHash, settings: Settings): Promise<void>;
}
