import { differencesBetween } from '../../domain/organisation/difference.ts';
import type { Difference } from '../../domain/organisation/difference.ts';
import { peopleWhoLose } from '../../domain/organisation/lost-roles.ts';
import { OrganisationMistakes, parseOrganisation } from '../../domain/organisation/organisation-file.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { withNamed } from '../../domain/organisation/deputies.ts';
import type { OrganisationVersion } from '../../domain/organisation/version.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Organisations } from '../ports/organisations.ts';
import type { Sessions } from '../ports/sessions.ts';
import { addressesOf } from '../session/identity.ts';
import { organisationWith } from './changed.ts';

/** The organisation as it holds, and the version of the file, where one has been applied since deployment. */
export interface Holding {
  readonly organisation: Organisation;
  readonly version: OrganisationVersion | undefined;
}

/** Where the file that was applied last cannot be used, the deployed one holds, as for a function that starts. */
export async function holding(deployed: Organisation, store: Organisations): Promise<Holding> {
  const [versions, deputies] = await Promise.all([store.versions(), store.readDeputies()]);
  const version = versions.at(-1);
  try {
    return { organisation: organisationWith(deployed, { version, deputies }), version };
  } catch (fault) {
    if (!(fault instanceof OrganisationMistakes)) throw fault;
    return { organisation: organisationWith(deployed, { deputies }), version };
  }
}

/** What another organisation would change. */
export interface Plan {
  readonly before: Holding;
  readonly after: Organisation;
  readonly differences: readonly Difference[];
  /** The file as it was written; nothing where the deployed one is to hold. */
  readonly file: unknown;
}

/**
 * What an organisation file would change, with the deputies whom heads have named.
 * @param file as it was written; nothing for the deployed one
 * @throws OrganisationMistakes when the file cannot be used
 */
export async function planOf(deployed: Organisation, store: Organisations, file: unknown): Promise<Plan> {
  const before = await holding(deployed, store);
  const given = file === undefined ? deployed : parseOrganisation(file);
  const after = withNamed(given, await store.readDeputies());
  const { version: _label, ...holds } = before.organisation;
  return { before, after, differences: differencesBetween(holds, after), file };
}

/**
 * Stores a file as the next version, and signs out whoever loses a role by it.
 * @param by who applies it
 * @returns the version and how many sessions have ended; nothing where another version has come first
 */
export async function apply(
  store: Organisations & Sessions,
  { before, after, file }: Plan,
  { by, clock }: { readonly by: string; readonly clock: Clock },
): Promise<{ readonly version: OrganisationVersion; readonly ended: number } | undefined> {
  const at = clock();
  const number = (before.version?.number ?? 0) + 1;
  const version = { number, at, by, ...(file !== undefined && { file }) };
  if (!(await store.addVersion(version))) return undefined;
  let ended = 0;
  for (const person of peopleWhoLose(before.organisation, after, dayOf(at)))
    ended += await signOut(store, addressesOf(person));
  return { version, ended };
}

/** Ends every session of these addresses. @returns how many there were */
export async function signOut(store: Sessions, addresses: ReturnType<typeof addressesOf>): Promise<number> {
  const sessions = (await Promise.all(addresses.map((address) => store.sessionsOf(address)))).flat();
  for (const session of sessions) await store.endSession(session);
  return sessions.length;
}
