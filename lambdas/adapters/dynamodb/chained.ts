import type { Chained } from '../../app/chain.ts';
import type { Item } from './keys.ts';

/* How the events of work and of meetings lie in the table. */

export const chainedValues = <Event extends { readonly id: string; readonly version: number }>({
  event,
  hash,
  previous,
  request,
}: Chained<Event>) => ({
  event: { S: JSON.stringify(event) },
  hash: { S: hash },
  previous: { S: previous },
  request: { S: request },
});

/** @throws where the event is of a form that this code does not know */
export const chainedIn = <Event extends { readonly id: string; readonly version: number }>(
  { event, hash, previous, request }: Item,
  readEvent: (stored: unknown) => Event,
): Chained<Event> => ({
  event: readEvent(JSON.parse(event?.S ?? '')),
  hash: hash?.S ?? '',
  previous: previous?.S ?? '',
  request: request?.S ?? '',
});
