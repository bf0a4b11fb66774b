import { makeLink } from '../../lambdas/app/need/make-link.ts';
import type { EventId } from '../../lambdas/domain/need/event-id.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { pure, shipped } from '../domain/fixtures.ts';
import { contact, ids } from './needs.ts';

/** A link for somebody in the organisation that ships or in the small one, or for the submitter, as a mail brings it. */
export function linkFor(event: EventId, holder: Recipient, now: Instant) {
  const person = [...shipped.people, ...pure.people].find(({ id }) => id === holder);
  return makeLink(ids, { event, holder, address: person?.email ?? contact.email, now });
}
