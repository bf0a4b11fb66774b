import { personIn } from '../domain/organisation.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { Instant } from '../domain/time.ts';
import type { Recipient } from '../domain/told.ts';
import { anew } from './instead.ts';
import { isTroubled, Unreadable } from './ports.ts';
import type { Clock, EventName, Log, NeedFile, NeedStore, Notice } from './ports.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly store: NeedStore;
  readonly clock: Clock;
}

/** A notice that has not reached its person, or was unwanted. */
export interface Troubled extends EventName {
  readonly notice: Notice;
  /** The latest event that the same person has not been told of, where that is not this one. */
  readonly supersededBy?: number;
}

/** What somebody has not been told about a need. */
export function troubledIn({ need: { reference }, history }: NeedFile): readonly Troubled[] {
  const found = history.flatMap(({ notices }, index) =>
    notices.filter(isTroubled).map((notice) => ({ reference, version: index + 1, notice })),
  );
  return found.map((one) => {
    const last = found.findLast(({ notice }) => notice.to === one.notice.to);
    return last && last !== one ? { ...one, supersededBy: last.version } : one;
  });
}

/* Of what is still to be sent, however late it is due. */
const ever = '9999-12-31T23:59:59.999Z' as Instant;

/** The same of all needs. One that cannot be read is logged, by its reference. */
export const listTroubled =
  ({ store, log }: Pick<Deps, 'store'> & { readonly log: Log }) =>
  async (): Promise<readonly Troubled[]> => {
    const events = [...(await store.troubledEvents()), ...(await store.dueEvents(ever, Infinity))];
    const found: Troubled[] = [];
    for (const reference of new Set(events.map((event) => event.reference))) {
      try {
        const file = await store.read(reference);
        if (file) found.push(...troubledIn(file));
      } catch (fault) {
        if (!(fault instanceof Unreadable)) throw fault;
        log('unreadable', { reference });
      }
    }
    return found;
  };

/**
 * Makes a notice due again as if it had never been tried; the next sweep sends it. Mail to its address is taken up again.
 * @returns `false` when there is no such notice, or it is on its way already.
 */
export const resendNotice =
  ({ organisation, store, clock }: Deps) =>
  async ({ reference, version }: EventName, to: Recipient): Promise<boolean> => {
    const file = await store.read(reference);
    const before = file?.history[version - 1]?.notices.find((notice) => notice.to === to);
    if (!file || !before || before.state === 'pending') return false;
    const address = to === 'submitter' ? file.contact?.email : personIn(organisation, to)?.email;
    if (address !== undefined) await store.unflag(address);
    const now = clock();
    return store.amend({ reference, version }, before, anew(before, now), { dueAt: now });
  };
