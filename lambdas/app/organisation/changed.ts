import { withNamed } from '../../domain/organisation/deputies.ts';
import { parseStoredOrganisation } from '../../domain/organisation/organisation-file.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { labelOf } from '../../domain/organisation/version.ts';
import type { Changes } from '../../domain/organisation/version.ts';

/* Loaded only where the organisation has changed since deployment. */

/**
 * The organisation with what has changed since it was deployed.
 * @throws OrganisationMistakes when the file that was applied last cannot be used
 */
export function organisationWith(deployed: Organisation, changes: Changes): Organisation {
  const { version, deputies } = changes;
  const file = version?.file === undefined ? deployed : parseStoredOrganisation(version.file);
  const label = labelOf(changes);
  return {
    ...(deputies ? withNamed(file, deputies) : file),
    ...(label !== undefined && { version: label }),
  };
}
