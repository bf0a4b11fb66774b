import type { Figures } from '../../domain/overview/figures.ts';

/** The figures of each year, as they were counted last. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export interface AllFigures {
  /** Those of a year; nothing where they have not been counted. */
  readFigures(year: number): Promise<Figures | undefined>;

  writeFigures(figures: Figures): Promise<void>;
}
