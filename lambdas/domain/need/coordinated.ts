import type { Coordination, Need } from './need.ts';

type Coordinated = Extract<Need, { coordination: Coordination }>;

/** Whether a need has been coordinated: from then on it has a lead area and a responsible department. */
export const isCoordinated = (need: Need): need is Exclude<Coordinated, { coordination?: undefined }> =>
  !['received', 'clarifying', 'awaiting-submitter', 'referred', 'withdrawn'].includes(need.status);
