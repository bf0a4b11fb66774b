import { describe, expect, test } from 'vitest';
import { changeMeeting, planMeeting } from '../../lambdas/app/meeting/change-meeting.ts';
import { sendNotes } from '../../lambdas/app/meeting/notes.ts';
import { sendLetters } from '../../lambdas/app/notice/send-letters.ts';
import type { LetterMail } from '../../lambdas/app/ports/mailer.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { expectedAt } from '../../lambdas/domain/meeting/access.ts';
import { lettersToOthers } from '../../lambdas/domain/notice/letter.ts';
import { lease } from '../../lambdas/domain/notice/retry.ts';
import type { AreaId, PersonId } from '../../lambdas/domain/organisation/ids.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { personIn } from '../../lambdas/domain/organisation/organisation.ts';
import { dayOf, later } from '../../lambdas/domain/time/time.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { faulty } from '../support/faulty.ts';
import type { Fault } from '../support/faulty.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids } from '../support/needs.ts';
import { storeNeed } from '../support/stored.ts';
import { isWhole } from '../support/whole.ts';
import { bothStores, useStore } from '../support/both-stores.ts';

/* A transaction takes 100 items, and a meeting owes a mail to each who is expected. */

const area = 'infrastruktur' as AreaId;
const hour = 3_600_000;
const found = personIn(shipped, 'lisa-eliasson' as PersonId);
if (!found) throw new Error('the organisation has lost its developer');
const lisa = found;

/** An organisation whose schools send so many more people to the area's arena. */
function withRepresentatives(count: number): Organisation {
  const people = Array.from({ length: count }, (_, number) => ({
    id: `representant-${number}` as PersonId,
    name: `Representant ${number}`,
    email: `representant.${number}@example.org`,
    formerEmails: [],
    language: 'sv' as const,
  }));
  const [first, ...schools] = shipped.schools;
  if (!first) throw new Error('the organisation has lost its schools');
  const representatives = people.map(({ id }) => ({ person: id, areas: [area] }));
  return {
    ...shipped,
    people: [...shipped.people, ...people],
    schools: [{ ...first, representatives: [...first.representatives, ...representatives] }, ...schools],
  };
}

/** Whoever sends letters, as often as it takes. */
function office(store: NeedStore, organisation: Organisation, fault?: Fault) {
  const mails: LetterMail[] = [];
  const counted = { calls: 0 };
  let at = later(now, 1);
  const failing = faulty(store, fault, counted);
  const send = sendLetters({
    ...{ organisation, store: failing, ids, clock: () => at, random: () => 0.5, log: () => undefined },
    pause: () => Promise.resolve(),
    mailer: {
      sendLetter(mail) {
        mails.push(mail);
        return Promise.resolve({ kind: 'sent', messageId: String(mails.length) });
      },
    },
  });
  const sendAll = async () => {
    for (let sweep = 0; sweep < 6; sweep++) {
      await send(await store.dueLetters(at, 1000), later(at, hour));
      at = later(at, lease);
    }
  };
  return { mails, counted, send, sendAll };
}

const addressesOf = (mails: readonly LetterMail[]) => mails.map(({ to }) => to.email).toSorted();
const expectedIn = (organisation: Organisation) =>
  expectedAt(organisation, { kind: 'arena', area }, dayOf(now))
    .filter((id) => id !== lisa.id)
    .map((id) => personIn(organisation, id)?.email ?? '')
    .toSorted();

/** A meeting that is planned. */
async function planned(store: NeedStore, organisation: Organisation) {
  const plan = planMeeting({ organisation, store, ids, clock: () => now });
  const saved = await plan({ kind: 'arena', area, at: later(now, hour) }, lisa, undefined);
  if (saved.kind !== 'saved') throw new Error(saved.kind);
  return saved.meeting;
}

describe.each(bothStores)('%s', (_where, start) => {
  let store: NeedStore;
  useStore(start, (started) => (store = started));

  test('a meeting of more than a hundred people and 60 needs is planned, held and sent out, and owes each of them one mail of each', async () => {
    const organisation = withRepresentatives(110);
    const everybody = expectedIn(organisation).length;
    expect(everybody).toBeGreaterThan(110);
    const references = await Promise.all(
      Array.from({ length: 60 }, () => storeNeed(store, organisation, { areas: [area] }, now)),
    );
    const { id, items } = await planned(store, organisation);
    const deps = { organisation, store, clock: () => now };
    const change = async (one: Parameters<ReturnType<typeof changeMeeting>>[1]) =>
      expect((await changeMeeting(deps)({ id }, one, lisa)).kind).toBe('saved');
    for (const { id: item } of items) await change({ do: 'drop', item });
    for (const reference of references)
      await change({ do: 'add', item: { kind: 'check', reference, title: 'Salar' } });
    expect((await sendNotes(deps)(id, lisa)).kind).toBe('saved');
    const stored = await store.dueLetters(now, 1000);
    const carrying = await Promise.all(stored.map(async (one) => (await store.readLetter(one)) ?? []));
    const { send } = office(store, organisation);
    await send(
      carrying.flat().filter((letter) => lettersToOthers(letter).length > 0),
      later(now, hour),
    );
    const owed = await store.dueLetters(later(now, hour), 1000);
    /* Those two that brought about the others have gone. */
    expect(owed).toHaveLength(2 * everybody - 2);
  });
});

test('Of many expected nobody is left unmailed or mailed twice, whatever call of the store fails', async () => {
  const organisation = withRepresentatives(45);
  const everybody = expectedIn(organisation);
  const counting = memoryStore();
  await planned(counting, organisation);
  const whole = office(counting, organisation);
  await whole.sendAll();
  expect(addressesOf(whole.mails)).toEqual(everybody);
  const calls = isWhole ? whole.counted.calls : 40;
  for (let at = 0; at < calls; at++)
    for (const way of ['before', 'after'] as const) {
      const store = memoryStore();
      await planned(store, organisation);
      const { mails, sendAll } = office(store, organisation, { at, way });
      await sendAll();
      const where = `call ${at} fails ${way} it is done`;
      expect([...new Set(addressesOf(mails))], where).toEqual(everybody);
      /* Of whoever records that a mail was sent, one may die before that is stored: theirs alone goes out again. */
      expect(mails.length, where).toBeLessThanOrEqual(everybody.length + 1);
    }
});

test('Of many expected the others are mailed also where the first has left, or gets no mail', async () => {
  const organisation = withRepresentatives(45);
  const everybody = expectedIn(organisation);
  for (const isGone of [true, false]) {
    const store = memoryStore();
    await planned(store, organisation);
    const [first] = await store.dueLetters(now, 1);
    const { to } = (first && (await store.readLetter(first))) ?? {};
    const person = to && personIn(organisation, to);
    if (!person) throw new Error('no letter');
    if (!isGone) await store.suppress(person.email, 'bounced', now);
    const people = organisation.people.filter(({ id }) => !isGone || id !== to);
    const { mails, sendAll } = office(store, { ...organisation, people });
    await sendAll();
    expect(addressesOf(mails)).toEqual(everybody.filter((email) => email !== person.email));
  }
});
