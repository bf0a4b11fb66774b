import type { Organisation } from '../domain/organisation/organisation.ts';
import type { OrganisationAnswer } from './contract.ts';

/** What anyone may know of the organisation (docs/http.md, "Routes"): no people, no addresses. */
export const organisationJson = ({ areas, departments, schools }: Organisation): OrganisationAnswer => ({
  areas: areas.map(({ id, name, topics, departments: members }) => ({
    id,
    name,
    topics,
    departments: members,
  })),
  departments: departments.map(({ id, name }) => ({ id, name })),
  schools: schools.map(({ id, name }) => ({ id, name })),
});
