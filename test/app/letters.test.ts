import { describe, expect, test } from 'vitest';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { recordLetterReport, sendLetters } from '../../lambdas/app/notice/send-letters.ts';
import { record } from '../../lambdas/app/need/record.ts';
import { tellAssignees } from '../../lambdas/app/need/tell-assignees.ts';
import type { LetterId } from '../../lambdas/app/ports/letters.ts';
import type { LetterMail } from '../../lambdas/app/ports/mailer.ts';
import type { OutcomeName } from '../../lambdas/app/ports/log.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import type { Answer } from '../../lambdas/domain/notice/answer.ts';
import { lease } from '../../lambdas/domain/notice/retry.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import type { ActionName } from '../../lambdas/domain/need/workflow.ts';
import { dayOf, later } from '../../lambdas/domain/time/time.ts';
import { newLetter } from '../../lambdas/domain/notice/letter.ts';
import { personIn } from '../../lambdas/domain/organisation/organisation.ts';
import { writeLetterMail } from '../../lambdas/mail/letter-mail.ts';
import { as, happen, now, shipped, system } from '../domain/fixtures.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids } from '../support/needs.ts';
import { actAs, storeNeed } from '../support/stored.ts';

const hour = 3_600_000;
const day = 24 * hour;
const coordinated = { actualNeed: 'A', whyItArose: 'B', leadArea: 'infrastruktur', responsible: 'it' };

/** Lisa has left, and Maja has come in her place, who has never been told of anything. */
const withMaja: Organisation = {
  ...shipped,
  people: shipped.people.map((person) =>
    person.id === 'lisa-eliasson'
      ? { ...person, id: 'maja' as typeof person.id, name: 'Maja', email: 'maja@example.org' }
      : person,
  ),
  areas: shipped.areas.map((area) => ({
    ...area,
    developers: area.developers.map((id) => (id === 'lisa-eliasson' ? ('maja' as typeof id) : id)),
  })),
};

function office(store: NeedStore = memoryStore(), organisation = withMaja) {
  const mails: LetterMail[] = [];
  const logged: OutcomeName[] = [];
  let at = later(now, day);
  let answer: (mail: LetterMail) => Answer = () => ({ kind: 'sent', messageId: String(mails.length) });
  const deps = {
    ...{ organisation, store, ids, clock: () => at, random: () => 0.5 },
    pause: () => Promise.resolve(),
    log: (outcome: OutcomeName) => void logged.push(outcome),
    mailer: {
      sendLetter(mail: LetterMail) {
        mails.push(mail);
        return Promise.resolve(answer(mail));
      },
    },
  };
  const send = sendLetters(deps);
  const toMaja = () => store.lettersTo(addressHashOf('maja@example.org'));
  return {
    ...{ store, mails, logged, toMaja },
    now: () => at,
    wait: (milliseconds: number) => (at = later(at, milliseconds)),
    answers: (next: typeof answer) => (answer = next),
    returned: (letter: LetterId) => recordLetterReport(deps)({ letter, kind: 'bounced', reason: 'Bounce' }),
    tell: () => tellAssignees(deps)(later(at, hour)),
    send: async () => send(await store.dueLetters(at, 100), later(at, hour)),
  };
}

/** The needs that a letter names. */
const needsIn = (mail: LetterMail | undefined): readonly string[] =>
  mail && 'needs' in mail ? mail.needs.map(({ reference }) => reference).sort() : [];

describe('Somebody who comes in another’s place', () => {
  test('gets one letter about all needs that wait for them, and no more of them', async () => {
    const one = office();
    const references = [];
    for (let round = 0; round < 3; round++)
      references.push(await storeNeed(one.store, shipped, { areas: ['infrastruktur'] }, now));
    await storeNeed(one.store, shipped, { areas: ['styrning'] }, now);
    for (let round = 0; round < 3; round++) {
      await one.tell();
      await one.send();
      one.wait(day);
    }
    expect(one.mails.map(({ to }) => to.email)).toEqual(['maja@example.org']);
    expect(needsIn(one.mails[0])).toEqual(references.sort());
  });

  test('is led to each need’s page by a mail without a token', async () => {
    const one = office();
    const reference = await storeNeed(
      one.store,
      shipped,
      { areas: ['infrastruktur'], title: 'Salar <b>' },
      now,
    );
    await one.tell();
    await one.send();
    const [mail] = one.mails;
    if (!mail) throw new Error('no letter');
    const written = writeLetterMail(mail, {
      organisation: withMaja,
      addressOf: (id) => `https://x/needs/${id}`,
      myPage: () => 'https://x/my',
      meetingAt: () => 'https://x/meetings/M',
      figuresPage: (year) => `https://x/figures?year=${year}`,
    });
    expect(written.subject).toBe('Ett behov väntar på dig');
    for (const text of [written.text, written.html]) {
      expect(text).toContain(`https://x/needs/${reference}`);
      expect(text).not.toContain('/n/');
    }
    expect(written.html).not.toContain('Salar <b>');
  });
});

test('a deputy who was told in an earlier period gets the list of what waits on the first day of the next, once', async () => {
  const period = (from: string, to: string) => ({ person: 'anna-emmoth', from, to });
  const organisation = {
    ...shipped,
    departments: shipped.departments.map((department) =>
      department.id === 'it'
        ? {
            ...department,
            deputies: [period('2026-11-23', '2026-11-23'), period('2026-11-30', '2026-12-02')],
          }
        : department,
    ),
  } as Organisation;
  const one = office(memoryStore(), organisation);
  const reference = await storeNeed(one.store, organisation, { areas: ['infrastruktur'] }, now);
  for (const [action, person, fields] of [
    ['coordinate', 'lisa-eliasson', { ...coordinated, departments: ['it'], raiseNow: 'yes' }],
    ['advise', 'lisa-eliasson', { advice: 'do', priority: 'high' }],
  ] as const)
    expect(
      await actAs({ store: one.store, organisation }, reference, [action, as(person), fields], now),
    ).toBe(true);
  const told = (await one.store.read(reference))?.history.at(-1)?.notices.map(({ to }) => to);
  expect(told, 'in the earlier period').toContain('anna-emmoth');

  const letters = [];
  for (let days = 1; days <= 9; days++) {
    await one.tell();
    await one.send();
    letters.push(...one.mails.splice(0).map(({ to }) => `${dayOf(one.now())} ${to.email}`));
    one.wait(day);
  }
  expect(letters).toEqual(['2026-11-30 anna.emmoth@example.org']);
});

test('the model’s manager gets one letter a day about the needs that are held', async () => {
  const one = office(memoryStore(), shipped);
  const held = async () => {
    const reference = await storeNeed(one.store, shipped, { areas: ['infrastruktur'] }, now);
    const file = await one.store.read(reference);
    if (!file) throw new Error('lost');
    const unconfirmed = { ...file, need: { ...file.need, confirmation: 'unconfirmed' as const } };
    const verdict = happen(shipped, unconfirmed.need, ['hold' as ActionName, system, {}], now);
    await record({ organisation: shipped, store: one.store }, unconfirmed, verdict, {
      request: 'hold',
      today: dayOf(now),
    });
    return reference;
  };
  const first = [await held(), await held()];
  await one.tell();
  await one.send();
  one.wait(day);
  const second = [await held()];
  await one.tell();
  await one.send();
  expect(one.mails.map(({ to }) => to.email)).toEqual([
    'stina.eklund@example.org',
    'stina.eklund@example.org',
  ]);
  expect(one.mails.map(needsIn)).toEqual([first.sort(), second]);
});

const letterToMaja = {
  kind: 'assigned',
  to: 'maja' as never,
  address: addressHashOf('maja@example.org'),
  at: now,
} as const;

describe('A letter', () => {
  test('whose sender died is sent again once its lease is over, and one that SES did not take later', async () => {
    const one = office();
    await storeNeed(one.store, shipped, { areas: ['infrastruktur'] }, now);
    await one.tell();
    one.answers(() => {
      throw new Error('killed');
    });
    expect(await one.send()).toHaveLength(1);
    one.answers(() => ({ kind: 'not-sent', reason: 'ECONNREFUSED' }));
    expect(await one.send()).toEqual([]);
    expect(one.mails).toHaveLength(1);
    one.wait(lease);
    await one.send();
    one.answers(() => ({ kind: 'sent', messageId: 'one' }));
    one.wait(hour);
    await one.send();
    await one.send();
    expect(one.mails).toHaveLength(3);
    const [letter] = await one.store.lettersTo(addressHashOf('maja@example.org'));
    expect(letter?.notice.state).toBe('sent');
  });

  test('that will never be sent is written to the model’s manager, then to its owner, and then raises an alarm', async () => {
    const one = office();
    const reference = await storeNeed(one.store, shipped, { areas: ['infrastruktur'] }, now);
    await one.tell();
    one.answers(() => ({ kind: 'permanent', reason: 'MessageRejected' }));
    for (let round = 0; round < 3; round++) await one.send();
    expect(one.mails.map(({ to }) => to.email)).toEqual([
      ...['maja@example.org', 'stina.eklund@example.org'],
      personIn(shipped, shipped.modelOwner)?.email,
    ]);
    expect(needsIn(one.mails[1])).toEqual([reference]);
    expect(one.logged).toContain('letter failed');
  });

  test('names each need with the language that its title is written in', async () => {
    const one = office();
    await storeNeed(one.store, shipped, { areas: ['infrastruktur'] }, now);
    await one.tell();
    expect(await one.toMaja()).toMatchObject([{ needs: [{ language: 'sv' }] }]);
  });

  test('of which SES answers what it does not document raises an alarm, as a notice does', async () => {
    const one = office();
    await storeNeed(one.store, shipped, { areas: ['infrastruktur'] }, now);
    await one.tell();
    one.answers(() => ({ kind: 'unknown', reason: 'SomethingElse' }));
    await one.send();
    expect(one.logged).toContain('unknown mail answer');
  });

  test('that came back is written to the model’s manager, once', async () => {
    const one = office();
    await storeNeed(one.store, shipped, { areas: ['infrastruktur'] }, now);
    await one.tell();
    await one.send();
    const [letter] = await one.store.lettersTo(addressHashOf('maja@example.org'));
    if (!letter) throw new Error('no letter');
    for (let event = 0; event < 2; event++) await one.returned(letter);
    await one.send();
    expect(one.mails.map(({ to }) => to.email)).toEqual(['maja@example.org', 'stina.eklund@example.org']);
  });

  test('that came back stops all mail to its address, and is written to nobody again', async () => {
    const one = office();
    await storeNeed(one.store, shipped, { areas: ['infrastruktur'] }, now);
    await one.tell();
    await one.send();
    const [letter] = await one.toMaja();
    if (!letter) throw new Error('no letter');
    await one.returned(letter);
    expect([...(await one.store.suppressed(['maja@example.org']))]).toEqual(['maja@example.org']);
    for (let round = 0; round < 3; round++) {
      await one.send();
      one.wait(day);
      await one.tell();
    }
    expect(one.mails.map(({ to }) => to.email)).toEqual(['maja@example.org', 'stina.eklund@example.org']);
  });

  test('to an address that nothing is sent to goes to the model’s manager instead', async () => {
    const one = office();
    await one.store.suppress('maja@example.org', 'bounced', now);
    await storeNeed(one.store, shipped, { areas: ['infrastruktur'] }, now);
    await one.tell();
    for (let round = 0; round < 2; round++) await one.send();
    expect(one.mails.map(({ to }) => to.email)).toEqual(['stina.eklund@example.org']);
  });

  test('that is lost is with the manager before it is recorded, so that a crash leaves nobody untold', async () => {
    const store = memoryStore();
    const one = office(store);
    await storeNeed(store, shipped, { areas: ['infrastruktur'] }, now);
    await one.tell();
    const dying: NeedStore = {
      ...store,
      changeLetter: (after) =>
        after.notice.state === 'failed' ? Promise.reject(new Error('killed')) : store.changeLetter(after),
    };
    const other = office(dying);
    other.answers(() => ({ kind: 'permanent', reason: 'MessageRejected' }));
    expect(await other.send()).toHaveLength(1);
    await one.send();
    expect(one.mails.at(-1)?.to.email).toBe('stina.eklund@example.org');
  });

  test('that the manager cannot be reached by goes to the owner of the model', async () => {
    const one = office();
    for (const address of ['maja@example.org', 'stina.eklund@example.org'])
      await one.store.suppress(address, 'bounced', now);
    const owner = personIn(shipped, shipped.modelOwner)?.email;
    await storeNeed(one.store, shipped, { areas: ['infrastruktur'] }, now);
    await one.tell();
    for (let round = 0; round < 3; round++) await one.send();
    expect(one.mails.map(({ to }) => to.email)).toEqual([owner]);
  });

  test('waits with all others while SES takes no mail, and is sent again at once where it was only too fast', async () => {
    const one = office();
    await storeNeed(one.store, shipped, { areas: ['infrastruktur'] }, now);
    await one.tell();
    let answers = 0;
    one.answers(() =>
      answers++ === 0 ? { kind: 'retry-soon', reason: 'Throttling' } : { kind: 'sent', messageId: 'one' },
    );
    await one.send();
    expect((await one.toMaja())[0]?.notice.state).toBe('sent');

    const two = office();
    for (const id of ['one', 'two'])
      await two.store.writeLetter(
        newLetter({ ...letterToMaja, id, needs: [{ reference: 'B26-AAAAA' as never, title: id }] }),
      );
    two.answers(() => ({ kind: 'quota', reason: 'Daily message quota exceeded' }));
    await two.send();
    expect(two.mails).toHaveLength(1);
  });

  test('is sent to the same person’s address of now, and is not written again, when their address has changed', async () => {
    const one = office();
    await storeNeed(one.store, shipped, { areas: ['infrastruktur'] }, now);
    await one.tell();
    const moved = office(one.store, {
      ...withMaja,
      people: withMaja.people.map((person) =>
        person.email === 'maja@example.org'
          ? { ...person, email: 'maja.ny@example.org', formerEmails: ['maja@example.org'] }
          : person,
      ),
    });
    await moved.tell();
    for (let round = 0; round < 2; round++) await moved.send();
    expect(moved.mails.map(({ to }) => to.email)).toEqual(['maja.ny@example.org']);
  });

  test('is not sent to somebody who has the id at another address meanwhile', async () => {
    const one = office();
    await storeNeed(one.store, shipped, { areas: ['infrastruktur'] }, now);
    await one.tell();
    const other = office(one.store, {
      ...withMaja,
      people: withMaja.people.map((person) =>
        person.email === 'maja@example.org' ? { ...person, email: 'another.maja@example.org' } : person,
      ),
    });
    await other.send();
    expect(other.mails).toEqual([]);
  });
});
