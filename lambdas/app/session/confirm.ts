import type { AddressHash } from '../../domain/email-address.ts';
import { decide } from '../../domain/need/decide.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { permissionsOf } from '../../domain/organisation/permissions.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import { hashOf } from '../hash.ts';
import { record } from '../need/record.ts';
import type { Log } from '../ports/log.ts';
import type { Needs } from '../ports/needs.ts';
import type { Submitters } from '../ports/submitters.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly store: Needs & Submitters;
  readonly log: Log;
}

/* Of whoever has submitted more, so many needs are looked at. What the person does in their session confirms the others. */
const mostConfirmed = 100;

/**
 * Confirms the address of each need that was submitted with it, for its owner, who has entered a code that was mailed there. A need
 * that cannot be confirmed now keeps nobody from signing in: what the owner does in the session confirms it.
 */
export const confirming =
  (deps: Deps) =>
  async (address: AddressHash, now: Instant): Promise<void> => {
    const failed = (reference?: Reference) => (fault: unknown) =>
      deps.log('address not confirmed', {
        ...(reference && { reference }),
        fault: fault instanceof Error ? fault.name : 'unknown',
      });
    const submitted = (await deps.store.submittedBy(address).catch(failed())) ?? [];
    await Promise.all(
      submitted
        .slice(0, mostConfirmed)
        .map((reference) => confirmOne(deps, reference, now).catch(failed(reference))),
    );
  };

async function confirmOne(
  { organisation, store, log }: Deps,
  reference: Reference,
  now: Instant,
): Promise<void> {
  const file = await store.read(reference);
  if (!file) return;
  const today = dayOf(now);
  const permissions = permissionsOf(organisation, file.need, { kind: 'submitter', readsMail: true }, today);
  const { version } = file.need;
  const verdict = decide(permissions, { name: 'confirm', input: {} }, version, now);
  if (verdict.kind !== 'happened') return;
  const request = hashOf(JSON.stringify(['submitter', 'confirm', version]));
  const { status } = verdict.need;
  if ((await record({ organisation, store }, file, verdict, { request, today })) === 'stored')
    log('action done', { reference, version: verdict.need.version, status });
}
