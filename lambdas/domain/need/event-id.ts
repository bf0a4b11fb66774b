import type { Reference } from './reference.ts';

/** An event by name. */
export interface EventId {
  readonly reference: Reference;
  readonly version: number;
}
