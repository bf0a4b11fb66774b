import { describe, expect, test } from 'vitest';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { codeClaimed, codeGuessed, codeAnswered } from '../../lambdas/domain/session/code-life.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { collectedFor } from '../../lambdas/domain/notice/notice.ts';
import type { Pending } from '../../lambdas/domain/notice/notice.ts';
import { letterAnswered, letterClaimed, withEvent } from '../../lambdas/domain/notice/letter.ts';
import { dayOf, later } from '../../lambdas/domain/time/time.ts';
import { now } from '../domain/fixtures.ts';
import { sessionAt } from '../support/act.ts';
import { codeFor } from '../support/codes.ts';
import { digestFor, letterFor } from '../support/letters.ts';
import { ids, submitted } from '../support/needs.ts';
import { bothStores, useStore } from '../support/both-stores.ts';

const second = 1000;
const address = () => `${ids.secret().toLowerCase()}@example.org`;

describe.each(bothStores)('Codes and sessions %s', (_where, start) => {
  let store: NeedStore;
  useStore(start, (started) => (store = started));

  test('a code that was asked for is there, and due to be sent until it is sent', async () => {
    const code = codeFor(address());
    expect(await store.readCode(code.challenge)).toBeUndefined();
    expect(await store.askForCode(code)).toBe(true);
    expect(await store.readCode(code.challenge)).toEqual(code);
    expect(await store.dueCodes(now, 100)).toContain(code.challenge);
    expect(await store.dueCodes(later(now, -1), 100)).not.toContain(code.challenge);

    const claimed = codeClaimed(code, 'hash', now) ?? code;
    expect(await store.changeCode(claimed, {})).toBe('changed');
    expect(await store.dueCodes(now, 100), 'its sender may die').toContain(code.challenge);
    const sent = codeAnswered(claimed, { kind: 'sent', messageId: 'one' }, now, 0);
    expect(await store.changeCode(sent, {})).toBe('changed');
    expect(await store.readCode(code.challenge)).toEqual(sent);
    expect(await store.dueCodes(now, 100)).not.toContain(code.challenge);
  });

  test('of two changes of the same version one is stored, and a session only with its change', async () => {
    const code = codeFor(address());
    await store.askForCode(code);
    const { code: used } = codeGuessed(codeClaimed(code, 'right', now) ?? code, () => true, now);
    const after = { ...used, version: code.version + 1 };
    const sessions = Array.from({ length: 10 }, () => sessionAt(address(), now));
    const stored = await Promise.all(sessions.map((session) => store.changeCode(after, { session })));
    expect(stored.filter((one) => one === 'changed')).toHaveLength(1);
    const opened = await Promise.all(sessions.map(({ address, id }) => store.readSession(address, id)));
    expect(opened.filter((one) => one !== undefined)).toEqual([sessions[stored.indexOf('changed')]]);
  });

  test('counts stop at their number, however many count at once, and then nothing is stored with them', async () => {
    const count = { of: `something#${ids.secret()}`, most: 5, until: later(now, second) };
    const counted = await Promise.all(Array.from({ length: 12 }, () => store.count(count)));
    expect(counted.filter(Boolean)).toHaveLength(5);

    const code = codeFor(address());
    expect(await store.askForCode(code, [count])).toBe(false);
    expect(await store.readCode(code.challenge)).toBeUndefined();
    await store.askForCode(code);
    expect(await store.changeCode({ ...code, version: 2 }, { counts: [count] })).toBe('too-many');
    expect(await store.readCode(code.challenge)).toEqual(code);
  });

  test('a session is found by its address and id alone, is renewed while it is there, and ends', async () => {
    const email = address();
    const session = sessionAt(email, now);
    const other = { ...sessionAt(email, now), id: 'other' };
    for (const one of [session, other]) {
      const code = codeFor(email);
      await store.askForCode(code);
      await store.changeCode({ ...code, version: 2 }, { session: one });
    }
    expect(await store.readSession(session.address, session.id)).toEqual(session);
    expect(await store.readSession(session.address, 'made up')).toBeUndefined();
    expect(await store.readSession(sessionAt(address(), now).address, session.id)).toBeUndefined();
    const renewed = { ...session, last: later(now, second) };
    await store.renewSession(renewed);
    expect(await store.sessionsOf(session.address)).toHaveLength(2);
    expect(await store.readSession(session.address, session.id)).toEqual(renewed);

    await store.endSession(session);
    await store.renewSession(session);
    expect(await store.sessionsOf(session.address), 'an ended session is not renewed').toEqual([other]);
  });

  test('a letter is written once, is due until it is sent, and is found by the address that it goes to', async () => {
    const email = address();
    const letter = letterFor(email);
    await store.writeLetter(letter);
    const claimed = letterClaimed(letter, now) ?? letter;
    expect(await store.changeLetter(claimed)).toBe(true);
    await store.writeLetter(letter);
    expect(await store.readLetter(letter), 'the same again changes nothing').toEqual(claimed);
    expect(await store.changeLetter(claimed), 'of the same version').toBe(false);
    const listed = async () => (await store.dueLetters(later(now, second), 100)).map((one) => one.address);
    expect(await listed()).toContain(letter.address);
    const sent = letterAnswered(claimed, { kind: 'sent', messageId: 'one' }, now, 0);
    expect(await store.changeLetter(sent)).toBe(true);
    expect(await listed()).not.toContain(letter.address);
    expect(await store.lettersTo(letter.address)).toEqual([sent]);
    expect(await store.lettersTo(sessionAt(address(), now).address)).toEqual([]);
  });

  test('an event goes into a digest in one step with its notice, once, while both are as they were', async () => {
    const one = submitted();
    await store.addNeed(one);
    const event = { reference: one.need.reference, version: 1 };
    const [before] = one.entry.notices.filter(({ state }) => state === 'pending') as Pending[];
    if (!before) throw new Error('nobody is told');
    const after = collectedFor(before, now);
    const email = address();
    const digest = digestFor(email, event);
    const notice = async () => (await store.readEvent(event))?.notices.find(({ to }) => to === before.to);

    expect(await store.collect(event, before, after, { ...digest, version: 2 })).toBe('letter-changed');
    expect(await notice(), 'nothing of it is stored').toEqual(before);
    expect(await store.collect(event, before, after, digest)).toBe('collected');
    expect(await notice()).toEqual(after);
    expect(await store.readLetter(digest)).toEqual(digest);
    expect(await store.collect(event, before, after, withEvent(digest, event) ?? digest)).toBe(
      'notice-changed',
    );
    expect((await store.dueLetters(now, 100)).map((due) => due.address)).not.toContain(digest.address);
    expect((await store.dueLetters(digest.at, 100)).map((due) => due.address)).toContain(digest.address);
  });

  test('settings are found by address, and the last day of reminders is remembered', async () => {
    const [one, other] = [sessionAt(address(), now).address, sessionAt(address(), now).address];
    expect(await store.settingsOf([one, other])).toEqual(new Map());
    const chosen = { rhythm: 'weekly', remindOn: { ['B26-7KQ4M' as Reference]: dayOf(now) } } as const;
    await store.saveSettings(one, { rhythm: 'daily' });
    await store.saveSettings(one, chosen);
    expect(await store.settingsOf([one, other])).toEqual(new Map([[one, chosen]]));
    await store.writeReminded(dayOf(now));
    expect(await store.readReminded()).toBe(dayOf(now));
  });

  test('how far those have been told who can move needs on is remembered', async () => {
    const telling = { organisation: 'hash', day: dayOf(now), after: 'B26-7KQ4M' as Reference };
    await store.writeTelling(telling);
    expect(await store.readTelling()).toEqual(telling);
  });

  test('the needs of a submitter are found by the hash of their address', async () => {
    const email = address();
    const one = submitted();
    await store.addNeed({ ...one, contact: { name: 'Kim', email: email.toUpperCase() } });
    const hash = sessionAt(email, now).address;
    await expect.poll(() => store.submittedBy(hash)).toEqual([one.need.reference]);
    expect(await store.submittedBy(sessionAt(address(), now).address)).toEqual([]);
  });
});
