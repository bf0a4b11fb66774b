import type { Instant } from '../../domain/time/time.ts';

/** Says what time it is. */
export type Clock = () => Instant;
