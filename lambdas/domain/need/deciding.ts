import type { DepartmentId } from '../organisation/ids.ts';
import type { Need } from './need.ts';

/** The departments whose heads decide; until the need is coordinated, all that are involved. */
export const decidingIn = ({ coordination, departments }: Need): readonly DepartmentId[] =>
  coordination?.deciding ?? departments;

/** Those of them whose heads have yet to decide. */
export const undecidedIn = (need: Extract<Need, { status: 'deciding' }>): readonly DepartmentId[] =>
  decidingIn(need).filter((id) => !need.approvals.some(({ department }) => department === id));

/** The department whose head has said no twice. The heads' managers must settle it. */
export const disagreementIn = ({ refusals = [] }: Need): DepartmentId | undefined =>
  refusals.find(
    ({ department, head }, index) =>
      refusals.findIndex((one) => one.department === department && one.head === head) < index,
  )?.department;
