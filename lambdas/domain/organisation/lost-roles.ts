import type { Day } from '../time/time.ts';
import type { PersonId } from './ids.ts';
import { personIn } from './organisation.ts';
import type { Organisation, Person } from './organisation.ts';

/** The people who have a role in an organisation and have lost it in another, have left it, or are mailed at another address there. */
export const peopleWhoLose = (before: Organisation, after: Organisation, today: Day): readonly Person[] =>
  before.people.filter((person) => {
    const same = personIn(after, person.id);
    if (same?.email !== person.email) return true;
    const kept = rolesIn(after, person.id, today);
    return rolesIn(before, person.id, today).some((role) => !kept.includes(role));
  });

/** The roles of a person in the organisation, whatever the need; also as a deputy, until the period ends. */
const rolesIn = (organisation: Organisation, id: PersonId, today: Day): readonly string[] => {
  const { modelManager, modelOwner, registrars, areas, departments, schools } = organisation;
  return [
    ...(modelManager === id ? ['manager'] : []),
    ...(modelOwner === id ? ['owner'] : []),
    ...(registrars.includes(id) ? ['registrar'] : []),
    ...areas.filter(({ lead }) => lead === id).map((area) => `lead ${area.id}`),
    ...areas.filter(({ developers }) => developers.includes(id)).map((area) => `developer ${area.id}`),
    ...departments.filter(({ head }) => head === id).map((department) => `head ${department.id}`),
    ...departments
      .filter(({ deputies }) => deputies.some(({ person, to }) => person === id && to >= today))
      .map((department) => `deputy ${department.id}`),
    ...schools
      .filter(({ representatives }) => representatives.some(({ person }) => person === id))
      .map((school) => `representative ${school.id}`),
  ];
};
