/* When something that could not be sent is tried again. Times are in milliseconds; `random` is from 0 up to 1. */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long a claim lasts: longer than a function lives, so that no two send the same notice, and than SES takes to report on a mail. */
export const lease = 15 * minute;

/** SES counts its rate by the second: a mail sent too fast is sent again in a moment, so many times. */
export const sendRateRetries = 5;
export const sendRatePause = (random: number): number => 500 + second * random;
/** After that the notice is postponed. */
export const sendRateWait = (random: number): number => second + Math.ceil(30 * second * random);

/** After an answer that concerns every mail; one mail is tried each time. */
export const stoppedLineWait = 15 * minute;

/** After a soft bounce. */
export const softBounceWait = 24 * hour;

/** After an event or a need could not be read. */
export const unreadableWait = hour;

const first = [30 * second, minute, 2 * minute, 5 * minute];
const then = { wait: 10 * minute, for: 4 * hour };
const atLast = { wait: hour, for: 72 * hour };

/**
 * After an attempt that failed; nothing when it is time to give up.
 * @param attempts how many have been made, at least one
 * @param failingFor how long they have failed
 * @param random spreads the attempts, so that all who failed together do not come back together
 */
export function backOff(attempts: number, failingFor: number, random: number): number | undefined {
  if (failingFor >= atLast.for) return undefined;
  if (failingFor >= then.for) return atLast.wait;
  return Math.ceil((first[attempts - 1] ?? then.wait) * random);
}
