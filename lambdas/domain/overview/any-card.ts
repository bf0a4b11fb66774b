import * as z from 'zod/mini';
import { Card } from '../need/card.ts';
import { WorkCard } from '../work/card.ts';

/** A line of a list: a need, or a piece of work. */
export const AnyCard = z.discriminatedUnion('kind', [Card, WorkCard]);
export type AnyCard = z.infer<typeof AnyCard>;
