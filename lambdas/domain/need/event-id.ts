import type { Reference } from './reference.ts';

/** Identifies an event: the need, and the event's number in its history. */
export interface EventId {
  readonly reference: Reference;
  readonly version: number;
}
