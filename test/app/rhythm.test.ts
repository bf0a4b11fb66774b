import { describe, expect, test } from 'vitest';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { asksIn } from '../../lambdas/app/notice/asks.ts';
import { deliverNotices } from '../../lambdas/app/notice/deliver.ts';
import { recordLetterReport, sendLetters } from '../../lambdas/app/notice/send-letters.ts';
import type { LetterMail, NoticeMail } from '../../lambdas/app/ports/mailer.ts';
import type { OutcomeName } from '../../lambdas/app/ports/log.ts';
import { digestMorning } from '../../lambdas/domain/notice/rhythm.ts';
import type { Rhythm } from '../../lambdas/domain/notice/rhythm.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { dayOf, later } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { writeLetterMail } from '../../lambdas/mail/letter-mail.ts';
import { as, now, pure, submitter } from '../domain/fixtures.ts';
import type { Step } from '../domain/fixtures.ts';
import { wideLimits } from '../support/limits.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids } from '../support/needs.ts';
import { actAs, storeNeed } from '../support/stored.ts';

const hour = 3_600_000;
const day = 24 * hour;
const developer = 'developer-north';
const tomorrow = '2026-11-24T06:00:00.000Z' as Instant;
const comment = (text: string): Step => ['comment', as('head-shared'), { text }];

/** Where mails are sent as their people want them, and written as they would be sent. */
function office(store = memoryStore(), organisation: Organisation = pure) {
  const mails: NoticeMail[] = [];
  const letters: (LetterMail & ReturnType<typeof writeLetterMail>)[] = [];
  const logged: OutcomeName[] = [];
  let at = now;
  const deps = {
    ...{ organisation, store, ids, limits: wideLimits, asks: asksIn(organisation), clock: () => at },
    random: () => 0.5,
    pause: () => Promise.resolve(),
    log: (outcome: OutcomeName) => void logged.push(outcome),
    mailer: {
      send(mail: NoticeMail) {
        mails.push(mail);
        return Promise.resolve({ kind: 'sent', messageId: String(mails.length) } as const);
      },
      sendLetter(mail: LetterMail) {
        const places = {
          addressOf: (id: string) => `https://x/needs/${id}`,
          ...{
            myPage: () => 'https://x/my',
            meetingAt: () => 'https://x/m',
            figuresPage: () => 'https://x/figures',
          },
        };
        letters.push({ ...mail, ...writeLetterMail(mail, { organisation: pure, ...places }) });
        return Promise.resolve({ kind: 'sent', messageId: mail.id } as const);
      },
    },
  };
  const deliver = deliverNotices(deps);
  const send = sendLetters(deps);
  const sendAll = async () => {
    await send(await store.dueLetters(at, 100), later(at, hour));
    await deliver(await store.dueEvents(at, 100), later(at, hour));
  };
  return {
    ...{ store, mails, letters, logged, sendAll },
    report: recordLetterReport(deps),
    goTo: (moment: Instant) => (at = moment),
    choose: (person: string, rhythm: Rhythm) =>
      store.saveSettings(addressHashOf(`${person}@example.org`), { rhythm }),
    submit: (title: string) => storeNeed(store, pure, { areas: ['north'], title }, at),
    async act(reference: Awaited<ReturnType<typeof storeNeed>>, step: Step) {
      await actAs({ store, organisation: pure }, reference, step, at);
      await sendAll();
    },
    to: (person: string) => mails.filter(({ recipient }) => recipient === person),
  };
}

describe('Somebody who wants what informs them once a day', () => {
  test('gets what asks something at once, and what informs in one digest the next working morning', async () => {
    const one = office();
    await one.choose(developer, 'daily');
    const [first, second] = [
      await one.submit('Salarna saknar hörslinga'),
      await one.submit('Passersystemet'),
    ];
    await one.sendAll();
    expect(one.to(developer), 'asked to take care of both').toHaveLength(2);
    await one.act(first, comment('Bråttom'));
    await one.act(second, comment('Här med'));
    await one.act(first, comment('Mer'));
    expect(one.to(developer), 'comments only inform').toHaveLength(2);
    expect(one.letters).toEqual([]);

    one.goTo(later(tomorrow, -1));
    await one.sendAll();
    expect(one.letters, 'before seven').toEqual([]);
    one.goTo(tomorrow);
    await one.sendAll();
    await one.sendAll();
    expect(one.letters).toHaveLength(1);
    const [digest] = one.letters;
    expect(digest?.to.id).toBe(developer);
    expect(digest?.subject).toBe('För kännedom: nytt om 2 behov');
    expect(digest?.unsubscribe).toBe('https://x/my');
    for (const words of [digest?.text ?? '', digest?.html ?? '']) {
      expect(words).not.toContain('/n/');
      expect(words).toContain(`https://x/needs/${first}`);
      expect(words, 'what waits for the reader comes first').toMatch(
        /DET HÄR VÄNTAR PÅ DIG[\s\S]*NYTT|Det här väntar på dig[\s\S]*Nytt/,
      );
      expect(words.match(/skrev en kommentar/g)).toHaveLength(3);
    }
    expect(digest?.text.indexOf('Salarna', digest.text.indexOf('NYTT'))).toBeLessThan(
      digest?.text.indexOf('Passersystemet', digest.text.indexOf('NYTT')) ?? 0,
    );
    const states = (await one.store.read(first))?.history.flatMap(({ notices }) =>
      notices.filter(({ to }) => to === developer).map(({ state }) => state),
    );
    expect(states).toEqual(['sent', 'collected', 'collected']);
    expect(await one.store.dueEvents(later(now, 30 * day), 10)).toEqual([]);
  });

  test('is asked at once where others cannot be reached, and is told as a submitter at once', async () => {
    const one = office();
    await one.choose(developer, 'weekly');
    const reference = await one.submit('Salarna');
    await one.act(reference, ['take', as(developer)]);
    await one.act(reference, ['ask', as(developer), { question: 'Vilka?' }]);
    await one.act(reference, ['answer', submitter, { answer: 'Alla' }]);
    expect(one.to(developer).map(({ event }) => event.action)).toEqual(['submit', 'take', 'answer']);
    expect(one.to('submitter').map(({ event }) => event.action)).toEqual(['submit', 'take', 'ask']);
  });

  test('gets it each time again once they choose so, and what was collected still comes', async () => {
    const one = office();
    await one.choose(developer, 'weekly');
    const reference = await one.submit('Salarna');
    await one.act(reference, comment('Ett'));
    await one.choose(developer, 'each');
    await one.act(reference, comment('Två'));
    expect(one.to(developer).map(({ event }) => event.action)).toEqual(['submit', 'comment']);
    one.goTo('2026-11-30T06:00:00.000Z' as Instant);
    await one.sendAll();
    expect(one.letters.map(({ kind }) => kind)).toEqual(['digest']);
  });
});

test('what was for somebody whose id another has got since goes into no digest of theirs', async () => {
  const store = memoryStore();
  const before = office(store);
  const reference = await before.submit('Salarna');
  await before.sendAll();
  await actAs({ store, organisation: pure }, reference, comment('Ett'), now);
  const people = pure.people.map((person) =>
    person.id === developer ? { ...person, email: 'newcomer@example.org' } : person,
  );
  const after = office(store, { ...pure, people, rhythm: 'daily' });
  await after.sendAll();
  expect(await store.lettersTo(addressHashOf('newcomer@example.org'))).toEqual([]);
  const state = (await store.read(reference))?.history
    .at(-1)
    ?.notices.find(({ to }) => to === developer)?.state;
  expect(state).toBe('failed');
});

test('a digest that comes back is asked of nobody else', async () => {
  const one = office();
  await one.choose(developer, 'daily');
  await one.act(await one.submit('Salarna'), comment('Ett'));
  one.goTo(tomorrow);
  await one.sendAll();
  const letter = { address: addressHashOf(`${developer}@example.org`), id: 'digest-2026-11-24' };
  await one.report({ letter, kind: 'bounced', reason: 'Bounce' });
  expect((await one.store.readLetter(letter))?.notice.state).toBe('bounced');
  expect(await one.store.dueLetters(later(now, 30 * day), 10)).toEqual([]);
});

test('two senders at once put an event into a digest once', async () => {
  const store = memoryStore();
  const [one, other] = [office(store), office(store)];
  await one.choose(developer, 'daily');
  const references = [await one.submit('Salarna'), await one.submit('Passersystemet')];
  await one.sendAll();
  for (const reference of references)
    await actAs({ store, organisation: pure }, reference, comment('Ett'), now);
  await Promise.all([one.sendAll(), other.sendAll()]);
  await one.sendAll();
  one.goTo(tomorrow);
  other.goTo(tomorrow);
  await Promise.all([one.sendAll(), other.sendAll()]);
  const told = [...one.letters, ...other.letters].flatMap((letter) =>
    letter.kind === 'digest' ? letter.news.flatMap(({ events }) => events) : [],
  );
  expect(told).toHaveLength(2);
});

test.each([
  ['daily', '2026-11-23T09:00:00.000Z', '2026-11-24'],
  ['daily', '2026-11-23T05:59:59.999Z', '2026-11-23'],
  ['daily', '2026-11-27T18:00:00.000Z', '2026-11-30'],
  ['daily', '2026-12-23T09:00:00.000Z', '2026-12-28'],
  ['weekly', '2026-11-23T09:00:00.000Z', '2026-11-30'],
  ['weekly', '2026-11-23T05:00:00.000Z', '2026-11-23'],
  ['weekly', '2026-11-29T12:00:00.000Z', '2026-11-30'],
  ['weekly', '2026-12-28T09:00:00.000Z', '2027-01-04'],
  ['weekly', '2027-10-31T00:30:00.000Z', '2027-11-01'],
] as const)('a %s digest of what happens at %s goes out on %s', (rhythm, moment, day) => {
  const { day: found, at } = digestMorning(rhythm, moment as Instant, []);
  expect(found).toBe(day);
  expect(at > moment).toBe(true);
  const closed = [{ from: found, to: found }];
  expect(digestMorning(rhythm, moment as Instant, closed).day > found, 'not while closed').toBe(true);
  expect(dayOf(at)).toBe(found);
});
