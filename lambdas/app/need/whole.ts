import type { Reference } from '../../domain/need/reference.ts';
import type { NeedFile } from '../ports/need-file.ts';
import type { Needs } from '../ports/needs.ts';
import { UnreadableRecord } from '../ports/store.ts';
import { allEntries, isIntactNeed } from './history.ts';

/**
 * A need with all its events, verified from its words to the last of them; nothing when there is no such need.
 * @throws UnreadableRecord when it is damaged
 */
export async function readWhole(
  needs: Pick<Needs, 'read' | 'readBefore'>,
  reference: Reference,
): Promise<NeedFile | undefined> {
  const read = await needs.read(reference);
  if (!read) return undefined;
  const file = { ...read, history: await allEntries(needs, read) };
  if (file.history.length !== file.need.version || !isIntactNeed(file))
    throw new UnreadableRecord('chain broken');
  return file;
}
