import { isOpenStatus } from '../../domain/need/workflow.ts';
import type { Reference } from '../../domain/need/reference.ts';
import { isLost, namedInLetter, newLetter } from '../../domain/notice/letter.ts';
import type { NeedInLetter } from '../../domain/notice/letter.ts';
import type { PersonId } from '../../domain/organisation/ids.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import { moversOf } from '../../domain/organisation/permissions.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Day, Instant } from '../../domain/time/time.ts';
import { hashOf } from '../hash.ts';
import type { Cards } from '../ports/cards.ts';
import type { Clock } from '../ports/clock.ts';
import type { Letters } from '../ports/letters.ts';
import type { Log } from '../ports/log.ts';
import type { NeedFile } from '../ports/need-file.ts';
import type { Needs } from '../ports/needs.ts';
import { isUnreadable } from '../ports/store.ts';
import { beginningsFor, toldIn } from './check.ts';
import { addressesOf } from '../session/identity.ts';

/* So many needs are looked at in one sweep; the next goes on. */
const atOnce = 1000;

interface Deps {
  readonly organisation: Organisation;
  readonly store: Cards & Letters & Pick<Needs, 'read'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a person is to be told of: needs that they can move on, and since when each asks what it asks. */
type Untold = Map<PersonId, (NeedInLetter & { readonly since: Instant })[]>;

/**
 * Sees to it that whoever can move an open need on has been told of it: once a day, and when the organisation has changed. Those who
 * have not been are written a letter each. Costs one read where nothing is to be done.
 */
export const tellAssignees = (deps: Deps) => {
  const organisationNow = hashOf(JSON.stringify(deps.organisation));
  return async (until: Instant): Promise<void> => {
    const { store, clock, log } = deps;
    const today = dayOf(clock());
    const before = await store.readTelling();
    const isOfToday = before?.organisation === organisationNow && before.day === today;
    if (isOfToday && before.after === undefined) return;
    const after = isOfToday ? (before.after ?? '') : '';

    const { cards, unreadable } = await store.openCards();
    const open = cards.filter(({ status }) => isOpenStatus(status)).map(({ reference }) => reference);
    const left = [...open, ...unreadable].filter((reference) => reference > after).sort();
    const untold: Untold = new Map();
    let last: Reference | undefined;
    for (const reference of left.slice(0, atOnce)) {
      if (clock() >= until) break;
      await findUntold(deps, reference, today, untold);
      last = reference;
    }
    const letters = await write(deps, untold, today);
    if (letters > 0) log('assignees told', { letters });
    const isDone = last === left.at(-1);
    await store.writeTelling({
      organisation: organisationNow,
      day: today,
      ...(!isDone && { after: last ?? (after as Reference) }),
    });
  };
};

/** Finds who can move a need on and has not been told since the present question arose. */
async function findUntold(
  { organisation, store, log }: Deps,
  reference: Reference,
  today: Day,
  untold: Untold,
): Promise<void> {
  let file: NeedFile | undefined;
  try {
    file = await store.read(reference);
  } catch (fault) {
    if (!isUnreadable(fault)) throw fault;
    log('need unreadable', { reference });
  }
  if (!file || !isOpenStatus(file.need.status)) return;
  const { need, history } = file;
  const told = toldIn(organisation, file, today);
  const question = history.find(({ event }) => event.version >= need.questionVersion);
  const asked = namedInLetter(need);
  const arose = question?.event.at ?? need.since;
  /* Of a need that is held only the manager hears: they can release it. */
  const movers = need.held ? [organisation.modelManager] : moversOf(organisation, need, today);
  const beginnings = beginningsFor(organisation, need, today);
  for (const person of movers) {
    if (told.has(person)) continue;
    const began = beginnings.get(person) ?? arose;
    const since = began > arose ? began : arose;
    untold.set(person, [...(untold.get(person) ?? []), { ...asked, since }]);
  }
}

/**
 * Writes a letter to each, leaving out needs that an earlier letter named.
 * @returns how many letters are written
 */
async function write({ organisation, store, clock }: Deps, untold: Untold, today: Day): Promise<number> {
  let written = 0;
  for (const [id, asked] of untold) {
    const person = personIn(organisation, id);
    if (!person) continue;
    const [address, ...former] = addressesOf(person);
    if (address === undefined) continue;
    const toNow = await store.lettersTo(address);
    /* What was lost at a former address is written again. */
    const toFormer = (await Promise.all(former.map((one) => store.lettersTo(one)))).flat();
    const earlier = [...toNow, ...toFormer.filter((letter) => !isLost(letter))];
    const needs = asked
      .filter(
        ({ reference, since }) =>
          !earlier.some(
            (letter) =>
              letter.kind === 'assigned' &&
              letter.at >= since &&
              letter.needs.some((need) => need.reference === reference),
          ),
      )
      .map(namedInLetter);
    if (needs.length === 0) continue;
    const names = hashOf(needs.map(({ reference }) => reference).join(' ')).slice(0, 12);
    const letter = {
      id: `assigned-${today}-${names}`,
      kind: 'assigned',
      to: id,
      address,
      at: clock(),
      needs,
    } as const;
    await store.writeLetter(newLetter(letter));
    written += 1;
  }
  return written;
}
