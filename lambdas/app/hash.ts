import { hash, timingSafeEqual } from 'node:crypto';
import type { AddressHash } from '../domain/email-address.ts';

/** SHA-256 as base64url. */
export const hashOf = (text: string): string => hash('sha256', text, 'base64url');

/** Whether two hashes are the same, in a time that tells nothing of how much of them is. */
export const isSameHash = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** The hash of an address, whose case does not matter. */
export const addressHashOf = (address: string): AddressHash => hashOf(address.toLowerCase()) as AddressHash;
