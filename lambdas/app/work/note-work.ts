import type { Organisation, Person } from '../../domain/organisation/organisation.ts';
import { mayChangeWork } from '../../domain/overview/access.ts';
import { dayOf } from '../../domain/time/time.ts';
import { workAfter, workIdFrom } from '../../domain/work/work.ts';
import type { Work, WorkContent, WorkId } from '../../domain/work/work.ts';
import { isIntact, nextInChain } from '../chain.ts';
import { hashOf } from '../hash.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { WorkFile, Works } from '../ports/works.ts';
import { mostTries } from '../tries.ts';

/** What became of a request to note or change work. `never`: it is not theirs to change; `moved-on`: it has been changed meanwhile. */
export type Noted =
  | { readonly kind: 'noted'; readonly work: Work }
  | { readonly kind: 'never' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'moved-on'; readonly work: Work };

interface Deps {
  readonly organisation: Organisation;
  readonly store: Works;
  readonly ids: Pick<Ids, 'referenceBytes'>;
  readonly clock: Clock;
}

/** Whether no change of work has been altered, removed, added or moved since it was recorded; as far as it was read. */
export const isIntactWork = ({ work, history }: WorkFile): boolean => isIntact(work, history);

/**
 * Notes a piece of work.
 * @param key makes it repeatable: the id follows from it, so that the same request sent again meets its own work
 */
export const noteWork =
  ({ organisation, store, ids, clock }: Deps) =>
  async (content: WorkContent, person: Person, key: string | undefined): Promise<Noted> => {
    const at = clock();
    const today = dayOf(at);
    if (!mayChangeWork(organisation, content, person.id, today)) return { kind: 'never' };
    const request = requestOf(person, content);
    for (let attempt = 0; attempt < mostTries; attempt++) {
      const bytes = key === undefined ? ids.referenceBytes() : Buffer.from(hashOf(`${attempt}\n${key}`));
      const id = workIdFrom(today, bytes);
      const event = { id, version: 1, at, by: { person: person.id, name: person.name }, content };
      const work = workAfter(undefined, event);
      if ((await store.saveWork(work, nextInChain(event, [], request))) === 'stored')
        return { kind: 'noted', work };
      const taken = await store.readWork(id);
      if (key !== undefined && taken?.history[0]?.request === request)
        return { kind: 'noted', work: taken.work };
    }
    throw new Error('no free id');
  };

/** Changes a piece of work that was shown in a version. The same request again changes nothing, and has the same answer. */
export const changeWork =
  ({ organisation, store, clock }: Omit<Deps, 'ids'>) =>
  async (
    { id, version }: { readonly id: WorkId; readonly version: number },
    content: WorkContent,
    person: Person,
  ): Promise<Noted> => {
    const at = clock();
    const today = dayOf(at);
    const file = await store.readWork(id);
    if (!file) return { kind: 'unknown' };
    const { work, history } = file;
    const request = requestOf(person, content, version);
    if (history.some((entry) => entry.request === request)) return { kind: 'noted', work };
    const may = [work, content].every((one) => mayChangeWork(organisation, one, person.id, today));
    if (!may) return { kind: 'never' };
    if (version !== work.version) return { kind: 'moved-on', work };
    const event = {
      ...{ id, version: work.version + 1, at, content },
      by: { person: person.id, name: person.name },
    };
    const after = workAfter(work, event);
    if ((await store.saveWork(after, nextInChain(event, history, request))) === 'stored')
      return { kind: 'noted', work: after };
    const now = await store.readWork(id);
    const isSame = now?.history.some((entry) => entry.request === request) === true;
    return { kind: isSame ? 'noted' : 'moved-on', work: now?.work ?? work };
  };

const requestOf = ({ id }: Person, content: WorkContent, version = 0): string =>
  hashOf(JSON.stringify([id, version, content]));
