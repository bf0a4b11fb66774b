import { fieldsOf } from '../../lambdas/domain/need/fields.ts';
import type { Field } from '../../lambdas/domain/need/fields.ts';
import type { Actor } from '../../lambdas/domain/need/event.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import type { ActionName } from '../../lambdas/domain/need/workflow.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import { dayOf, daysAfter, later } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { as, pure, submitter } from '../domain/fixtures.ts';
import { actAs, storeNeed } from './stored.ts';

/** Chooses among things. */
export type Pick = <Value>(values: readonly Value[]) => Value;

/** Choices that follow from one number (a linear congruential generator). */
export function picking(seed: number): Pick {
  let state = seed;
  return (values) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return values[Math.floor((state / 2 ** 32) * values.length)] as (typeof values)[number];
  };
}

/* What leads on comes more often than what leads out, so that needs come to their end. */
const weights: Readonly<Partial<Record<ActionName, number>>> = {
  ...{ take: 4, answer: 6, coordinate: 10, raise: 8, bypass: 3, advise: 16, approve: 20 },
  ...{ start: 8, resume: 8, complete: 4, evaluate: 8, defer: 6, decline: 6 },
};
const everybody: readonly Actor[] = [...pure.people.map(({ id }) => as(id)), submitter];

const valueOf = (pick: Pick, today: ReturnType<typeof dayOf>, field: Field): unknown => {
  switch (field.kind) {
    case 'text':
      return field.isAddress ? 'ny@example.org' : field.isMeeting ? 'M26-7KQ4M' : 'Något';
    case 'date':
      return daysAfter(today, pick([20, 60, 200]));
    case 'choice':
      return pick(field.options);
    case 'choices':
      return [pick(field.options)];
  }
};

/** Plays what happens to a need until a moment: people do, now and then, what is open to them. */
export async function playNeed(
  store: NeedStore,
  reference: Reference,
  pick: Pick,
  { from, until }: { readonly from: Instant; readonly until: Instant },
): Promise<void> {
  const given = {
    reference,
    ...pick([{ departments: ['shared', 'responsible'] }, { areas: ['north'] }, { areas: ['east'] }, {}]),
    ...pick([{ school: 'nursing' }, { school: 'law' }, {}]),
  };
  await storeNeed(store, pure, given, from);
  const pace = pick([1, 5, 30]);
  for (let at = from, steps = 0; steps < 40; steps++) {
    at = later(at, pick([2, 24, 50, 240]) * pace * 3_600_000);
    if (at >= until) return;
    const file = await store.read(reference);
    if (!file) return;
    const open = everybody.flatMap((actor) => {
      const permissions = permissionsOf(pure, file.need, actor, dayOf(at));
      return permissions.actions.flatMap((action) =>
        Array.from({ length: weights[action] ?? 1 }, () => ({ actor, action, permissions })),
      );
    });
    if (open.length === 0) return;
    const { actor, action, permissions } = pick(open);
    const fields = fieldsOf(permissions, action)
      .filter((field) => !('options' in field) || field.options.length > 0)
      .filter(({ required }) => required || pick([true, false]));
    const filled = fields.map((field) => [field.name, valueOf(pick, dayOf(at), field)] as const);
    await actAs({ store, organisation: pure }, reference, [action, actor, Object.fromEntries(filled)], at);
  }
}
