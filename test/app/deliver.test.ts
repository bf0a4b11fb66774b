import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { eventKey } from '../../lambdas/adapters/dynamodb/keys.ts';
import { deliverNotices } from '../../lambdas/app/notice/deliver.ts';
import { followLink } from '../../lambdas/app/need/links.ts';
import { asksIn } from '../../lambdas/app/notice/asks.ts';
import type { OutcomeName } from '../../lambdas/app/ports/log.ts';
import { StoreBusy, UnreadableRecord } from '../../lambdas/app/ports/store.ts';
import type { NoticeMail } from '../../lambdas/app/ports/mailer.ts';
import type { Entry, NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import type { Answer } from '../../lambdas/domain/notice/answer.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import { resendNotice, listNoticesNeedingAttention } from '../../lambdas/app/notice/resend.ts';
import { recordReport } from '../../lambdas/app/notice/report.ts';
import { takeNextStep } from '../../lambdas/app/need/take-step.ts';
import { sweep as sweepWith } from '../../lambdas/app/sweep.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { as, now, shipped } from '../domain/fixtures.ts';
import { tableStore } from '../support/database.ts';
import { toDecision } from '../support/decision.ts';
import { actAs } from '../support/stored.ts';
import { wideLimits } from '../support/limits.ts';
import { quietParts } from '../support/quiet.ts';
import { memoryStore } from '../support/memory-store.ts';
import { contact, ids, next, submitted } from '../support/needs.ts';
import { noticeAs } from '../support/notices.ts';

const minute = 60_000;
const hour = 60 * minute;
const took = (messageId: string): Answer => ({ kind: 'sent', messageId });
const isDeveloper = ({ recipient }: Pick<NoticeMail, 'recipient'>) => recipient === 'lisa-eliasson';

/** A sender whose mail service, clock and chance are played by the test. */
function sender(inner: NeedStore = memoryStore(), asks = asksIn(shipped)) {
  let at: Instant = now;
  let play: (mail: NoticeMail) => Answer | Promise<Answer> = () => took('mail');
  const calls: string[] = [];
  const store = new Proxy(inner, {
    get: (target, name: keyof NeedStore) =>
      ((...args: never[]) => {
        calls.push(name);
        return (target[name] as (...args: never[]) => unknown)(...args);
      }) as never,
  });
  const mails: NoticeMail[] = [];
  const logged: OutcomeName[] = [];
  const deps = {
    organisation: shipped,
    store,
    ids,
    clock: () => at,
    limits: wideLimits,
    random: () => 0.5,
    pause: () => Promise.resolve(),
    asks,
    log: (outcome: OutcomeName) => void logged.push(outcome),
    mailer: {
      async send(mail: NoticeMail) {
        calls.push('send');
        const answer = await play(mail);
        if (answer.kind === 'sent') mails.push(mail);
        return answer;
      },
    },
  };
  const deliver = deliverNotices(deps);
  const sweep = sweepWith({
    ...deps,
    ...quietParts,
    takeStep: takeNextStep(deps),
    deliver,
  });
  return {
    ...deps,
    inner,
    mails,
    logged,
    calls,
    record: recordReport(deps),
    resend: resendNotice(deps),
    deliver: (...events: Parameters<typeof deliver>[0]) => deliver(events, later(at, hour)),
    sweep: () => sweep(later(at, hour)),
    answer: (next: typeof play) => (play = next),
    wait: (milliseconds: number) => (at = later(at, milliseconds)),
    /** Stores a need whose submission these are told of. */
    async stored(...told: readonly string[]) {
      /* Of a thousand random references two are the same in one run of sixty; then another is drawn, as for a submission. */
      for (;;) {
        const opening = submitted();
        const { need, entry } = opening;
        const notices = entry.notices.filter(({ to }) => told.length === 0 || told.includes(to));
        const { kind } = await inner.addNeed({ ...opening, entry: { ...entry, notices } });
        if (kind === 'stored') return { reference: need.reference, version: 1 };
      }
    },
    async notices({
      reference,
    }: {
      reference: Parameters<NeedStore['read']>[0];
    }): Promise<readonly Notice[]> {
      return (await inner.read(reference))?.history[0]?.notices ?? [];
    },
  };
}
type Sender = ReturnType<typeof sender>;
const everyone = 5;

describe('an event is delivered', () => {
  test('in three calls a notice and three reads, each person once, and is due no longer', async () => {
    const one = sender();
    const event = await one.stored();
    await one.deliver(event);
    expect(one.mails.map(({ recipient }) => recipient).sort()).toEqual(
      (await one.notices(event)).map(({ to }) => to).sort(),
    );
    expect(one.calls.slice(0, 6)).toEqual([
      ...['read', 'suppressed', 'settingsOf', 'claim', 'send', 'endClaim'],
    ]);
    expect(one.calls.slice(3).sort()).toEqual(
      ['claim', 'endClaim', 'send'].flatMap((call) => Array<string>(everyone).fill(call)),
    );
    expect(await one.inner.dueEvents(later(now, 1000 * hour), 10)).toEqual([]);
    await one.deliver(event);
    expect(one.mails).toHaveLength(everyone);
    for (const { token } of one.mails) expect(await followLink(shipped, one.inner, token, now)).toBeDefined();
  });

  test('with others of its need after one reading of that need', async () => {
    const one = sender();
    const first = await one.stored();
    for (const said of ['one', 'two', 'three']) {
      const { need, history } = (await one.inner.read(first.reference)) as NeedFile;
      const after = next(need, history.at(-1) as Entry, said);
      await one.inner.append(after.need, after.entry);
    }
    const another = await one.stored();
    const events = [2, 3, 4].map((version) => ({ ...first, version }));
    one.wait(minute);
    await one.deliver(first, ...events, another);
    expect(one.calls.filter((name) => name === 'read')).toHaveLength(2);
    expect(one.mails).toHaveLength(everyone + events.length + everyone);
  });

  test('by many at once with one mail to each', async () => {
    const one = sender();
    const event = await one.stored();
    await Promise.all(Array.from({ length: 20 }, () => one.deliver(event)));
    expect(one.mails).toHaveLength(everyone);
    await one.sweep();
    expect(await one.inner.dueEvents(later(now, hour), 10)).toEqual([]);
  });

  test('those who are asked for something first', async () => {
    const one = sender();
    const events = [await one.stored(), await one.stored(), await one.stored()];
    await one.deliver(...events);
    expect(one.mails.slice(0, 3).every(isDeveloper)).toBe(true);
    expect(one.mails.slice(3).some(isDeveloper)).toBe(false);
  });

  test('and nobody is held up by a mail that cannot be written or sent', async () => {
    const one = sender();
    const event = await one.stored();
    one.answer((mail) => {
      if (isDeveloper(mail)) throw new TypeError('cannot write to Lisa');
      return took('mail');
    });
    expect(await one.deliver(event)).toEqual([]);
    expect(one.mails).toHaveLength(everyone - 1);
    expect(one.logged).toContain('unknown mail answer');
    one.answer(() => took('mail'));
    one.wait(minute);
    await one.sweep();
    expect(one.mails).toHaveLength(everyone);
  });

  test('also when a process lives on beyond its lease, and another postpones what it had claimed', async () => {
    const slow = sender();
    const event = await slow.stored();
    const other = sender(slow.inner);
    other.wait(16 * minute);
    let release = () => undefined as unknown;
    other.answer(async () => {
      await new Promise((free) => (release = () => free(undefined)));
      return { kind: 'not-sent', reason: 'ECONNREFUSED' };
    });
    let others: Promise<unknown> = Promise.resolve();
    slow.answer(async () => {
      slow.answer(() => took('mail'));
      slow.wait(16 * minute);
      others = other.deliver(event);
      await vi.waitUntil(() => other.calls.includes('send'));
      return took('mail');
    });
    await slow.deliver(event);
    release();
    await others;
    slow.wait(hour);
    await slow.sweep();
    expect((await slow.notices(event)).map(({ state }) => state)).toEqual(Array(everyone).fill('sent'));
  });

  test('and a need’s flood delays no other: each need has its turn', async () => {
    const one = sender();
    const { reference } = await one.stored();
    let file = await one.inner.read(reference);
    for (let said = 1; file && said <= 40; said++) {
      const last = file.history.at(-1);
      if (!last) throw new Error('no event');
      const { need, entry } = next(file.need, last, `Sagt ${said}`);
      await one.inner.append(need, entry);
      file = await one.inner.read(reference);
    }
    const flood = Array.from({ length: 41 }, (_, index) => ({ reference, version: index + 1 }));
    const other = await one.stored();
    await one.deliver(...flood, other);
    const places = one.mails.flatMap(({ event }, place) =>
      event.reference === other.reference ? place : [],
    );
    expect(places).toHaveLength(everyone);
    expect(Math.max(...places)).toBeLessThan(4 * everyone);
  });

  test.each(['lisa-eliasson', 'submitter'])(
    'and of 5,000 notices of one need and one of another, to %s, the sweep sends this among the first',
    async (to) => {
      const one = sender();
      const opening = submitted();
      await one.inner.addNeed(opening);
      let { need, entry }: { need: Need; entry: Entry } = opening;
      while (need.version < 1000) {
        ({ need, entry } = next(need, entry, `Sagt ${need.version}`));
        const notices = opening.entry.notices.map((notice) => noticeAs('pending', notice.to));
        await one.inner.append(need, { ...entry, notices });
      }
      one.wait(hour);
      const other = await one.stored(to);
      await one.sweep();
      const place = one.mails.findIndex(({ event }) => event.reference === other.reference);
      expect(place).toBeGreaterThanOrEqual(0);
      expect(place).toBeLessThan(4 * everyone);
    },
  );

  /** Drains the notices of so many needs at an SES of that rate, in mails a second. @returns how many left a second */
  async function drain({ needs, rate, milliseconds }: Record<'needs' | 'rate' | 'milliseconds', number>) {
    vi.useFakeTimers();
    try {
      const one = sender(memoryStore(), () => false);
      for (let stored = 0; stored < needs; stored++) await one.stored();
      /* SES counts by the second. */
      let second = 0;
      let taken = 0;
      const clock = () => new Date().toISOString() as Instant;
      const pause = (length: number) => new Promise((go) => setTimeout(go, length));
      const mailer = {
        async send(): Promise<Answer> {
          const now = Math.floor(Date.now() / 1000);
          if (now !== second) [second, taken] = [now, 0];
          taken += 1;
          if (taken > rate) return { kind: 'retry-soon', reason: 'Throttling' };
          await pause(milliseconds);
          return took('mail');
        },
      };
      vi.setSystemTime(new Date(now));
      const deliver = deliverNotices({ ...one, store: one.inner, mailer, clock, pause, random: Math.random });
      const began = Date.now();
      const drained = (async () => {
        for (;;) {
          const due = await one.inner.dueEvents(later(clock(), hour), 500);
          if (due.length === 0) return Date.now();
          await deliver(await one.inner.dueEvents(clock(), 500), later(clock(), 4 * minute));
          await pause(1000);
        }
      })();
      const isDrained = { yet: false };
      void drained.then(() => (isDrained.yet = true));
      while (!isDrained.yet) await vi.advanceTimersByTimeAsync(1000);
      return (needs * everyone) / (((await drained) - began) / 1000);
    } finally {
      vi.useRealTimers();
    }
  }

  test('side by side, at more than four fifths of the rate that SES allows, however long each takes', async () => {
    expect(await drain({ needs: 800, rate: 14, milliseconds: 5000 })).toBeGreaterThan(0.8 * 14);
  });

  test('and faster and faster as long as SES takes all', async () => {
    expect(await drain({ needs: 800, rate: 1000, milliseconds: 50 })).toBeGreaterThan(60);
  });

  test('within the time there is; the sweep goes on', async () => {
    const one = sender();
    await one.stored();
    await one.stored();
    one.answer(() => {
      one.wait(10 * minute);
      return took('mail');
    });
    await one.deliver(...(await one.inner.dueEvents(now, 10)));
    expect(one.mails).toHaveLength(6);
    one.answer(() => took('mail'));
    await one.sweep();
    expect(one.mails).toHaveLength(2 * everyone);
  });

  test('and a mail too fast is sent again in a moment, at the cost of no attempt', async () => {
    const one = sender();
    const event = await one.stored();
    let fast = 0;
    one.answer(() => (fast++ % 3 < 2 ? { kind: 'retry-soon', reason: 'Throttling' } : took('mail')));
    await one.deliver(event);
    expect(one.mails).toHaveLength(everyone);
    expect((await one.notices(event)).every(({ attempts }) => attempts === 1)).toBe(true);
    expect(one.calls.filter((call) => call === 'claim')).toHaveLength(everyone);
  });

  test('and nothing is recorded over what SES has reported meanwhile', async () => {
    const one = sender();
    const event = await one.stored();
    one.answer(async ({ recipient }) => {
      const told = { ...event, to: recipient, sentAt: now, at: now, address: 'a@example.org', reason: '' };
      await one.record({ ...told, messageId: 'mail', kind: 'delivery' });
      return { kind: 'ambiguous', reason: 'ECONNRESET' };
    });
    await one.deliver(event);
    expect((await one.notices(event)).map(({ state }) => state)).toEqual(Array(everyone).fill('delivered'));
    one.wait(20 * minute);
    await one.sweep();
    expect(one.calls.filter((call) => call === 'send')).toHaveLength(everyone);
    expect(await one.inner.dueEvents(later(now, hour), 10)).toEqual([]);
  });
});

describe('a mail that may have been sent', () => {
  const lost: Answer = { kind: 'ambiguous', reason: 'ECONNRESET' };

  test('is sent again after a quarter of an hour, once, if SES reports nothing on it', async () => {
    const one = sender();
    await one.stored();
    one.answer(() => lost);
    await one.sweep();
    one.answer(() => took('second'));
    one.wait(15 * minute - 1);
    await one.sweep();
    expect(one.mails).toHaveLength(0);
    one.wait(1);
    await one.sweep();
    await one.sweep();
    expect(one.mails).toHaveLength(everyone);
  });

  test('and is never heard of is sent again at most once for each lost answer, a quarter of an hour apart, until SES reports on it or three days are over', async () => {
    const one = sender();
    const event = await one.stored('submitter', 'lisa-eliasson');
    const sends: { to: string; at: number }[] = [];
    one.answer(({ recipient }) => {
      sends.push({ to: recipient, at: Date.parse(one.clock()) });
      return lost;
    });
    for (let minutes = 0; minutes < 80 * 60; minutes += 5) {
      await one.sweep();
      if (minutes === 120) {
        const at = one.clock();
        const told = { ...event, to: 'submitter' as const, messageId: 'mail', address: 'a@example.org' };
        await one.record({ ...told, kind: 'send', sentAt: at, at, reason: 'Send' });
      }
      one.wait(5 * minute);
    }
    const times = (person: string) =>
      sends.filter(({ to }) => to === person).map(({ at }) => at - Date.parse(now));
    for (const person of ['submitter', 'lisa-eliasson']) {
      const gaps = times(person).map((at, index, all) => at - (all[index - 1] ?? -hour));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(15 * minute);
    }
    expect(Math.max(...times('submitter'))).toBeLessThanOrEqual(2 * hour);
    expect(times('lisa-eliasson').length).toBeLessThanOrEqual(4 * 4 + 68 + 2);
    expect(new Map((await one.notices(event)).map(({ to, state }) => [to, state]))).toEqual(
      new Map([
        ['submitter', 'sent'],
        ['lisa-eliasson', 'failed'],
        /* Who leads the area is asked instead. */
        ['chef-it', 'pending'],
      ]),
    );
  });

  test('keeps its link, and one that was surely not sent does not', async () => {
    const one = sender();
    const event = await one.stored();
    one.answer((mail) => (isDeveloper(mail) ? lost : { kind: 'not-sent', reason: 'ECONNREFUSED' }));
    await one.deliver(event);
    const links = (await one.inner.read(event.reference))?.history[0]?.links ?? [];
    expect(links.map(({ holder }) => holder).sort()).toEqual(['lisa-eliasson', 'submitter']);
  });
});

test('A recipient whom SES does not take mail to in its sandbox holds up nobody, and is told once they are verified', async () => {
  const one = sender();
  const event = await one.stored();
  const unverified = { kind: 'not-sent', reason: 'RecipientNotVerified' } as const;
  one.answer((mail) => (isDeveloper(mail) ? unverified : took('mail')));
  await one.deliver(event);
  const states = async () => (await one.notices(event)).map(({ state }) => state).sort();
  expect(await states()).toEqual(['pending', ...Array<string>(everyone - 1).fill('sent')]);
  one.wait(2 * 24 * hour);
  one.answer(() => took('mail'));
  await one.sweep();
  expect(await states()).toEqual(Array(everyone).fill('sent'));
});

describe('when SES takes no mail from anybody', () => {
  test.each(['stop-the-line', 'quota'] as const)(
    '%s: one mail is tried at a time, nothing fails, and all is sent afterwards, what asks first',
    async (kind) => {
      const one = sender();
      const events = await Promise.all(Array.from({ length: 10 }, () => one.stored()));
      let probes = 0;
      one.answer(() => {
        probes += 1;
        return { kind, reason: 'AccountSendingPaused' };
      });
      for (let run = 0; run < 100; run++) {
        await one.sweep();
        one.wait(hour);
      }
      expect(probes).toBe(100);
      const stopped = (await Promise.all(events.map((event) => one.notices(event)))).flat();
      expect(stopped.every(({ state, attempts }) => state === 'pending' && attempts === 0)).toBe(true);
      expect(one.logged.filter((outcome) => outcome === 'sending stopped')).toHaveLength(100);

      one.answer(() => took('mail'));
      await one.sweep();
      expect(one.mails).toHaveLength(events.length * everyone);
      expect(one.mails.slice(0, 10).every(isDeveloper)).toBe(true);
      expect(await one.inner.dueEvents(later(now, 1000 * hour), 10)).toEqual([]);
    },
  );
});

describe('an address that is suppressed', () => {
  test('is sent nothing; whoever leads the area is asked instead, with a line saying why', async () => {
    const one = sender();
    const event = await one.stored();
    await one.inner.suppress('lisa.eliasson@example.org', 'bounced', now);
    await one.sweep();
    await one.sweep();
    expect(one.mails.some(isDeveloper)).toBe(false);
    expect(one.mails.filter(({ substituteFor }) => substituteFor === 'lisa-eliasson')).toMatchObject([
      { recipient: 'chef-it' },
    ]);
    expect(one.mails).toHaveLength(everyone - 1);
    expect((await one.notices(event)).find(isTo('lisa-eliasson'))).toMatchObject({
      state: 'bounced',
      reason: 'address suppressed',
    });
  });
  const isTo = (person: string) => (notice: Notice) => notice.to === person;

  test('is not asked instead of another either', async () => {
    const one = sender();
    await one.stored();
    await one.inner.suppress('lisa.eliasson@example.org', 'bounced', now);
    await one.inner.suppress('chef.it@example.org', 'bounced', now);
    await one.sweep();
    await one.sweep();
    expect(one.mails.filter(({ substituteFor }) => substituteFor !== undefined)).toMatchObject([
      { recipient: shipped.modelManager, substituteFor: 'lisa-eliasson' },
    ]);
    expect(one.logged.filter((outcome) => outcome === 'substitute told')).toHaveLength(1);
  });

  test('because its holder complained is listed for the operator, once all else is settled', async () => {
    const one = sender();
    const event = await one.stored();
    await one.sweep();
    const told = {
      ...event,
      to: 'submitter',
      sentAt: now,
      at: now,
      address: contact.email,
      reason: '',
    } as const;
    await one.record({ ...told, messageId: 'mail', kind: 'complaint' });
    await one.sweep();
    expect(await one.inner.eventsNeedingAttention()).toEqual([event]);
    expect((await listNoticesNeedingAttention(one)()).found).toMatchObject([
      { notice: { to: 'submitter', state: 'complained' } },
    ]);
  });

  test('is listed for the operator, who can send again; then it is taken up again', async () => {
    const one = sender();
    await one.stored();
    await one.inner.suppress('lisa.eliasson@example.org', 'bounced', now);
    for (let run = 0; run < 3; run++) await one.sweep();
    const { found } = await listNoticesNeedingAttention(one)();
    expect(found.map(({ notice }) => notice.to)).toEqual(['lisa-eliasson']);
    for (const { notice, ...event } of found) expect(await one.resend(event, notice.to)).toBe(true);
    await one.sweep();
    expect(one.mails.filter(isDeveloper)).toHaveLength(1);
    expect((await listNoticesNeedingAttention(one)()).found).toEqual([]);
  });
});

describe('a mail that will never be sent', () => {
  test.each([
    ['when its address is refused', 'lisa-eliasson'],
    ['when its address is invalid', 'chef-it'],
  ])('is asked of somebody else, with a line saying why, %s', async (_when, person) => {
    const one = sender(memoryStore(), () => true);
    const event = await one.stored();
    one.answer((mail) =>
      mail.recipient === person && mail.substituteFor === undefined
        ? { kind: 'permanent', reason: 'MessageRejected' }
        : took('mail'),
    );
    await one.sweep();
    await one.sweep();
    const [asked] = one.mails.filter(({ substituteFor }) => substituteFor !== undefined);
    expect(asked).toMatchObject({ substituteFor: person });
    expect((await one.notices(event)).find(({ to }) => to === person)).toMatchObject({ state: 'failed' });
    const links = (await one.inner.readEvent(event))?.links ?? [];
    expect(links.filter(({ holder }) => holder === person)).toHaveLength(0);
    expect(one.logged).toContain('substitute told');
  });

  test('because its person has left asks those for whom the need waits today', async () => {
    const one = sender();
    const event = await one.stored('lisa-eliasson');
    const without = {
      ...shipped,
      people: shipped.people.filter(({ id }) => id !== 'lisa-eliasson'),
      areas: shipped.areas.map((area) => ({
        ...area,
        developers: area.developers.map((id) => (id === 'lisa-eliasson' ? ('monica-eriksson' as never) : id)),
      })),
    };
    const deliver = deliverNotices({
      ...one,
      organisation: without,
      store: one.inner,
      asks: asksIn(without),
    });
    for (let round = 0; round < 2; round++)
      await deliver(await one.inner.dueEvents(now, 10), later(now, hour));
    expect(one.mails).toMatchObject([{ recipient: 'monica-eriksson', substituteFor: 'lisa-eliasson' }]);
    expect(await one.notices(event)).toContainEqual(
      expect.objectContaining({ to: 'lisa-eliasson', state: 'failed', reason: 'no address' }),
    );
  });
});

describe('of a hundred notices', () => {
  test('one that is refused for good fails, and the other 99 are mailed once each', async () => {
    const one = sender();
    const events = await Promise.all(Array.from({ length: 20 }, () => one.stored()));
    const poisoned = events[7]?.reference;
    one.answer((mail) =>
      mail.file.need.reference === poisoned && isDeveloper(mail)
        ? { kind: 'permanent', reason: 'MessageRejected' }
        : took('mail'),
    );
    await Promise.all([one.deliver(...events.slice(0, 10)), one.deliver(...events), one.sweep()]);
    await one.sweep();
    const asked = one.mails.filter(({ substituteFor }) => substituteFor !== undefined);
    expect(asked).toMatchObject([{ recipient: 'chef-it', substituteFor: 'lisa-eliasson' }]);
    expect(one.mails).toHaveLength(99);
    const mailed = new Set(one.mails.map(({ file, recipient }) => `${file.need.reference} ${recipient}`));
    expect(mailed.size).toBe(99);
    const { found } = await listNoticesNeedingAttention(one)();
    expect(found).toMatchObject([
      { reference: poisoned, notice: { state: 'failed', reason: 'MessageRejected' } },
    ]);
  });
});

test('a sweep that cannot work out who is to be told or reminded, or count, sends what is due all the same, and fails at its end', async () => {
  const one = sender();
  await one.stored();
  const fails = () => Promise.reject(new Error('the store is away'));
  const sweep = sweepWith({
    ...{ ...quietParts, ...one, tell: fails, remind: fails, countFigures: fails },
    deliver: deliverNotices(one),
    takeStep: () => Promise.resolve(undefined),
  });
  await expect(sweep(later(now, 10 * minute))).rejects.toThrow('3 codes');
  expect(one.mails).toHaveLength(everyone);
});

test('needs whose steps fail one after the other leave the mails half of the time', async () => {
  const one = sender();
  const references: Reference[] = [];
  for (let index = 0; index < 10; index++) references.push((await one.stored()).reference);
  const tried: string[] = [];
  one.inner.dueNeeds = () => Promise.resolve(references);
  const sweep = sweepWith({
    ...quietParts,
    ...one,
    deliver: deliverNotices(one),
    takeStep: (reference) => {
      tried.push(reference);
      one.wait(minute);
      return Promise.reject(new Error('no step fits'));
    },
  });
  await expect(sweep(later(now, 10 * minute))).rejects.toThrow('5 codes, needs, letters or events');
  expect(tried).toHaveLength(5);
  expect(one.mails).toHaveLength(10 * everyone);
});

describe('what a head weighs a need against', () => {
  /** A need that waits for its heads: its advice, and a head’s comment on it. */
  async function atDecision(one: Sender) {
    const { reference } = await one.stored();
    for (const step of toDecision)
      await actAs({ store: one.inner, organisation: shipped }, reference, step, now);
    await actAs(
      { store: one.inner, organisation: shipped },
      reference,
      ['comment', as('chef-it'), { text: 'Bråttom.' }],
      now,
    );
    const version = toDecision.length + 1;
    return { advice: { reference, version }, comment: { reference, version: version + 1 } };
  }
  const reads = ({ calls }: Sender) => calls.filter((name) => name === 'openCards').length;

  test('is read once for all who decide, and stands in their mails', async () => {
    const one = sender();
    const { advice } = await atDecision(one);
    await one.deliver(advice);
    expect(one.mails.length).toBeGreaterThan(2);
    expect(one.mails.every(({ loads }) => loads?.length === 2)).toBe(true);
    expect(reads(one)).toBe(1);
  });

  test('is not read for those who are only told something', async () => {
    const one = sender();
    const { comment } = await atDecision(one);
    await one.deliver(comment);
    expect(one.mails.length).toBeGreaterThan(0);
    expect(reads(one)).toBe(0);
  });

  test('is read again soon where the store did not answer, and the need is not taken for damaged', async () => {
    const inner = memoryStore();
    const openCards = inner.openCards.bind(inner);
    const one = sender(inner);
    const { advice } = await atDecision(one);
    inner.openCards = () => Promise.reject(new StoreBusy('cards'));
    expect(await one.deliver(advice)).toEqual([advice]);
    expect(one.logged).toEqual(['event not read']);
    inner.openCards = openCards;
    expect(await one.deliver(advice)).toEqual([]);
    expect(one.mails.length).toBeGreaterThan(2);
  });
});

test('a need of which it cannot be said what it asks holds up no other', async () => {
  const bad = new Set<string>();
  const asks = asksIn(shipped);
  const one = sender(memoryStore(), (need, ...rest) => {
    if (bad.has(need.reference)) throw new TypeError('no such department');
    return asks(need, ...rest);
  });
  bad.add((await one.stored()).reference);
  await one.stored();
  await one.sweep();
  expect(one.mails).toHaveLength(everyone);
  expect(one.logged).toContain('event unreadable');
});

test('five hundred records that cannot be read are postponed by an hour each time, and the next is mailed', async () => {
  const { store, spoil } = inMemory();
  const one = sender(store);
  for (let index = 0; index < 500; index++) await spoil((await one.stored()).reference);
  await one.stored();
  one.wait(minute);
  await one.sweep();
  await one.sweep();
  expect(one.mails).toHaveLength(everyone);
  const unreadable = () => one.logged.filter((outcome) => outcome === 'event unreadable').length;
  expect(unreadable()).toBe(500);
  one.wait(hour);
  await one.sweep();
  expect(unreadable()).toBe(1000);
});

type Reference = Parameters<NeedStore['read']>[0];
interface Started {
  readonly store: NeedStore;
  /** Puts this text in place of a need's first event. */
  readonly spoil: (reference: Reference, text?: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}
function inMemory(): Started {
  const store = memoryStore();
  const read = store.read.bind(store);
  const spoiled = new Set<Reference>();
  store.read = (reference) =>
    spoiled.has(reference) ? Promise.reject(new UnreadableRecord()) : read(reference);
  return {
    store,
    spoil: (reference) => Promise.resolve(void spoiled.add(reference)),
    stop: () => Promise.resolve(),
  };
}
async function inDynamoDb(): Promise<Started> {
  const { store, client, table, stop } = await tableStore(inject('assembly'));
  return {
    store,
    async spoil(reference, text = '') {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: eventKey({ reference, version: 1 }),
          UpdateExpression: 'SET event = :text',
          ExpressionAttributeValues: { ':text': { S: text } },
        }),
      );
    },
    stop,
  };
}

describe.each<[string, () => Started | Promise<Started>]>([
  ['in memory', inMemory],
  ['in DynamoDB', inDynamoDb],
])('the sweep %s', (_where, start) => {
  let one: Sender;
  let started: Started;
  beforeAll(async () => {
    started = await start();
    one = sender(started.store);
  });
  afterAll(() => started.stop());

  test('costs what is due and not what is stored: with 100 needs, of which ten have a notice due', async () => {
    for (let index = 0; index < 90; index++) {
      const event = await one.stored();
      await one.inner.relist(event, { ifVersion: 0, listing: { as: 'nothing' } });
    }
    for (let index = 0; index < 10; index++) await one.stored();
    one.calls.length = 0;
    await one.sweep();
    const counts = Object.entries(Object.groupBy(one.calls, (call) => call)).map(
      ([call, all]) => [call, all?.length] as const,
    );
    expect(Object.fromEntries(counts)).toEqual({
      dueCodes: 1,
      dueNeeds: 1,
      dueLetters: 1,
      dueEvents: 1,
      read: 10,
      suppressed: 1,
      settingsOf: 1,
      claim: 50,
      send: 50,
      endClaim: 50,
    });
    one.calls.length = 0;
    await one.sweep();
    expect(one.calls).toEqual(['dueCodes', 'dueNeeds', 'dueLetters', 'dueEvents']);
  });

  test('reads events whose mails fail again only when they are due', async () => {
    const event = await one.stored();
    one.answer((mail) => (isDeveloper(mail) ? { kind: 'not-sent', reason: 'ECONNREFUSED' } : took('mail')));
    await one.sweep();
    one.calls.length = 0;
    one.wait(14_999);
    await one.sweep();
    expect(one.calls).toEqual(['dueCodes', 'dueNeeds', 'dueLetters', 'dueEvents']);
    one.wait(1);
    one.answer(() => took('mail'));
    await one.sweep();
    expect((await one.notices(event)).map(({ state }) => state)).toEqual(Array(everyone).fill('sent'));
  });

  test('sends again what soft-bounced before its sending was recorded', async () => {
    const event = await one.stored();
    let returned = '';
    one.answer(async ({ recipient }) => {
      if (returned !== '') return took('second');
      returned = recipient;
      const at = one.clock();
      const mail = { ...event, to: recipient, messageId: 'first', address: 'a@example.org', sentAt: at };
      await one.record({ ...mail, kind: 'soft-bounce', at, reason: 'Transient General' });
      return took('first');
    });
    await one.deliver(event);
    one.mails.length = 0;
    one.wait(24 * hour);
    await one.sweep();
    expect(one.mails.map(({ recipient }) => recipient)).toEqual([returned]);
    expect((await one.notices(event)).map(({ state }) => state)).toEqual(Array(everyone).fill('sent'));
  });

  test('leaves a claimed notice alone, and sends it when its sender has died', async () => {
    const event = await one.stored();
    const died = sender(one.inner);
    died.wait(Date.parse(one.clock()) - Date.parse(now));
    died.answer(() => Promise.reject(new Error('out of memory')));
    const endClaim = one.inner.endClaim.bind(one.inner);
    one.inner.endClaim = () => Promise.reject(new Error('died'));
    expect(await died.deliver(event)).toEqual([event]);
    one.inner.endClaim = endClaim;
    one.mails.length = 0;
    await one.sweep();
    expect(one.mails).toHaveLength(everyone - 1);
    one.wait(15 * minute);
    await one.sweep();
    await one.sweep();
    expect(one.mails).toHaveLength(everyone);
    expect(await one.inner.dueEvents(later(one.clock(), hour), 10)).toEqual([]);
  });

  test.each([
    ['that is no JSON', '{'],
    ['that is no event', 'null'],
    ['in which something is missing', '{"action":"comment","by":{"kind":"person"}}'],
  ])('mails 99 people once each, beside one record in a hundred %s', async (_what, text) => {
    const events = [];
    for (let index = 0; index < 100; index++) events.push(await one.stored('lisa-eliasson'));
    const [poisoned, ...good] = events.map(({ reference }) => reference);
    if (poisoned) await started.spoil(poisoned, text);
    one.answer(() => took('mail'));
    one.mails.length = 0;
    one.logged.length = 0;
    for (let run = 0; run < 3; run++) await one.sweep();
    expect(one.mails.map(({ file }) => file.need.reference).sort()).toEqual(good.sort());
    expect(one.logged.filter((outcome) => outcome === 'event unreadable')).toHaveLength(1);
  });
});
