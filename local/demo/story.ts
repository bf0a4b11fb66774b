import type { ActionName } from '../../lambdas/domain/need/workflow.ts';
import type { WorkState } from '../../lambdas/domain/work/work.ts';

/* What the demo's needs and work are written in. Days are working days from now: -3 is three of them ago, 20 lies ahead. */

export const areaNames = [
  ...(['utbildningsadministration', 'infrastruktur', 'kommunikation'] as const),
  ...(['utbildning', 'forskning', 'styrning'] as const),
] as const;
export const departmentNames = [
  ...(['studentservice', 'fastighet-campus', 'it', 'kommunikation'] as const),
  ...(['utbildning-forskning', 'biblioteket', 'ledning-ekonomi', 'hr'] as const),
] as const;
export const schoolNames = [
  ...(['kultur-samhalle', 'halsa-valfard', 'sprak-litteratur-larande'] as const),
  ...(['information-teknik', 'lararutbildning'] as const),
] as const;
type AreaName = (typeof areaNames)[number];
type DepartmentName = (typeof departmentNames)[number];
type SchoolName = (typeof schoolNames)[number];
type GoalName = 'strategy' | 'assignment' | 'goals';

/** Who takes a step: by a role in the need, or as the head of a department. */
export type Who = 'submitter' | 'developer' | 'area-lead' | 'model-manager' | 'responsible' | DepartmentName;

/** What is filled in for an action: a number is a day. */
type FilledIn = Readonly<Record<string, string | number | readonly string[]>> & {
  readonly goals?: readonly GoalName[];
  /** The titles of what may wait instead. */
  readonly insteadOf?: readonly string[];
};

/** On which day somebody does what; without `who`, whoever mostly does it. What the system does comes by itself. */
export type Step = readonly [day: number, action: ActionName, filledIn?: FilledIn, who?: Who];

/** A need, and what becomes of it. Its reference follows from its title. */
export interface Story {
  readonly title: string;
  readonly problem: string;
  readonly affected: string;
  readonly cause?: string;
  readonly effect?: string;
  readonly ifNothing?: string;
  readonly goal?: string;
  readonly workaround?: string;
  /** On a day, or when the next term starts. */
  readonly deadline?: readonly [day: number, kind: 'law' | 'decision' | 'wish'] | 'term-start';
  readonly school?: SchoolName;
  readonly areas: readonly AreaName[];
  readonly by: string;
  readonly came: number;
  /** Whether its form was filled in as only a machine does. */
  readonly isHeld?: true;
  /** Whether its submitter has not pressed anything in a mail yet. */
  readonly isUnconfirmed?: true;
  readonly steps: readonly Step[];
}

/** What is written of a piece of work. */
interface Written {
  readonly title: string;
  readonly area: AreaName;
  readonly responsible: DepartmentName;
  readonly state: WorkState;
  readonly plannedEnd?: number;
  readonly size?: 'S' | 'M' | 'L';
  readonly goals?: readonly GoalName[];
  readonly note?: string;
}

/** A piece of work, and what was changed of it later. Its id follows from its title. */
export interface WorkStory extends Written {
  readonly noted: number;
  readonly changes?: readonly (readonly [day: number, change: Partial<Omit<Written, 'title'>>])[];
}
