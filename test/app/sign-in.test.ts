import { describe, expect, test } from 'vitest';
import { act } from '../../lambdas/app/need/act.ts';
import { findNeed } from '../../lambdas/app/need/access.ts';
import { submitNeed } from '../../lambdas/app/need/submit.ts';
import { askForCode, codeHashOf, enterCode } from '../../lambdas/app/session/codes.ts';
import { StoreBusy } from '../../lambdas/app/ports/store.ts';
import { confirming } from '../../lambdas/app/session/confirm.ts';
import { staffByAddress } from '../../lambdas/app/session/identity.ts';
import { sendCodes } from '../../lambdas/app/session/send-codes.ts';
import { newSession, renew, sessionOf } from '../../lambdas/app/session/session.ts';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import type { CodeMail } from '../../lambdas/app/ports/mailer.ts';
import type { OutcomeName } from '../../lambdas/app/ports/log.ts';
import { Limits } from '../../lambdas/domain/limits.ts';
import { actionNames, ruleOf, statuses } from '../../lambdas/domain/need/workflow.ts';
import type { Answer } from '../../lambdas/domain/notice/answer.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { codeLifetime } from '../../lambdas/domain/session/code.ts';
import { sessionLifetime } from '../../lambdas/domain/session/session.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { now, pathTo, pure, shipped } from '../domain/fixtures.ts';
import { sessionAt } from '../support/act.ts';
import { codeFor } from '../support/codes.ts';
import { linkFor } from '../support/links.ts';
import { memoryStore } from '../support/memory-store.ts';
import { contact, ids, submission } from '../support/needs.ts';
import { actAs, storeNeed } from '../support/stored.ts';

const minute = 60_000;
const hour = 60 * minute;
const limits = Limits.parse({});
const lisa = 'lisa.eliasson@example.org';

/** Codes that are asked for, sent and entered, with a mail service that answers as it is told. */
function desk(organisation: Organisation = shipped) {
  const store = memoryStore();
  const mails: CodeMail[] = [];
  const logged: OutcomeName[] = [];
  let at = now;
  let answer: () => Answer = () => ({ kind: 'sent', messageId: String(mails.length) });
  const send = sendCodes({
    staffAt: staffByAddress(organisation),
    store,
    mailer: {
      sendCode(mail) {
        mails.push(mail);
        return Promise.resolve(answer());
      },
    },
    ids,
    limits,
    clock: () => at,
    random: () => 0.5,
    pause: () => Promise.resolve(),
    log: (outcome) => void logged.push(outcome),
  });
  return {
    store,
    mails,
    logged,
    now: () => at,
    wait: (milliseconds: number) => (at = later(at, milliseconds)),
    becomes: (next: typeof answer) => (answer = next),
    async ask(email: string, byLink = false) {
      const request = byLink ? { reference: 'B26-AAAAA' as never, fields: { action: 'take' } } : undefined;
      const asked = await askForCode(
        { store, ids, limits },
        { email, language: 'sv', now: at, ...(request && { request }) },
      );
      return asked === 'too-many' ? undefined : asked.challenge;
    },
    /** Sends what is due, as the sweep does. */
    send: async () => send(await store.dueCodes(at, 1000), later(at, hour)),
    enter: (challenge: string, digits: string) =>
      enterCode({ store, ids, limits }, { challenge, digits, browser: '' }, at),
  };
}

describe('A code', () => {
  test('is mailed to whoever is known, and is put away without a mail for whoever is not', async () => {
    const one = desk();
    const known = (await one.ask(lisa.toUpperCase())) ?? '';
    const unknown = (await one.ask('nobody@example.org')) ?? '';
    expect(await one.send()).toEqual([]);
    expect(one.mails.map(({ challenge }) => challenge)).toEqual([known]);
    expect(one.mails[0]?.digits).toMatch(/^\d{8}$/);
    expect((await one.enter(known, one.mails[0]?.digits ?? '')).kind).toBe('right');
    expect((await one.enter(unknown, '12345678')).kind).toBe('wrong');
    expect(JSON.stringify(await one.store.readCode(known))).not.toContain(one.mails[0]?.digits);
  });

  test('for a submitter whose address nobody has confirmed is mailed no oftener than receipts', async () => {
    const one = desk();
    const submit = submitNeed({ organisation: shipped, store: one.store, ids, clock: one.now });
    await submit({ ...submission }, { name: 'Kim', email: 'victim@example.org' }, {});
    for (let round = 0; round < 6; round++) {
      await one.ask('victim@example.org');
      await one.send();
      one.wait(hour);
    }
    expect(one.mails).toHaveLength(limits.receiptsPerDay);
  });

  test('holds for ten minutes from its sending, however late it was sent, and once', async () => {
    const one = desk();
    const challenge = (await one.ask(lisa)) ?? '';
    one.wait(9 * minute);
    await one.send();
    const digits = one.mails[0]?.digits ?? '';
    one.wait(codeLifetime - 1);
    expect((await one.enter(challenge, digits)).kind).toBe('right');
    expect((await one.enter(challenge, digits)).kind).toBe('gone');

    const other = (await one.ask(lisa)) ?? '';
    await one.send();
    one.wait(codeLifetime);
    expect((await one.enter(other, one.mails[1]?.digits ?? '')).kind).toBe('gone');
  });

  test('that could not be sent within ten minutes is not sent at all', async () => {
    const one = desk();
    one.becomes(() => ({ kind: 'not-sent', reason: 'ECONNREFUSED' }));
    await one.ask(lisa);
    for (let minutes = 0; minutes < 12; minutes++) {
      await one.send();
      one.wait(minute);
    }
    const tried = one.mails.length;
    expect(tried).toBeGreaterThan(1);
    one.becomes(() => ({ kind: 'sent', messageId: 'late' }));
    await one.send();
    expect(one.mails).toHaveLength(tried);
    expect(one.logged.at(-1)).toBe('code withheld');
    expect(await one.store.dueCodes(later(one.now(), 24 * hour), 10)).toEqual([]);
  });

  test('that SES refuses while it refuses everybody ends, since ten minutes are over before the next try', async () => {
    const one = desk();
    await one.ask(lisa);
    one.becomes(() => ({ kind: 'quota', reason: 'Throttling' }));
    await one.send();
    one.becomes(() => ({ kind: 'sent', messageId: 'late' }));
    one.wait(10 * minute);
    await one.send();
    expect(one.mails).toHaveLength(1);
    one.wait(5 * minute);
    await one.send();
    expect(one.mails).toHaveLength(1);
    expect(one.logged).toEqual(['code not sent', 'sending stopped', 'code withheld']);
  });

  test('whose sender died is sent anew, and both codes hold', async () => {
    const one = desk();
    const challenge = (await one.ask(lisa)) ?? '';
    one.becomes(() => {
      throw new Error('killed');
    });
    await one.send();
    one.becomes(() => ({ kind: 'sent', messageId: 'second' }));
    await one.send();
    expect(one.mails, 'another may still be at it').toHaveLength(1);
    one.wait(2 * minute);
    await one.send();
    const [first, second] = one.mails.map(({ digits }) => digits);
    expect(one.mails).toHaveLength(2);
    expect(first).not.toBe(second);
    const stored = await one.store.readCode(challenge);
    expect(stored?.made.map(({ hash }) => hash)).toEqual(
      [first, second].map((digits) => codeHashOf(challenge, digits ?? '')),
    );
    expect((await one.enter(challenge, first ?? '')).kind).toBe('right');
  });

  test('asked for one thing does no other, and is taken as a number too', async () => {
    const store = memoryStore();
    const reference = await storeNeed(store, shipped, { areas: ['infrastruktur'] }, now);
    const mails: CodeMail[] = [];
    const deps = { ...{ organisation: shipped, store, ids, limits, clock: () => now }, random: () => 0.5 };
    const pausing = { ...deps, pause: () => Promise.resolve() };
    const send = sendCodes({
      ...{ ...pausing, staffAt: staffByAddress(shipped), log: () => undefined },
      mailer: {
        sendCode: (mail) =>
          Promise.resolve(void mails.push(mail)).then(() => ({ kind: 'sent', messageId: '1' })),
      },
    });
    const { link, token } = linkFor({ reference, version: 1 }, 'lisa-eliasson' as PersonId, now);
    await store.addAnswer({ reference, version: 1 }, link);
    const acting = act(pausing);
    const caller = { session: undefined, browser: '', isTrapped: false };
    const asked = { action: 'take', version: 1, confirm: 'yes' };
    const { outcome } = await acting({ token }, asked, caller);
    const challenge = outcome.kind === 'unproven' ? outcome.challenge : '';
    await send([challenge], later(now, hour));
    const code = Number(mails[0]?.digits);
    const other = { action: 'refer', version: 1, confirm: 'yes', referredTo: 'IT', reason: 'Fel' };
    expect((await acting({ token }, { ...other, challenge, code }, caller)).outcome).toMatchObject({
      ...{ kind: 'unproven', isWrong: true },
    });
    expect((await acting({ token }, { ...asked, challenge, code }, caller)).outcome.kind).toBe('done');
  });

  test('asked for a hundred times by a stranger leaves the holder of a link their own', async () => {
    const one = desk();
    for (let round = 0; round < 100; round++) {
      await one.ask(lisa);
      if (round % 10 === 0) await one.send();
    }
    await one.send();
    expect(one.mails).toHaveLength(limits.codesPerHour);
    const own = [];
    for (let press = 0; press < 6; press++) own.push(await one.ask(lisa, true));
    await one.send();
    expect(own.filter((challenge) => challenge !== undefined)).toHaveLength(limits.codesByLinkPerHour);
    expect(one.mails).toHaveLength(limits.codesPerHour + limits.codesByLinkPerHour);
    for (let hours = 0; hours < 20; hours++) {
      one.wait(hour);
      for (let round = 0; round < 5; round++) await one.ask(lisa);
      await one.send();
    }
    expect(one.mails.filter(({ request }) => !request).length).toBeLessThanOrEqual(2 * limits.codesPerDay);
  });
});

test('who signs in while it cannot be found out what they have submitted is signed in all the same', async () => {
  const logged: OutcomeName[] = [];
  const store = { ...memoryStore(), submittedBy: () => Promise.reject(new StoreBusy()) };
  const log = (outcome: OutcomeName) => void logged.push(outcome);
  await confirming({ organisation: shipped, store, log })(addressHashOf(lisa), now);
  expect(logged).toEqual(['address not confirmed']);
});

describe('A session', () => {
  test('lasts ninety days from its last use, which is stored once an hour at most', async () => {
    const { store } = desk();
    const { session, token } = newSession(ids, { address: addressHashOf(lisa), browser: '', now });
    const code = codeFor(lisa);
    await store.askForCode(code);
    await store.changeCode({ ...code, version: 2 }, { session });
    expect(await sessionOf(store, token, later(now, sessionLifetime - 1))).toEqual(session);
    expect(await sessionOf(store, token, later(now, sessionLifetime))).toBeUndefined();
    expect(await renew(store, session, later(now, hour - 1))).toBe(false);
    expect(await renew(store, session, later(now, hour))).toBe(true);
    expect(await sessionOf(store, token, later(now, sessionLifetime))).toMatchObject({ since: now });
    for (const made of [undefined, '', 'x', `${token}x`, `${session.address}.${ids.secret()}`])
      expect(await sessionOf(store, made, now)).toBeUndefined();
  });

  /** Whether somebody with a session of this address can open a need of infrastruktur by its reference. */
  async function opens(email: string, organisation: Organisation, at: Instant = later(now, 1000)) {
    const store = memoryStore();
    const reference = await storeNeed(store, shipped, { areas: ['infrastruktur'] }, now);
    const found = await findNeed(organisation, store)({ reference }, sessionAt(email, at), at);
    return typeof found === 'string' ? found : found.holder;
  }
  const withPeople = (
    change: (person: Organisation['people'][number]) => readonly Organisation['people'][number][],
  ) => ({
    ...shipped,
    people: shipped.people.flatMap(change),
  });

  test('opens what is for the person who has its address, and for nobody else', async () => {
    expect(await opens(lisa, shipped)).toBe('lisa-eliasson');
    expect(await opens(contact.email, shipped)).toBe('submitter');
    expect(await opens('chef.hr@example.org', shipped)).toBe('no-link');
    expect(await opens('nobody@example.org', shipped)).toBe('no-link');
  });

  test('is dead when its person has left, or has another address; and not when the address is a former one of theirs', async () => {
    const left = withPeople((person) => (person.id === 'lisa-eliasson' ? [] : [person]));
    expect(await opens(lisa, left)).toBe('no-link');
    const moved = (formerEmails: string[]) =>
      withPeople((person) =>
        person.id === 'lisa-eliasson'
          ? [{ ...person, email: 'someone.else@example.org', formerEmails }]
          : [person],
      );
    expect(await opens(lisa, moved([]))).toBe('no-link');
    expect(await opens(lisa, moved([lisa]))).toBe('lisa-eliasson');
  });

  test('of somebody else counts for nothing on a link’s page, which leads those who may see the need to it in their own name', async () => {
    const store = memoryStore();
    const reference = await storeNeed(store, shipped, { areas: ['infrastruktur'] }, now);
    const { link, token } = linkFor({ reference, version: 1 }, 'lisa-eliasson' as PersonId, now);
    await store.addAnswer({ reference, version: 1 }, link);
    const find = findNeed(shipped, store);
    for (const [email, hasSession, isAnothers] of [
      [lisa, true, false],
      ['chef.it@example.org', false, true],
      [contact.email, false, true],
      ['chef.hr@example.org', false, false],
    ] as const)
      expect(await find({ token }, sessionAt(email, now), now)).toMatchObject({
        holder: 'lisa-eliasson',
        hasSession,
        isAnothers,
      });
    expect(await find({ token: 'made up' }, sessionAt(lisa, now), now)).toBe('no-link');
  });
});

test('a forwarded link decides nothing: whatever the status, holder and action, only a submitter’s words go through', async () => {
  const people = ['submitter', ...pure.people.map(({ id }) => id)] as const;
  let tried = 0;
  for (const status of statuses) {
    const store = memoryStore();
    const reference = await storeNeed(store, pure, { departments: ['shared', 'responsible'] }, now);
    for (const step of pathTo[status])
      expect(await actAs({ store, organisation: pure }, reference, step, later(now, 1000))).toBe(true);
    const before = (await store.read(reference))?.need;
    const acting = act({
      ...{ organisation: pure, store, ids, limits, clock: () => later(now, 2000) },
      random: () => 0,
      pause: () => Promise.resolve(),
    });
    for (const holder of people) {
      const { link, token } = linkFor({ reference, version: 1 }, holder, now);
      await store.addAnswer({ reference, version: 1 }, link);
      for (const action of actionNames.filter(
        (name) => !(holder === 'submitter' && ruleOf(name).by === 'link'),
      )) {
        const everything = Object.fromEntries(
          Object.entries(ruleOf(action).fields).map(([name, field]) => [
            name,
            field.kind === 'text' ? 'x' : field.kind === 'date' ? '2027-12-01' : 'north',
          ]),
        );
        const asked = { ...everything, action, version: before?.version, confirm: 'yes' };
        const { outcome } = await acting({ token }, asked, {
          session: undefined,
          browser: '',
          isTrapped: false,
        });
        expect(['unproven', 'too-many-codes', 'never', 'moved-on', 'mistaken']).toContain(outcome.kind);
        tried += 1;
      }
    }
    expect((await store.read(reference))?.need).toEqual(before);
  }
  expect(tried).toBeGreaterThan(1000);
});
