import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { involve } from '../../lambdas/domain/organisation/involvement.ts';
import type { AreaId, DepartmentId } from '../../lambdas/domain/organisation/ids.ts';
import { shipped } from './fixtures.ts';
import { seed } from '../support/seed.ts';

const picked = (areas: readonly string[], departments: readonly string[]) =>
  involve(shipped, { areas: areas as AreaId[], departments: departments as DepartmentId[] });

describe('which areas are involved', () => {
  test('areas picked: those, and their departments', () => {
    expect(picked(['infrastruktur'], [])).toEqual({
      areas: ['infrastruktur'],
      departments: ['studentservice', 'fastighet-campus', 'it'],
    });
    expect(picked(['styrning', 'utbildningsadministration'], [])).toEqual({
      areas: ['utbildningsadministration', 'styrning'],
      departments: ['studentservice', 'ledning-ekonomi', 'hr'],
    });
  });

  test('departments picked: every area that holds all of them', () => {
    expect(picked([], ['it'])).toEqual({ areas: ['infrastruktur', 'kommunikation'], departments: ['it'] });
    expect(picked([], ['studentservice', 'it'])).toEqual({
      areas: ['infrastruktur', 'kommunikation'],
      departments: ['studentservice', 'it'],
    });
    expect(picked([], ['studentservice', 'utbildning-forskning']).areas).toEqual([
      'kommunikation',
      'utbildning',
    ]);
    expect(picked([], ['biblioteket', 'ledning-ekonomi']).areas).toEqual(['forskning']);
  });

  test('departments picked that no area holds together: every area that holds any of them', () => {
    expect(picked([], ['hr', 'fastighet-campus'])).toEqual({
      areas: ['infrastruktur', 'styrning'],
      departments: ['fastighet-campus', 'hr'],
    });
  });

  test('both: the areas picked, plus areas found by the same rule for the departments not in them', () => {
    expect(picked(['infrastruktur'], ['it'])).toEqual({
      areas: ['infrastruktur'],
      departments: ['studentservice', 'fastighet-campus', 'it'],
    });
    expect(picked(['infrastruktur'], ['it', 'hr'])).toEqual({
      areas: ['infrastruktur', 'styrning'],
      departments: ['studentservice', 'fastighet-campus', 'it', 'hr'],
    });
    expect(picked(['styrning'], ['biblioteket', 'utbildning-forskning']).areas).toEqual([
      'utbildning',
      'forskning',
      'styrning',
    ]);
    expect(picked(['utbildningsadministration'], ['hr', 'it']).areas).toEqual([
      'utbildningsadministration',
      'infrastruktur',
      'kommunikation',
      'styrning',
    ]);
  });

  test('nothing picked: no area and no department', () => {
    expect(picked([], [])).toEqual({ areas: [], departments: [] });
  });

  test('names that the organisation does not know involve nobody', () => {
    expect(picked(['arkivet'], ['vaktmästeriet'])).toEqual({ areas: [], departments: [] });
  });
});

describe(`whatever is picked (seed ${seed})`, () => {
  const allAreas = shipped.areas.map(({ id }) => id);
  const allDepartments = shipped.departments.map(({ id }) => id);
  const pick = fc.record({
    areas: fc.shuffledSubarray(allAreas),
    departments: fc.shuffledSubarray(allDepartments),
  });
  const always = (holds: (pick: { areas: AreaId[]; departments: DepartmentId[] }) => void) =>
    fc.assert(fc.property(pick, holds), { numRuns: 500, seed });

  test('the picked areas with all their departments, and the picked departments, are in', () =>
    always((pick) => {
      const involved = involve(shipped, pick);
      expect(involved.areas).toEqual(expect.arrayContaining(pick.areas));
      expect(involved.departments).toEqual(expect.arrayContaining(pick.departments));
      for (const { id, departments } of shipped.areas)
        if (pick.areas.includes(id))
          expect(involved.departments).toEqual(expect.arrayContaining(departments));
    }));

  test('every involved department is in an involved area, and every area found holds a department that led to it', () =>
    always((pick) => {
      const involved = involve(shipped, pick);
      const areas = shipped.areas.filter(({ id }) => involved.areas.includes(id));
      for (const id of involved.departments)
        expect(areas.some(({ departments }) => departments.includes(id))).toBe(true);
      for (const { id, departments } of areas)
        expect(pick.areas.includes(id) || pick.departments.some((one) => departments.includes(one))).toBe(
          true,
        );
    }));

  test('the order is that of the organisation, not of the pick, and nothing comes twice', () =>
    always((pick) => {
      const involved = involve(shipped, pick);
      expect(involved.areas).toEqual(allAreas.filter((id) => involved.areas.includes(id)));
      expect(involved.departments).toEqual(allDepartments.filter((id) => involved.departments.includes(id)));
    }));
});
