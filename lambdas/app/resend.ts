import { personIn } from '../domain/organisation.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { Recipient } from '../domain/told.ts';
import { anew } from './instead.ts';
import type { Clock, EventName, NeedStore, Notice } from './ports.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly store: NeedStore;
  readonly clock: Clock;
}

type TroubledNotice = EventName & { readonly notice: Notice };

/** Every notice that has failed or come back, of events of which nothing is pending. */
export const listTroubled =
  ({ store }: Pick<Deps, 'store'>) =>
  async (): Promise<readonly TroubledNotice[]> => {
    const found: TroubledNotice[] = [];
    for (const event of await store.troubledEvents()) {
      const file = await store.read(event.reference);
      const notices = file?.history[event.version - 1]?.notices ?? [];
      found.push(
        ...notices
          .filter(({ state }) => state === 'failed' || state === 'bounced')
          .map((notice) => ({ ...event, notice })),
      );
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
