import { cardOf } from '../../domain/need/make-card.ts';
import type { Need } from '../../domain/need/need.ts';
import { daysOfLastReminder, waitOf } from '../../domain/notice/reminders.ts';
import type { Organisation, Person } from '../../domain/organisation/organisation.ts';
import { workingDaysAfter } from '../../domain/time/calendar.ts';
import type { Day } from '../../domain/time/time.ts';
import { addressHashOf } from '../hash.ts';
import type { AllSettings } from '../ports/all-settings.ts';
import type { Letters } from '../ports/letters.ts';

/** Who has been reminded of a need when, or has put it off to which day. */
export interface Reminded {
  readonly person: Person;
  readonly how: 'reminded' | 'put-off';
  readonly day: Day;
}

/** The last reminders of a need, by the letters of those it waits for. Costs nothing before the first reminder is due. */
export async function remindedOf(
  { organisation, store }: { readonly organisation: Organisation; readonly store: AllSettings & Letters },
  need: Need,
  today: Day,
): Promise<readonly Reminded[]> {
  const wait = waitOf(organisation, cardOf(need), today);
  const waited = wait && daysOfLastReminder(organisation, wait);
  if (!wait || waited === undefined) return [];
  const day = workingDaysAfter(wait.since, waited, organisation.closed);
  const people = organisation.people.filter(({ id }) => wait.people.includes(id));
  const settings = store.settingsOf(people.map(({ email }) => addressHashOf(email)));
  const found = await Promise.all(
    people.map(async (person): Promise<readonly Reminded[]> => {
      const address = addressHashOf(person.email);
      const [letter, chosen] = await Promise.all([
        store.readLetter({ address, id: `reminder-${day}` }),
        settings.then((all) => all.get(address)),
      ]);
      const putOff = chosen?.remindOn?.[need.reference];
      if (putOff !== undefined && putOff > today) return [{ person, how: 'put-off', day: putOff }];
      return letter?.notice.state === 'sent' ? [{ person, how: 'reminded', day }] : [];
    }),
  );
  return found.flat();
}
