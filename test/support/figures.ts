import { figuresOf } from '../../lambdas/domain/overview/figures.ts';
import { now, shipped } from '../domain/fixtures.ts';

/** The figures of a year without needs. */
export const noFigures = figuresOf(shipped, { cards: [], unreadable: 0 }, { year: 2026, now });
