import { decide } from '../../domain/need/decide.ts';
import type { Need } from '../../domain/need/need.ts';
import type { Reference } from '../../domain/need/reference.ts';
import { isOpenStatus } from '../../domain/need/workflow.ts';
import type { InputOf } from '../../domain/need/workflow.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { permissionsOf } from '../../domain/organisation/permissions.ts';
import { dayOf } from '../../domain/time/time.ts';
import { hashOf } from '../hash.ts';
import { record } from '../need/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Needs } from '../ports/needs.ts';
import { StoreBusy } from '../ports/store.ts';
import { mostTries } from '../tries.ts';

/**
 * Keeps with a need what was said of it in a meeting, beside its steering group's advice. The same words again change nothing.
 * @returns the need after it; `closed` where it is not open any more, or the meeting is over; nothing where there is none
 */
export const hear =
  ({
    organisation,
    store,
    clock,
  }: {
    readonly organisation: Organisation;
    readonly store: Needs;
    readonly clock: Clock;
  }) =>
  async (
    reference: Reference,
    input: InputOf<'hear'>,
  ): Promise<{ readonly kind: 'heard' | 'closed'; readonly need: Need } | { readonly kind: 'unknown' }> => {
    for (let attempt = 0; attempt < mostTries; attempt++) {
      const now = clock();
      const file = await store.read(reference);
      if (!file) return { kind: 'unknown' };
      const { need } = file;
      const isSaid = need.voices?.some(({ at: _at, ...voice }) => isSame(voice, input)) === true;
      if (isSaid) return { kind: 'heard', need };
      if (!isOpenStatus(need.status)) return { kind: 'closed', need };
      const permissions = permissionsOf(organisation, need, { kind: 'system' }, dayOf(now));
      const verdict = decide(permissions, { name: 'hear', input }, need.version, now);
      if (verdict.kind !== 'happened')
        throw new Error(`nothing can be said of ${reference} (${need.status})`);
      const request = hashOf(JSON.stringify(['hear', need.version, input]));
      const recorded = await record({ organisation, store }, file, verdict, { request, today: dayOf(now) });
      if (recorded === 'stored') return { kind: 'heard', need: verdict.need };
      if (recorded === 'meeting-over') return { kind: 'closed', need };
    }
    throw new StoreBusy(`${mostTries} races lost in a row`);
  };

const isSame = (one: object, other: object): boolean => {
  const sorted = (said: object) => JSON.stringify(Object.entries(said).sort());
  return sorted(one) === sorted(other);
};
