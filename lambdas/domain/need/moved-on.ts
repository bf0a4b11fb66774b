import type { Permissions } from '../organisation/permissions.ts';
import { permissionFor } from '../organisation/permissions.ts';
import type { NeedEvent } from './event.ts';
import type { ActionName } from './workflow.ts';
import { ruleOf } from './workflow.ts';

/**
 * What has moved a need on since a person could take an action, the first one first; nothing where they still can, or never could.
 * @param history the events that the person may see
 */
export function movedOnSince(
  permissions: Permissions,
  action: ActionName,
  history: readonly NeedEvent[],
): readonly NeedEvent[] {
  if (permissionFor(permissions, action) !== 'not-now') return [];
  const { from, decides } = ruleOf(action);
  const last = history.findLastIndex(({ status }) => from.includes(status));
  if (last < 0) return [];
  const moved = history.filter((event, index) => index > last && event.status !== history[index - 1]?.status);
  /* A head may have decided while others have yet to. */
  const own = decides ? history.findLast((event) => ruleOf(event.action).decides) : undefined;
  return moved.length > 0 || !own ? moved : [own];
}
