import type { Need } from '../../domain/need/need.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { permissionsOf } from '../../domain/organisation/permissions.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import { actorOf } from '../need/links.ts';

/** Whether a need waits for a recipient to do something. */
export type Asks = (need: Need, recipient: Recipient, now: Instant) => boolean;

export const asksIn =
  (organisation: Organisation): Asks =>
  (need, recipient, now) =>
    permissionsOf(organisation, need, actorOf(recipient), dayOf(now)).isAsked;
