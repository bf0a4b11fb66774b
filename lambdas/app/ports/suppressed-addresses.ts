import type { Instant } from '../../domain/time/time.ts';

/**
 * Addresses that nothing is sent to, since mail to them came back for good or was unwanted. Capitals make no difference.
 *
 * Every method throws `StoreBusy` and `StoreOutOfReach`.
 */
export interface SuppressedAddresses {
  /** Which of these addresses are suppressed, as they are written here. */
  suppressed(addresses: readonly string[]): Promise<ReadonlySet<string>>;

  /** Suppresses an address; only its hash is kept. */
  suppress(address: string, because: 'bounced' | 'complained', at: Instant): Promise<void>;

  /** Ends the suppression of an address, if there is one. */
  allow(address: string): Promise<void>;
}
