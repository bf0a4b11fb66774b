import type { Instant } from '../../domain/time/time.ts';

/** Addresses that nothing is sent to any more. */
export interface SuppressedAddresses {
  /** Those of the addresses that nothing is sent to any more. */
  suppressed(addresses: readonly string[]): Promise<ReadonlySet<string>>;

  /** Sends nothing more to an address, because mail to it came back for good or was unwanted; only its hash is kept. */
  suppress(address: string, because: 'bounced' | 'complained', at: Instant): Promise<void>;

  /** Takes mail to an address up again. */
  allow(address: string): Promise<void>;
}
