import { deepStrictEqual as same } from 'node:assert/strict';
import { cardOf } from '../../lambdas/domain/need/make-card.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { deputiesOn } from '../../lambdas/domain/organisation/organisation.ts';
import { seesCard } from '../../lambdas/domain/overview/access.ts';
import { boardOf } from '../../lambdas/domain/overview/board.ts';
import type { Day } from '../../lambdas/domain/time/time.ts';

const closed = ['referred', 'withdrawn', 'declined', 'completed'];

/** Holds a need against the boards: an open one is on those of its areas and on that of all, once; and only they see it who may. */
export function assertOnItsBoards(organisation: Organisation, need: Need, today: Day): void {
  const card = cardOf(need);
  const timesOn = (area?: (typeof need.areas)[number]) =>
    boardOf(organisation, { cards: [card], open: [card], today }, { area })
      .columns.flatMap(({ lines }) => lines)
      .filter((line) => line.card.reference === need.reference).length;
  if (!closed.includes(need.status)) {
    same(timesOn(), 1, 'an open need is on the board of all');
    for (const { id } of organisation.areas) same(timesOn(id), need.areas.includes(id) ? 1 : 0);
  }
  for (const { id } of organisation.people)
    same(seesCard(organisation, card, id, today), maySee(organisation, need, id, today), id);
}

/* By the words of the model: staff see their areas and departments, those who lead or oversee all of it. */
export function maySee(organisation: Organisation, need: Need, person: string, today: Day): boolean {
  const { areas, departments, modelManager, modelOwner, registrars } = organisation;
  if (need.held) return person === modelManager;
  const overseers: readonly string[] = [modelManager, modelOwner, ...registrars];
  if (overseers.includes(person) || areas.some(({ lead }) => lead === person)) return true;
  const theirs = areas.filter(({ id }) => need.areas.includes(id));
  const heads = (ids: readonly string[]) =>
    departments.some(({ id, head }) => ids.includes(id) && head === person);
  return (
    theirs.some(({ developers }) => developers.some((id) => id === person)) ||
    heads([...need.departments, ...theirs.flatMap((area) => area.departments)]) ||
    departments.some(
      (department) =>
        need.departments.includes(department.id) && deputiesOn(department, today).some((id) => id === person),
    )
  );
}
