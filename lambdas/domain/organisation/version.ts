import type { Instant } from '../time/time.ts';
import type { NamedDeputies } from './deputies.ts';

/** A change of the organisation file since deployment. Versions are numbered from 1, kept, and never changed. */
export interface OrganisationVersion {
  readonly number: number;
  readonly at: Instant;
  /** Who made it, as the operator's machine names them. */
  readonly by: string;
  /** The organisation file as it was applied; where there is none, the deployed file holds again. */
  readonly file?: unknown;
}

/** What has changed since deployment. */
export interface Changes {
  readonly version?: OrganisationVersion | undefined;
  readonly deputies?: NamedDeputies | undefined;
}

/**
 * What an organisation with these changes is called, on events too: `3.1` is version 3 of the file, and the first change of the deputies
 * that heads have named. Nothing where nothing has changed.
 */
export const labelOf = ({ version, deputies }: Changes): string | undefined =>
  version || deputies ? `${version?.number ?? 0}.${deputies?.version ?? 0}` : undefined;
