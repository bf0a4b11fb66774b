import { personIn } from '../domain/organisation.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { Reference } from '../domain/reference.ts';
import { lastDayOfSight } from '../domain/sight.ts';
import { dayOf, later } from '../domain/time.ts';
import type { Recipient } from '../domain/told.ts';
import { makeLink } from './links.ts';
import type { Clock, Ids, Letter, Log, Mailer, NeedFile, NeedStore, Notice } from './ports.ts';

/* Long enough for one mail to be accepted, short enough that a notice whose sender died goes out while it is news. */
const lease = 60_000;

interface Deps {
  readonly organisation: Organisation;
  readonly store: NeedStore;
  readonly mailer: Mailer;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Sends every notice of one event that is still due. Each costs three calls: it is claimed with its link, sent, and recorded.
 * A notice that cannot be sent leaves the others alone.
 * @returns whether every notice is settled; `false` asks the caller to come again.
 */
export const deliverNotices =
  (deps: Deps) =>
  async (reference: Reference, version: number): Promise<boolean> => {
    const file = await deps.store.read(reference);
    const entry = file?.history.find(({ event }) => event.version === version);
    if (!file || !entry) return true;

    const due = entry.notices.filter(({ state }) => state === 'pending');
    let allSettled = true;
    for (const notice of due) {
      const others = entry.notices.map(({ to }) => to).filter((to) => to !== notice.to);
      const isLast = allSettled && notice === due.at(-1);
      const outcome = await deliverOne(deps, file, version, notice, isLast ? others : undefined);
      allSettled &&= outcome !== undefined && outcome.state !== 'pending';
    }
    return allSettled;
  };

/** @returns what became of the notice, or nothing when it is in other hands. */
async function deliverOne(
  { organisation, store, mailer, ids, clock, log }: Deps,
  file: NeedFile,
  version: number,
  { to, attempts }: Notice,
  others: readonly Recipient[] | undefined,
): Promise<Notice | undefined> {
  const { reference } = file.need;
  const now = clock();
  const lastDay = to === 'submitter' ? undefined : lastDayOfSight(organisation, file.need, to, dayOf(now));
  const { link, token } = makeLink(ids, reference, to, now, lastDay);
  if (!(await store.claim(reference, version, link, later(now, lease), now))) return undefined;

  const letter = letterTo(organisation, file, version, to, token);
  const outcome: Notice = { to, attempts: attempts + 1, ...(await sent()) };
  await store.settle(reference, version, outcome, outcome.state === 'pending' ? undefined : others);
  log(`notice ${outcome.state}`, {
    reference,
    version,
    ...(outcome.reason !== undefined && { reason: outcome.reason }),
  });
  return outcome;

  async function sent(): Promise<Pick<Notice, 'state' | 'settledAt' | 'messageId' | 'reason'>> {
    if (!letter) return { state: 'failed', settledAt: clock(), reason: 'no address' };
    try {
      const messageId = await mailer.send(letter);
      return { state: 'sent', settledAt: clock(), messageId };
    } catch (fault) {
      return { state: 'pending', reason: fault instanceof Error ? fault.name : 'unknown' };
    }
  }
}

/** The letter to a recipient; none once they have left the organisation or been forgotten. */
function letterTo(
  organisation: Organisation,
  file: NeedFile,
  version: number,
  recipient: Recipient,
  token: string,
): Letter | undefined {
  const event = file.history[version - 1]?.event;
  const person =
    recipient === 'submitter'
      ? file.contact && { ...file.contact, language: file.need.intake.language }
      : personIn(organisation, recipient);
  if (!event || !person) return undefined;
  const { name, email, language } = person;
  return { to: { name, email }, recipient, language, event, file, token };
}
