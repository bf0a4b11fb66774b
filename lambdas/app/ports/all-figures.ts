import type { Figures } from '../../domain/overview/figures.ts';
import type { Day } from '../../domain/time/time.ts';

/** The figures of each year, as they were counted last. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export interface AllFigures {
  /** Those of a year; nothing where they have not been counted. */
  readFigures(year: number): Promise<Figures | undefined>;

  writeFigures(figures: Figures): Promise<void>;

  /** The last day on which figures were counted. */
  readCounted(): Promise<Day | undefined>;
  writeCounted(day: Day): Promise<void>;
}
