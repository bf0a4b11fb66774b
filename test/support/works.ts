import { hashOf } from '../../lambdas/app/hash.ts';
import type { WorkEntry } from '../../lambdas/app/ports/works.ts';
import type { AreaId, DepartmentId, PersonId } from '../../lambdas/domain/organisation/ids.ts';
import type { Day } from '../../lambdas/domain/time/time.ts';
import { workAfter, workIdFrom } from '../../lambdas/domain/work/work.ts';
import type { Work, WorkContent } from '../../lambdas/domain/work/work.ts';
import { now } from '../domain/fixtures.ts';
import { ids } from './needs.ts';

const workContent: WorkContent = {
  title: 'Byte av studieadministrativt system',
  area: 'utbildningsadministration' as AreaId,
  responsible: 'studentservice' as DepartmentId,
  state: 'going',
  plannedEnd: '2027-03-31' as Day,
  size: 'L',
};

/** A change of work that was noted before, or else its first. */
export function changeOf(
  before: Work | undefined,
  change: Partial<WorkContent> = {},
): { readonly work: Work; readonly entry: WorkEntry } {
  const content = { ...workContent, ...change };
  const id = before?.id ?? workIdFrom('2026-11-23' as Day, ids.referenceBytes());
  const version = (before?.version ?? 0) + 1;
  const by = { person: 'lisa-eliasson' as PersonId, name: 'Lisa Eliasson' };
  const event = { id, version, at: now, by, content };
  const entry = { event, hash: hashOf(`hash ${version}`), previous: '', request: `${id} ${version}` };
  return { work: workAfter(before, event), entry };
}
