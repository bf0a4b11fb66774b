import type { Organisation } from './organisation.ts';
import { coordinatorsOf, deputiesOn } from './organisation.ts';
import type { AreaId, DepartmentId, PersonId } from './ids.ts';
import type { Day } from '../time/time.ts';

/** The areas and departments that a need concerns, each in the organisation's own order. */
export interface Involved {
  readonly areas: readonly AreaId[];
  readonly departments: readonly DepartmentId[];
}

/** What involvement is worked out from: all that a browser knows of the organisation. */
interface Known {
  readonly areas: readonly { readonly id: AreaId; readonly departments: readonly DepartmentId[] }[];
  readonly departments: readonly { readonly id: DepartmentId }[];
}

/**
 * Which areas and departments a pick involves (docs/design.md, "Which areas are involved").
 * Areas picked: those and their departments. Departments picked: every area that holds all of them or, if none does,
 * every area that holds any. Both: the areas picked, and the areas found so for the departments outside them.
 * Nothing picked: nothing.
 */
export function involve(organisation: Known, picked: Involved): Involved {
  const pickedAreas = organisation.areas.filter(({ id }) => picked.areas.includes(id));
  const ofPickedAreas = new Set(pickedAreas.flatMap(({ departments }) => departments));
  const outside = picked.departments.filter((id) => !ofPickedAreas.has(id));
  const holdingAll = organisation.areas.filter((area) =>
    outside.every((id) => area.departments.includes(id)),
  );
  const holdingAny = organisation.areas.filter((area) => outside.some((id) => area.departments.includes(id)));
  const found = outside.length === 0 ? [] : holdingAll.length > 0 ? holdingAll : holdingAny;

  return {
    areas: organisation.areas
      .filter((area) => pickedAreas.includes(area) || found.includes(area))
      .map(({ id }) => id),
    departments: organisation.departments
      .filter(({ id }) => ofPickedAreas.has(id) || picked.departments.includes(id))
      .map(({ id }) => id),
  };
}

/** The developers of these areas; the model's manager when there is no area. */
export const developersOf = (organisation: Organisation, areas: readonly AreaId[]): readonly PersonId[] =>
  areas.length === 0
    ? [organisation.modelManager]
    : organisation.areas.filter(({ id }) => areas.includes(id)).flatMap(coordinatorsOf);

/** The heads of these departments, and their deputies on that day. */
export const headsOf = (
  organisation: Organisation,
  departments: readonly DepartmentId[],
  today: Day,
): readonly PersonId[] =>
  organisation.departments
    .filter(({ id }) => departments.includes(id))
    .flatMap((department) => [department.head, ...deputiesOn(department, today)]);
