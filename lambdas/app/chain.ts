import { hashOf } from './hash.ts';

/** An event of a thing that keeps its history as a chain. */
interface Event {
  readonly id: string;
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

/* A chain as that of a need's events. */
const hashAfter = (event: Event, previous: string): string => hashOf(`${previous}\n${JSON.stringify(event)}`);

/** The event as the chain's next. */
export function nextInChain<Of extends Event>(
  event: Of,
  history: readonly Chained<Of>[],
  request: string,
): Chained<Of> {
  const previous = history.at(-1)?.hash ?? '';
  return { event, previous, hash: hashAfter(event, previous), request };
}

/** Whether no event has been altered, removed, added or moved since it was recorded; as far as the history was read. */
export function isIntact<Of extends Event>({ id, version }: Event, history: readonly Chained<Of>[]): boolean {
  const [first] = history;
  if (!first || history.at(-1)?.event.version !== version) return false;
  if (first.event.version === 1 && first.previous !== '') return false;
  return history.every(({ event, hash, previous }, index) => {
    const before = history[index - 1]?.hash ?? first.previous;
    const isNext = event.version === first.event.version + index && event.id === id;
    return isNext && previous === before && hash === hashAfter(event, before);
  });
}
