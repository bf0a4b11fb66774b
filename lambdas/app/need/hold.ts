import { decide } from '../../domain/need/decide.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { Limits } from '../../domain/limits.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { permissionsOf } from '../../domain/organisation/permissions.ts';
import { dayOf } from '../../domain/time/time.ts';
import { hashOf } from '../hash.ts';
import { anHour } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { Counts } from '../ports/counts.ts';
import type { Log } from '../ports/log.ts';
import type { Needs } from '../ports/needs.ts';
import { entryAt } from './history.ts';
import { record } from './record.ts';

/** Reads a need once; `forget` makes the next call read it again. */
export type ReadOnce = Needs['read'] & { readonly forget: (reference: Reference) => void };

interface Deps {
  readonly read: ReadOnce;
  readonly organisation: Organisation;
  readonly store: Needs & Counts;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Holds a new need when more than `unconfirmedPerHour` have come this hour from addresses that are not confirmed. Its staff are told
 * when the address is confirmed, or when the model's manager releases it. It counts here, where the first mails are to be sent, so that
 * a submission stays one call.
 */
export async function holdIfFlooded(
  { read, organisation, store, limits, clock, log }: Deps,
  reference: Reference,
): Promise<void> {
  const file = await read(reference);
  if (!file || file.need.held || file.need.confirmation !== 'unconfirmed') return;
  const { need } = file;
  const submitted = await entryAt(store, file, 1);
  if (!submitted?.notices.every(({ attempts }) => attempts === 0)) return;
  const now = clock();
  if (await store.count(anHour('unconfirmed', limits.unconfirmedPerHour, now))) return;
  const today = dayOf(now);
  const permissions = permissionsOf(organisation, need, { kind: 'system' }, today);
  const verdict = decide(permissions, { name: 'hold', input: {} }, need.version, now);
  if (verdict.kind !== 'happened') return;
  const request = hashOf(JSON.stringify(['system', 'hold', need.version]));
  if ((await record({ organisation, store }, file, verdict, { request, today })) === 'stored')
    log('need held', { reference });
  read.forget(reference);
}
