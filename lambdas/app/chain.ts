import { hashOf } from './hash.ts';

/** An event of a thing that keeps its history as a chain. */
interface Event {
  readonly version: number;
}

/** An event with its place in the chain. */
export interface Chained<Of extends Event> {
  readonly event: Of;
  /** Hash over this event and the hash before it. */
  readonly hash: string;
  readonly previous: string;
  /** Recognises the same request when it comes again. */
  readonly request: string;
}

const hashAfter = (event: Event, previous: string): string => hashOf(`${previous}\n${JSON.stringify(event)}`);

/** The event as the chain's next; the first comes after `start`. */
export function nextInChain<Of extends Event>(
  event: Of,
  history: readonly Chained<Of>[],
  request: string,
  start = '',
): Chained<Of> {
  const previous = history.at(-1)?.hash ?? start;
  return { event, previous, hash: hashAfter(event, previous), request };
}

/**
 * Whether events follow on each other, and the first event of all on `start`.
 * @param isOwn whether an event is of the thing whose history it is
 */
export function isChain<Of extends Event>(
  entries: readonly Chained<Of>[],
  isOwn: (event: Of) => boolean,
  start = '',
): boolean {
  const [first] = entries;
  if (!first) return true;
  let { version } = first.event;
  let last = version === 1 ? start : first.previous;
  for (const { event, hash, previous } of entries) {
    if (!isOwn(event) || event.version !== version) return false;
    if (previous !== last || hash !== hashAfter(event, last)) return false;
    last = hash;
    version += 1;
  }
  return true;
}

/** Whether no event has been altered, removed, added or moved since it was recorded; as far as the history was read. */
export const isIntact = <Of extends Event & { readonly id: string }>(
  { id, version }: { readonly id: string; readonly version: number },
  history: readonly Chained<Of>[],
): boolean => history.at(-1)?.event.version === version && isChain(history, (event) => event.id === id);
