import type { Need } from '../domain/need.ts';
import { deputiesOn } from '../domain/organisation.ts';
import { isAsked } from '../domain/rights.ts';
import type { Organisation, PersonId } from '../domain/organisation.ts';
import type { Day, Instant } from '../domain/time.ts';
import type { Recipient } from '../domain/told.ts';
import type { NeedFile } from './ports.ts';
import { viewFor } from './view.ts';

/** Whether the need waits for this recipient to do something. */
export type Asks = (file: NeedFile, recipient: Recipient, now: Instant) => boolean;

export const asksIn =
  (organisation: Organisation): Asks =>
  (file, recipient, now) =>
    isAsked(
      file.need,
      viewFor(organisation, file, recipient, now).actions.map(({ name }) => name),
    );

/**
 * Who is asked when mail to a person has come back: whoever stands in for them today, else who leads the area, in the end the
 * model's manager. Of these, the first who has not been told of the event already.
 */
export function insteadOf(
  organisation: Organisation,
  need: Need,
  recipient: Recipient,
  told: readonly Recipient[],
  today: Day,
): PersonId | undefined {
  const { departments, areas, modelManager } = organisation;
  const lead = need.coordination?.leadArea;
  const candidates = [
    ...departments
      .filter(({ id, head }) => head === recipient && need.departments.includes(id))
      .flatMap((department) => deputiesOn(department, today)),
    ...areas.filter(({ id }) => id === lead),
    ...areas.filter(({ id }) => need.areas.includes(id)),
  ].map((candidate) => (typeof candidate === 'string' ? candidate : candidate.lead));
  return [...candidates, modelManager].find((person) => !told.includes(person));
}
