import { changesIn } from '../adapters/dynamodb/organisations.ts';
import type { Table } from '../adapters/dynamodb/table.ts';
import { currentOrganisation } from '../app/organisation/current.ts';
import type { Current } from '../app/organisation/current.ts';
import { log } from './log.ts';
import { clock, deployedOrganisation as deployed } from './runtime.ts';

/** The organisation as it holds: what is stored in the table goes before what was deployed. */
export const organisationOf = (table: Table): Current =>
  currentOrganisation({
    ...{ deployed, clock, log },
    store: changesIn(table),
    change: async (...given) => (await import('../app/organisation/changed.ts')).organisationWith(...given),
  });

/** What pages say of the site, as the organisation holds. */
export const siteOf = (current: Current, baseUrl: string) => ({
  get organisation() {
    return current.organisation;
  },
  baseUrl,
});
