import type { Organisation } from '../../domain/organisation/organisation.ts';
import { labelOf } from '../../domain/organisation/version.ts';
import type { Changes } from '../../domain/organisation/version.ts';
import { later } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Organisations } from '../ports/organisations.ts';

/* In milliseconds. */
const aMinute = 60_000;

interface Deps {
  /** The deployed organisation. */
  readonly deployed: Organisation;
  readonly store: Pick<Organisations, 'readChanges'>;
  /** The deployed organisation with its changes. @throws OrganisationMistakes when they cannot be used */
  readonly change: (deployed: Organisation, changes: Changes) => Promise<Organisation>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A copy of the organisation as it holds, for as long as this process lives. */
export interface Current {
  /** The copy. It is another object only where the organisation has changed. */
  readonly organisation: Organisation;
  /** Whether it has never been read. */
  readonly isUnread: boolean;
  /**
   * Reads the organisation where the copy is older than a minute: one call to the store. Where the store does not answer, the copy stays.
   * @throws StoreBusy and StoreOutOfReach where it has never been read
   */
  renew(): Promise<void>;
  /** Gives what is made of the organisation, and makes it anew when that has changed. */
  make<Made>(make: (organisation: Organisation) => Made): () => Made;
}

/**
 * The organisation as it holds: the version stored last, or the deployed file where there is none, with the deputies whom heads have
 * named. A version that cannot be read changes nothing.
 */
export function currentOrganisation({ deployed, store, change, clock, log }: Deps): Current {
  let organisation = deployed;
  let readAt: Instant | undefined;
  let reading: Promise<void> | undefined;

  async function read(): Promise<void> {
    const at = clock();
    const changes = await store.readChanges();
    if (labelOf(changes) !== organisation.version) await take(changes);
    readAt = at;
  }

  async function take(changes: Changes): Promise<void> {
    try {
      organisation = await change(deployed, changes);
    } catch (fault) {
      log('organisation unreadable', { version: changes.version?.number ?? 0, fault: nameOf(fault) });
    }
  }

  return {
    get organisation() {
      return organisation;
    },
    get isUnread() {
      return readAt === undefined;
    },
    async renew() {
      if (readAt !== undefined && clock() < later(readAt, aMinute)) return;
      reading ??= read().finally(() => {
        reading = undefined;
      });
      try {
        await reading;
      } catch (fault) {
        if (readAt === undefined) throw fault;
        log('organisation not read', { fault: nameOf(fault) });
      }
    },
    make(make) {
      let of: Organisation | undefined;
      let made: ReturnType<typeof make>;
      return () => {
        if (of !== organisation) {
          of = organisation;
          made = make(organisation);
        }
        return made;
      };
    },
  };
}

const nameOf = (fault: unknown): string => (fault instanceof Error ? fault.name : 'unknown');
