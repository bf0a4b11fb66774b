import type { Letter } from '../../lambdas/domain/notice/letter.ts';
import { remindPeople } from '../../lambdas/app/notice/remind-people.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { findNeed } from '../../lambdas/app/need/access.ts';
import { countFigures } from '../../lambdas/app/overview/count-figures.ts';
import { tellAssignees } from '../../lambdas/app/need/tell-assignees.ts';
import { takeNextStep } from '../../lambdas/app/need/take-step.ts';
import { viewFor } from '../../lambdas/app/need/view.ts';
import { asksIn } from '../../lambdas/app/notice/asks.ts';
import { deliverNotices } from '../../lambdas/app/notice/deliver.ts';
import { sendLetters } from '../../lambdas/app/notice/send-letters.ts';
import { isStillFor } from '../../lambdas/app/session/identity.ts';
import { sweep as sweepWith } from '../../lambdas/app/sweep.ts';
import type { LetterMail, NoticeMail } from '../../lambdas/app/ports/mailer.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import type { Answer } from '../../lambdas/domain/notice/answer.ts';
import { isOpenStatus, statuses } from '../../lambdas/domain/need/workflow.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { personIn } from '../../lambdas/domain/organisation/organisation.ts';
import { moversOf, permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import { dayOf, later } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { writeNoticeMail } from '../../lambdas/mail/notice-mail.ts';
import { as, now, pathTo, pure } from '../domain/fixtures.ts';
import type { Step } from '../domain/fixtures.ts';
import { sessionAt } from '../support/act.ts';
import { memoryStore } from '../support/memory-store.ts';
import { wideLimits } from '../support/limits.ts';
import { ids } from '../support/needs.ts';
import { seed } from '../support/seed.ts';
import { actAs, storeNeed } from '../support/stored.ts';
import { isWhole } from '../support/whole.ts';

const hour = 3_600_000;
const day = 24 * hour;
const runs = isWhole ? 2000 : 20;

interface File {
  people: { id: string; name: string; email: string; formerEmails: string[] }[];
  departments: { id: string; head: string; deputies: unknown[] }[];
  areas: { id: string; departments: string[]; lead: string; developers: string[] }[];
  modelManager: string;
  modelOwner: string;
  registrars: string[];
}

/** One change of an organisation; `n` chooses what it is about. */
const changes: Readonly<Record<string, (file: File, n: number) => void>> = {
  'an area goes': ({ areas }, n) => {
    if (areas.length > 1) areas.splice(n % areas.length, 1);
  },
  'a department goes': ({ departments }, n) => {
    if (departments.length > 1) departments.splice(n % departments.length, 1);
  },
  'two areas become one': ({ areas }, n) => {
    if (areas.length < 2) return;
    const [gone] = areas.splice(n % areas.length, 1);
    const into = areas[n % areas.length];
    into?.departments.push(...(gone?.departments ?? []));
  },
  'somebody leaves': ({ people, modelManager, registrars }, n) => {
    const index = n % people.length;
    const id = people[index]?.id ?? '';
    if (id === modelManager) return;
    people.splice(index, 1);
    if (registrars.includes(id)) registrars.splice(registrars.indexOf(id), 1);
  },
  'a head is replaced': ({ people, departments }, n) => {
    const department = departments[n % departments.length];
    if (!department) return;
    const id = `newcomer-${people.length}-${n}`;
    people.push({ id, name: 'Newcomer', email: `${id}@example.org`, formerEmails: [] });
    department.head = id;
  },
  'an id is given to somebody else': ({ people }, n) => {
    const person = people[n % people.length];
    if (person)
      Object.assign(person, { email: `other-${people.indexOf(person)}-${n}@example.org`, formerEmails: [] });
  },
  'developers move': ({ people, areas }, n) => {
    const area = areas[n % areas.length];
    if (area) area.developers = n % 3 === 0 ? [] : [people[n % people.length]?.id ?? ''];
  },
};

/** Makes a file whole again, as an administrator must before it can be deployed. */
function mended(file: File): Organisation {
  const has = (list: readonly { id: string }[], id: string) => list.some((one) => one.id === id);
  const anybody = file.people[0]?.id ?? '';
  for (const department of file.departments) {
    if (!has(file.people, department.head)) department.head = anybody;
    department.deputies = [];
    if (!file.areas.some(({ departments }) => departments.includes(department.id)))
      file.areas[0]?.departments.push(department.id);
  }
  for (const area of file.areas) {
    area.departments = [...new Set(area.departments.filter((id) => has(file.departments, id)))];
    area.developers = area.developers.filter((id) => has(file.people, id));
  }
  file.areas = file.areas.filter(({ departments }) => departments.length > 0);
  for (const area of file.areas) {
    const heads = file.departments.filter(({ id }) => area.departments.includes(id)).map(({ head }) => head);
    if (!heads.includes(area.lead)) area.lead = heads[0] ?? anybody;
  }
  for (const department of file.departments)
    if (!file.areas.some(({ departments }) => departments.includes(department.id)))
      file.areas[0]?.departments.push(department.id);
  if (!has(file.people, file.modelOwner)) file.modelOwner = anybody;
  return parseOrganisation(file);
}

/** A sweep with everything in it, on a store, by an organisation, at a moment. */
function sweepOf(
  organisation: Organisation,
  store: NeedStore,
  at: () => Instant,
  isReachable: (email: string) => boolean = () => true,
) {
  const mails: NoticeMail[] = [];
  const letters: LetterMail[] = [];
  const answerTo = (email: string): Promise<Answer> =>
    Promise.resolve(
      isReachable(email)
        ? { kind: 'sent', messageId: String(mails.length) }
        : { kind: 'permanent', reason: 'MessageRejected' },
    );
  const deps = {
    ...{ organisation, store, ids, limits: wideLimits, clock: at, asks: asksIn(organisation) },
    random: () => 0.5,
    pause: () => Promise.resolve(),
    log: () => undefined,
    mailer: {
      send(mail: NoticeMail) {
        writeNoticeMail(mail, { organisation, linkTo: (token) => token, myPage: () => 'my', now: at() });
        mails.push(mail);
        return answerTo(mail.to.email);
      },
      sendLetter(letter: LetterMail) {
        letters.push(letter);
        return answerTo(letter.to.email);
      },
    },
  };
  const sweep = sweepWith({
    ...deps,
    deliverCodes: () => Promise.resolve([]),
    deliverLetters: sendLetters(deps),
    tell: tellAssignees(deps),
    remind: remindPeople(deps),
    countFigures: countFigures(deps),
    takeStep: takeNextStep(deps),
    deliver: deliverNotices(deps),
  });
  return { mails, letters, sweep: () => sweep(later(at(), hour)) };
}

/** Whether a letter is about a need. */
const names =
  (reference: Reference) =>
  (letter: Letter): boolean =>
    'needs' in letter && letter.needs.some((one) => one.reference === reference);

const reorganisation = fc.record({
  needs: fc.array(fc.constantFrom(...statuses.filter((status) => isOpenStatus(status))), {
    minLength: 1,
    maxLength: 4,
  }),
  areHeard: fc.boolean(),
  unreachable: fc.array(fc.nat(1000), { maxLength: 4 }),
  changes: fc.array(fc.tuple(fc.constantFrom(...Object.keys(changes)), fc.nat(1000)), {
    minLength: 1,
    maxLength: 8,
  }),
});

interface World {
  readonly store: NeedStore;
  readonly organisation: Organisation;
  readonly at: Instant;
}

/** Expects whoever can move a need on to be able to, and to have been told of it: by mail, by a letter, or since they did it. */
async function expectMoversTold({ store, organisation, at }: World, { need, history }: NeedFile) {
  const today = dayOf(at);
  const since = history.filter(({ event }) => event.version >= need.questionVersion);
  for (const id of moversOf(organisation, need, today)) {
    const person = personIn(organisation, id);
    if (!person) throw new Error(`${id} is nobody`);
    const { actions, primary } = permissionsOf(organisation, need, as(id), today);
    expect(primary.length > 0 || actions.includes('reroute'), `${id} can do something`).toBe(true);
    const byMail = since.some(({ notices }) =>
      notices.some((notice) => notice.to === id && isStillFor(notice.mark, person)),
    );
    const acted = since.some(({ event: { by } }) => by.kind === 'person' && by.person === id);
    const letters = await store.lettersTo(addressHashOf(person.email));
    const byLetter = letters.some(names(need.reference));
    expect(byMail || acted || byLetter, `${id} has been told of ${need.status}`).toBe(true);
  }
}

/** Expects somebody who is there to have been reached about a need, unless it waits for its submitter. */
async function expectSomebodyReached({ store, organisation, at }: World, { need, history }: NeedFile) {
  if (need.status === 'awaiting-submitter') return;
  const reached = new Set<string>();
  for (const { event, notices } of history.filter(({ event }) => event.version >= need.questionVersion)) {
    if (event.by.kind === 'person' && personIn(organisation, event.by.person)) reached.add('acted');
    for (const { to, state } of notices) if (state === 'sent') reached.add(to);
  }
  for (const { id, email } of organisation.people)
    for (const letter of await store.lettersTo(addressHashOf(email)))
      if (letter.notice.state === 'sent' && names(need.reference)(letter)) reached.add(id);
  expect(reached.size, `somebody is reached about ${need.status}`).toBeGreaterThan(0);
  expect(moversOf(organisation, need, dayOf(at))).not.toEqual([]);
}

/** Opens a need as everybody who is or was there, and by every link that was mailed: no page of it breaks. */
async function openAsEverybody(
  { store, organisation, at }: World,
  reference: Reference,
  tokens: readonly string[],
) {
  const find = findNeed(organisation, store);
  for (const { email } of [...pure.people, ...organisation.people]) {
    const found = await find({ reference }, sessionAt(email, at), at);
    if (typeof found !== 'string') viewFor(organisation, found, at);
  }
  for (const token of tokens) {
    const found = await find({ token }, undefined, at);
    if (typeof found !== 'string') viewFor(organisation, found, at);
  }
}

/** Expects every notice to have ended, and none to have been sent to whoever it is not for any more. */
function expectNoticesEnded(organisation: Organisation, { history }: NeedFile, areHeard: boolean) {
  for (const notice of history.flatMap(({ notices }) => notices)) {
    expect(['sent', 'failed', 'bounced', 'withheld']).toContain(notice.state);
    const person = notice.to === 'submitter' ? undefined : personIn(organisation, notice.to);
    if (notice.state === 'sent' && person && !areHeard)
      expect(isStillFor(notice.mark, person), 'nothing passes on').toBe(true);
  }
}

/** The manager gives open needs another home. */
async function rehome({ store, organisation, at }: World, references: readonly Reference[]) {
  const [area] = organisation.areas;
  for (const reference of references) {
    const { need } = (await store.read(reference)) ?? {};
    if (!area || !need || !isOpenStatus(need.status)) continue;
    const [responsible] = area.departments;
    const home = { areas: [area.id], departments: area.departments, leadArea: area.id, responsible };
    const step: Step = ['reroute', as(organisation.modelManager), { ...home, reason: 'Omorganisation' }];
    expect(await actAs({ store, organisation }, reference, step, at), need.status).toBe(true);
  }
}

test(`whatever becomes of areas, departments and people, each open need has somebody who can move it on, and who has been told within a day (${runs} reorganisations, seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(reorganisation, async ({ needs, areHeard, unreachable, changes: made }) => {
      const store = memoryStore();
      let at = now;
      const before = sweepOf(pure, store, () => at);
      const references: Reference[] = [];
      for (const status of needs) {
        const reference = await storeNeed(store, pure, { departments: ['shared', 'responsible'] }, at);
        for (const step of pathTo[status]) {
          at = later(at, 1000);
          expect(await actAs({ store, organisation: pure }, reference, step, at)).toBe(true);
          if (areHeard) await before.sweep();
        }
        references.push(reference);
      }
      const file = structuredClone(pure) as unknown as File;
      for (const [name, n] of made) changes[name]?.(file, n);
      const organisation = mended(file);

      at = later(at, day);
      const manager = personIn(organisation, organisation.modelManager)?.email;
      const dead = new Set(
        unreachable.map((n) => organisation.people[n % organisation.people.length]?.email),
      );
      const isReachable = (email: string) => !dead.has(email) || email === manager;
      const after = sweepOf(organisation, store, () => at, isReachable);
      const sweepDay = async () => {
        for (let round = 0; round < 6; round++) {
          await after.sweep();
          at = later(at, hour);
        }
      };
      const look = async () => {
        const world = { store, organisation, at };
        for (const reference of references) {
          const stored = await store.read(reference);
          if (!stored) throw new Error('lost');
          if (!isOpenStatus(stored.need.status)) continue;
          await expectMoversTold(world, stored);
          await expectSomebodyReached(world, stored);
          const tokens = [...before.mails, ...after.mails].map(({ token }) => token);
          await openAsEverybody(world, reference, tokens);
          expectNoticesEnded(organisation, stored, areHeard);
        }
      };
      await sweepDay();
      await look();

      /* The manager can give each of them another home, and those who come in are told. */
      await rehome({ store, organisation, at }, references);
      at = later(at, day);
      await sweepDay();
      await look();
      expect(await store.dueLetters(at, 10)).toEqual([]);
      const written = after.letters.length;
      await after.sweep();
      expect(after.letters, 'nobody is told twice').toHaveLength(written);
    }),
    { numRuns: runs, seed },
  );
});
