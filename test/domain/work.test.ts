import { expect, test } from 'vitest';
import type { DepartmentId } from '../../lambdas/domain/organisation/ids.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { workCardOf } from '../../lambdas/domain/work/card.ts';
import { isOpenWork, workAfter, workStates } from '../../lambdas/domain/work/work.ts';
import { changeOf } from '../support/works.ts';
import { now } from './fixtures.ts';

const { work, entry } = changeOf(undefined, { responsible: 'it' as DepartmentId });

test('Work is in a state since it got that one, whatever else is written of it meanwhile', () => {
  const change = (more: object) =>
    workAfter(work, {
      ...{ ...entry.event, version: 2, at: later(now, 1000) },
      content: { ...entry.event.content, ...more },
    });
  expect(change({ title: 'Byte av system' })).toMatchObject({ title: 'Byte av system', since: now });
  expect(change({ state: 'done' })).toMatchObject({ state: 'done', since: later(now, 1000) });
});

test('Work is open until it is done or stopped', () => {
  expect(workStates.filter((state) => !isOpenWork({ state }))).toEqual(['done', 'stopped']);
});

test('Work is found in lists by its area and by the department that is responsible', () => {
  expect(workCardOf(work)).toMatchObject({
    ...{ areas: ['utbildningsadministration'], departments: ['it'], responsible: 'it' },
  });
});
