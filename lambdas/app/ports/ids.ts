/** Where unguessable things come from. */
export interface Ids {
  /** 256 random bits as 43 characters that a URL can carry. */
  secret(): string;
  /** Eight random digits. */
  code(): string;
  /** Four random bytes, for a reference. */
  referenceBytes(): Uint8Array;
}
