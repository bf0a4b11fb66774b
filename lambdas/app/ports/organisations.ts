import type { NamedDeputies } from '../../domain/organisation/deputies.ts';
import type { Changes, OrganisationVersion } from '../../domain/organisation/version.ts';

/** What has changed of the organisation since deployment. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export interface Organisations {
  /** The latest version and the deputies whom heads have named, in one call; they may be some seconds old. */
  readChanges(): Promise<Changes>;

  /** All versions, the first first. */
  versions(): Promise<readonly OrganisationVersion[]>;

  /** Stores the next version. @returns whether no other had come first */
  addVersion(version: OrganisationVersion): Promise<boolean>;

  /** The deputies whom heads have named, as they are at this moment. */
  readDeputies(): Promise<NamedDeputies>;

  /** Stores what they have become. @returns whether they were still of the version before */
  saveDeputies(after: NamedDeputies): Promise<boolean>;
}
