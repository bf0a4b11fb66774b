import type { Organisation } from '../../domain/organisation/organisation.ts';
import { permissionsOf } from '../../domain/organisation/permissions.ts';
import { decide } from '../../domain/need/decide.ts';
import type { NeedEvent } from '../../domain/need/event.ts';
import type { Reference } from '../../domain/need/reference.ts';
import { dayOf, later } from '../../domain/time/time.ts';
import { followingStep, nextStep, nextStepAt } from '../../domain/need/next-step.ts';
import type { Need } from '../../domain/need/need.ts';
import type { SystemStep } from '../../domain/need/workflow.ts';
import { hashOf } from '../hash.ts';
import type { Clock } from '../ports/clock.ts';
import type { Needs } from '../ports/needs.ts';
import type { Outbox } from '../ports/outbox.ts';
import { record } from './record.ts';

/** What a referred need has to tell of the need that it is the same as. */
async function following(
  store: Pick<Needs, 'read'>,
  need: Extract<Need, { status: 'referred' }>,
): Promise<SystemStep | undefined> {
  const other = need.sameAs && (await store.read(need.sameAs.reference));
  return other && followingStep(need, other.need);
}

const aYear = 365 * 24 * 3_600_000;

/**
 * Does what the system owes a need: reminds its submitter of a question, ends the wait for the answer, asks whether it helped, or takes
 * it up on its review date. One step at a time, however late, in two calls to the store. The step rests on the version that was read, so
 * that of two at once, or of a step and a person's action, one happens: whoever comes second leaves the need to the next round.
 * @returns what happened; nothing when nothing was due.
 */
export const takeNextStep =
  ({
    organisation,
    store,
    clock,
  }: {
    organisation: Organisation;
    store: Needs & Pick<Outbox, 'postponeNeed'>;
    clock: Clock;
  }) =>
  async (reference: Reference): Promise<NeedEvent | undefined> => {
    const file = await store.read(reference);
    const now = clock();
    if (file?.need.nextStepAt === undefined || now < file.need.nextStepAt) return undefined;
    const { need } = file;
    const step = need.status === 'referred' ? await following(store, need) : nextStep(organisation, need);
    if (!step && need.status === 'referred') {
      /* Nothing has become of the other yet: it is looked at again on the next working morning. */
      await store.postponeNeed(reference, nextStepAt(organisation, need, now) ?? later(now, aYear));
      return undefined;
    }
    /* Planned by an earlier release, when this status had steps. */
    if (!step) {
      await store.postponeNeed(reference, later(now, aYear));
      return undefined;
    }
    const permissions = permissionsOf(organisation, need, { kind: 'system' }, dayOf(now));
    const verdict = decide(permissions, step, need.version, now);
    if (verdict.kind !== 'happened') {
      throw new Error(`${reference} is due, but no step fits it as it stands (${need.status})`);
    }
    const request = hashOf(JSON.stringify(['system', verdict.event.action, need.version]));
    const recorded = await record({ organisation, store }, file, verdict, { request, today: dayOf(now) });
    return recorded === 'stored' ? verdict.event : undefined;
  };
