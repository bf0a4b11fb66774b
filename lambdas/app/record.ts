import type { Verdict } from '../domain/decide.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { Day } from '../domain/time.ts';
import { toldOf } from '../domain/told.ts';
import { entryOf } from './history.ts';
import type { NeedFile, Needs } from './ports.ts';

/**
 * Records what was decided on a need as it was read, with a notice for each person to be told.
 * @returns `false` when something else has happened to the need since it was read: nothing is recorded then.
 */
export async function record(
  { organisation, store }: { organisation: Organisation; store: Needs },
  { need: before, history }: NeedFile,
  { event, need }: Extract<Verdict, { kind: 'happened' }>,
  request: string,
  today: Day,
): Promise<boolean> {
  const told = toldOf(organisation, before, event, need, today);
  return (await store.append(need, entryOf(event, history.at(-1), told, request))) === 'stored';
}
