import * as z from 'zod/mini';
import { AgreedCard, MeetingCard } from '../meeting/card.ts';
import { Card } from '../need/card.ts';
import { WorkCard } from '../work/card.ts';

/** A line of a list: a need, or a piece of work. */
export type AnyCard = Card | WorkCard;

/** All that lists are made of. */
export const ListedCard = z.discriminatedUnion('kind', [Card, WorkCard, MeetingCard, AgreedCard]);
export type ListedCard = z.infer<typeof ListedCard>;
