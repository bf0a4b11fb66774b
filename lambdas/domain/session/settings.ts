import type { Reference } from '../need/reference.ts';
import type { Rhythm } from '../notice/rhythm.ts';
import type { Day } from '../time/time.ts';

/** What a member of staff has chosen on their own page. */
export interface Settings {
  /** How often they want what is only for information; absent where they leave it to the organisation. */
  readonly rhythm?: Rhythm;
  /** The needs that they want to be reminded of on a day, and not before. */
  readonly remindOn?: Readonly<Record<Reference, Day>>;
}

/** A reminder can be put off for so many days. */
export const mostDaysOff = 30;

/** Settings with a reminder of a need put off to a day. Those of days gone by are forgotten. */
export function withReminder(before: Settings, reference: Reference, day: Day, today: Day): Settings {
  const kept = Object.entries(before.remindOn ?? {}).filter(([, other]) => other > today);
  return { ...before, remindOn: { ...Object.fromEntries(kept), [reference]: day } };
}
