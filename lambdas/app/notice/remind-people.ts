import { newLetter } from '../../domain/notice/letter.ts';
import { remindersOn } from '../../domain/notice/reminders.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import { isWorkingDay } from '../../domain/time/calendar.ts';
import { dayOf, daysAfter, morningOf } from '../../domain/time/time.ts';
import { addressHashOf } from '../hash.ts';
import type { AllSettings } from '../ports/all-settings.ts';
import type { Cards } from '../ports/cards.ts';
import type { Clock } from '../ports/clock.ts';
import type { Letters } from '../ports/letters.ts';
import type { Log } from '../ports/log.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly store: Cards & Letters & AllSettings;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * On working mornings writes a letter to each person for whom something has waited long enough. It works once a day however often it
 * is called, and makes up for mornings that were missed. Otherwise it costs one read.
 */
export const remindPeople =
  ({ organisation, store, clock, log }: Deps) =>
  async (): Promise<void> => {
    const now = clock();
    const today = dayOf(now);
    const last = (await store.readReminded()) ?? daysAfter(today, -1);
    if (last >= today || now < morningOf(today) || !isWorkingDay(today, organisation.closed)) return;

    const [{ cards, meetings }, settings] = await Promise.all([
      store.openCards(),
      store.settingsOf(organisation.people.map(({ email }) => addressHashOf(email))),
    ]);
    const settingsOf = (id: (typeof organisation.people)[number]['id']) => {
      const person = personIn(organisation, id);
      return person && settings.get(addressHashOf(person.email));
    };
    const reminders = remindersOn(organisation, cards, { today, last, settingsOf, meetings });
    for (const { to, ...waiting } of reminders) {
      const person = personIn(organisation, to);
      if (!person) continue;
      const address = addressHashOf(person.email);
      /* Written twice it is the same letter. */
      await store.writeLetter(
        newLetter({ id: `reminder-${today}`, kind: 'reminder', to, address, at: now, ...waiting }),
      );
    }
    await store.writeReminded(today);
    if (reminders.length > 0) log('people reminded', { letters: reminders.length });
  };
