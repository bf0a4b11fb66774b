import type { Reference } from '../../domain/need/reference.ts';
import type { Need, Status } from '../../domain/need/need.ts';
import { isOpenStatus } from '../../domain/need/workflow.ts';
import type { PersonId } from '../../domain/organisation/ids.ts';
import { hasLeft, personIn } from '../../domain/organisation/organisation.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { assigneesOf, moversOf } from '../../domain/organisation/permissions.ts';
import { beginningOf, dayOf } from '../../domain/time/time.ts';
import type { Day, Instant } from '../../domain/time/time.ts';
import { isStillFor } from '../session/identity.ts';
import type { Cards } from '../ports/cards.ts';
import type { Entry, NeedFile } from '../ports/need-file.ts';
import type { Needs } from '../ports/needs.ts';
import { isUnreadable } from '../ports/store.ts';

/** What an organisation would do to an open need. */
export type Consequence =
  | { readonly kind: 'unreadable'; readonly reference: Reference }
  | {
      readonly kind: 'concerned';
      readonly reference: Reference;
      readonly status: Status;
      /** The ids that the need names and the organisation lacks. */
      readonly gone: {
        readonly areas: readonly string[];
        readonly departments: readonly string[];
        readonly people: readonly string[];
      };
      /** Who could move it on; nobody while its submitter is asked. */
      readonly movers: readonly { readonly person: PersonId; readonly getsLetter: boolean }[];
    };

/** For each open need that the organisation would affect: what would be missing, and who could then move it on. */
export async function* consequencesOf(
  organisation: Organisation,
  store: Cards & Pick<Needs, 'read'>,
  now: Instant,
): AsyncGenerator<Consequence> {
  const { cards, unreadable } = await store.openCards();
  const open = cards.filter(({ status }) => isOpenStatus(status)).map(({ reference }) => reference);
  for (const reference of [...open, ...unreadable].sort()) {
    const consequence = await consequenceFor(organisation, store, reference, now);
    if (consequence) yield consequence;
  }
}

async function consequenceFor(
  organisation: Organisation,
  store: Pick<Needs, 'read'>,
  reference: Reference,
  now: Instant,
): Promise<Consequence | undefined> {
  let file: NeedFile | undefined;
  try {
    file = await store.read(reference);
  } catch (fault) {
    if (isUnreadable(fault)) return { kind: 'unreadable', reference };
    throw fault;
  }
  if (!file || !isOpenStatus(file.need.status)) return undefined;
  const { need } = file;
  const gone = goneFrom(organisation, file);
  const told = toldIn(organisation, file, dayOf(now));
  const movers = moversOf(organisation, need, dayOf(now)).map((person) => ({
    person,
    getsLetter: !told.has(person),
  }));
  const isConcerned =
    Object.values(gone).some((ids) => ids.length > 0) || movers.some(({ getsLetter }) => getsLetter);
  return isConcerned ? { kind: 'concerned', reference, status: need.status, gone, movers } : undefined;
}

/*
 * Everything that has happened since the need began to ask what it asks. Another planned end is told to the submitter alone: who works with
 * the need knows what it asks from before.
 */
function since({ need, history }: NeedFile): readonly Entry[] {
  const asking = history.findLast(
    ({ event }) => event.version <= need.questionVersion && event.action !== 'reschedule',
  );
  return history.filter(({ event }) => event.version >= (asking?.event.version ?? 0));
}

/**
 * Who in an organisation knows what a need asks now: whoever has been told of it, or has just done something with it. What a deputy
 * was told before their period does not count: on its first day they get the list of what waits.
 */
export function toldIn(organisation: Organisation, file: NeedFile, today: Day): ReadonlySet<PersonId> {
  const beginnings = beginningsFor(organisation, file.need, today);
  return new Set(
    since(file).flatMap(({ event: { at, by }, notices }) =>
      [
        ...notices.flatMap(({ to, mark }) => {
          const person = to === 'submitter' ? undefined : personIn(organisation, to);
          return person && isStillFor(mark, person) ? [person.id] : [];
        }),
        ...(by.kind === 'person' ? [by.person] : []),
      ].filter((person) => at >= (beginnings.get(person) ?? at)),
    ),
  );
}

/** When the periods began of those who can move a need on today only as deputies. */
export function beginningsFor(
  { departments, ...organisation }: Organisation,
  need: Need,
  today: Day,
): ReadonlyMap<PersonId, Instant> {
  const deputies = assigneesOf({ departments, ...organisation }, need, today).filter(
    ({ standsInFor }) => standsInFor,
  );
  return new Map(
    deputies.flatMap(({ person: { id } }) => {
      const periods = departments.flatMap((department) =>
        department.deputies.filter(({ person, from, to }) => person === id && from <= today && today <= to),
      );
      const [first] = periods.map(({ from }) => from).sort();
      return first ? [[id, beginningOf(first)] as const] : [];
    }),
  );
}

/** The ids that a need names and an organisation lacks; of people, those who were told of what it asks now. */
function goneFrom(organisation: Organisation, file: NeedFile) {
  const { areas, departments, coordination } = file.need;
  const without = (known: readonly { readonly id: string }[], named: readonly (string | undefined)[]) =>
    [...new Set(named)].filter((id): id is string => id !== undefined && !known.some((one) => one.id === id));
  const told = since(file).flatMap(({ notices }) => notices.map(({ to }) => to));
  return {
    areas: without(organisation.areas, [...areas, coordination?.leadArea]),
    departments: without(organisation.departments, [...departments, coordination?.responsible]),
    people: [...new Set(told)].filter((to) => hasLeft(organisation, to)),
  };
}
