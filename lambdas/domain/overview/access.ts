import type { Card } from '../need/card.ts';
import { needOn } from '../need/make-card.ts';
import type { AreaId, DepartmentId, PersonId } from '../organisation/ids.ts';
import { deputiesOn } from '../organisation/organisation.ts';
import type { Area, Organisation } from '../organisation/organisation.ts';
import { rolesOf } from '../organisation/permissions.ts';
import type { Day } from '../time/time.ts';
import type { AnyCard } from './any-card.ts';

/* Who sees which lists (docs/design.md, "Overview"). */

/** Who reads the register, and with it needs that may be secret: the model's manager and owner, and registrars. */
export const readsRegister = (
  { modelManager, modelOwner, registrars }: Organisation,
  person: PersonId,
): boolean => [modelManager, modelOwner, ...registrars].includes(person);

/** Who exports a whole need: registrars and the model's manager. */
export const mayExport = ({ modelManager, registrars }: Organisation, person: PersonId): boolean =>
  [modelManager, ...registrars].includes(person);

/** Whether somebody sees the needs and the work of every area: who leads an area, the model's manager and owner, and registrars. */
export const seesAll = (organisation: Organisation, person: PersonId): boolean =>
  readsRegister(organisation, person) || organisation.areas.some(({ lead }) => lead === person);

/** Whether somebody oversees the model: its manager or its owner. They see figures, and what is stuck. */
export const oversees = ({ modelManager, modelOwner }: Organisation, person: PersonId): boolean =>
  modelManager === person || modelOwner === person;

/** The departments that somebody heads on a day, themselves or in the head's place. */
export const headedBy = (
  { departments }: Organisation,
  person: PersonId,
  today: Day,
): readonly DepartmentId[] =>
  departments
    .filter((department) => department.head === person || deputiesOn(department, today).includes(person))
    .map(({ id }) => id);

/** The areas in which somebody works on a day: they lead or develop it, or head one of its departments. */
export function areasOf(organisation: Organisation, person: PersonId, today: Day): readonly Area[] {
  const headed = headedBy(organisation, person, today);
  return organisation.areas.filter(
    ({ lead, developers, departments }) =>
      lead === person || developers.includes(person) || departments.some((id) => headed.includes(id)),
  );
}

/** The areas whose boards somebody sees. */
export const boardsOf = (organisation: Organisation, person: PersonId, today: Day): readonly Area[] =>
  seesAll(organisation, person) ? organisation.areas : areasOf(organisation, person, today);

/** Who may change a piece of work, and note another: the developers and heads of its area and of its department. */
export const mayChangeWork = (
  organisation: Organisation,
  { area, responsible }: { readonly area: AreaId; readonly responsible: DepartmentId },
  person: PersonId,
  today: Day,
): boolean =>
  areasOf(organisation, person, today).some(({ id }) => id === area) ||
  headedBy(organisation, person, today).includes(responsible);

/** Who sees a piece of work: those who may change it, and those who see every area. */
export const seesWork = (
  organisation: Organisation,
  work: { readonly area: AreaId; readonly responsible: DepartmentId },
  person: PersonId,
  today: Day,
): boolean => seesAll(organisation, person) || mayChangeWork(organisation, work, person, today);

/** Whether somebody may see a need or a piece of work in a list. A need that is held is the model manager's alone. */
export function seesCard(organisation: Organisation, card: AnyCard, person: PersonId, today: Day): boolean {
  if (card.kind === 'work') {
    const work = { area: card.areas[0] as AreaId, responsible: card.responsible };
    return seesWork(organisation, work, person, today);
  }
  if (card.held) return organisation.modelManager === person;
  return rolesOf(organisation, needOn(card), { kind: 'person', person }, today).some(
    ({ kind }) => kind !== 'submitter',
  );
}

/** A need as its submitter sees it in a list: without what only staff are told. */
export const asSubmitted = ({
  held: _held,
  disagreement: _disagreement,
  insteadOf: _others,
  ...card
}: Card): Card => card;
