import { addressHashOf } from '../../lambdas/app/hash.ts';
import type { EventId } from '../../lambdas/domain/need/event-id.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { newLetter } from '../../lambdas/domain/notice/letter.ts';
import type { Letter } from '../../lambdas/domain/notice/letter.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { now } from '../domain/fixtures.ts';

/** A letter about one need that has just been written. */
export const letterFor = (email: string, id = 'assigned-2026-11-23-abc'): Letter =>
  newLetter({
    ...{ id, kind: 'assigned', to: 'lisa-eliasson' as PersonId, address: addressHashOf(email), at: now },
    needs: [{ reference: 'B26-7KQ4M' as Reference, title: 'Salarna saknar hörslinga' }],
  });

/** A digest of one event. */
export const digestFor = (email: string, event: EventId): Letter =>
  newLetter({
    ...{ id: 'digest-2026-11-24', kind: 'digest', to: 'lisa-eliasson' as PersonId, at: later(now, 1000) },
    ...{ address: addressHashOf(email), events: [event] },
  });
