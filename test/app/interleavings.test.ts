import fc from 'fast-check';
import { expect, test } from 'vitest';
import { act } from '../../lambdas/app/act.ts';
import { deliverNotices } from '../../lambdas/app/deliver.ts';
import { isIntact } from '../../lambdas/app/history.ts';
import { makeLink } from '../../lambdas/app/links.ts';
import type { Letter, NeedStore } from '../../lambdas/app/ports.ts';
import { takeNextStep } from '../../lambdas/app/remind.ts';
import { sweep as sweepWith } from '../../lambdas/app/sweep.ts';
import { later } from '../../lambdas/domain/time.ts';
import type { Recipient } from '../../lambdas/domain/told.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { memoryStore } from '../support/memory-store.ts';
import { contact, ids, submitted } from '../support/needs.ts';
import { seed } from '../support/seed.ts';

/* All of them take a while (npm run test:faults); npm test takes a sample, the same one each time. */
const runs = process.env['FAULTS'] === 'all' ? 10_000 : 500;
const until = later(now, 3_600_000);
/* The first reminder is due by then, and everything that was sent is settled. */
const aWeekOn = later(now, 8 * 86_400_000);

/** A store whose every call waits its turn, in an order that the scheduler chooses. */
const taken = (inner: NeedStore, scheduler: fc.Scheduler): NeedStore =>
  new Proxy(inner, {
    get: (target, name: keyof NeedStore) => {
      const call = (...args: unknown[]) =>
        (target[name] as (...given: unknown[]) => Promise<unknown>)(...args);
      return scheduler.scheduleFunction(call);
    },
  });

test(
  `in ${runs} orders of actions, redeliveries and sweeps at once, nothing happens twice and nobody is mailed twice (seed ${seed})`,
  { timeout: 300_000 },
  async () => {
    let moved = 0;
    const property = fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, isLate) => {
      const at = isLate ? aWeekOn : now;
      const inner = memoryStore();
      const { need, entry, token, submission } = submitted();
      const { reference } = need;
      await inner.open(need, contact, entry, submission);
      const lisa = makeLink(ids, reference, 'lisa-eliasson' as Recipient, now);
      await inner.addLink(reference, 1, lisa.link);

      const mailed: string[] = [];
      const system = (store: NeedStore) => {
        const deps = {
          organisation: shipped,
          store,
          ids,
          clock: () => at,
          random: () => 0.5,
          pause: () => Promise.resolve(),
          asks: () => true,
          log: () => undefined,
          mailer: {
            send: (letter: Letter) => {
              mailed.push(`${letter.event.version} ${letter.recipient}`);
              return Promise.resolve({ kind: 'sent', messageId: String(mailed.length) } as const);
            },
          },
        };
        const deliver = deliverNotices(deps);
        return {
          act: act(deps),
          deliver,
          sweep: sweepWith({ ...deps, takeStep: takeNextStep(deps), deliver }),
        };
      };

      const { act: ask, deliver, sweep } = system(taken(inner, scheduler));
      const first = { reference, version: 1 };
      const seen = { version: 1, confirm: 'yes' };
      const asked = Promise.all([
        ask(lisa.token, { ...seen, action: 'take' }),
        ask(lisa.token, { ...seen, action: 'take' }),
        ask(lisa.token, { ...seen, action: 'refer', referredTo: 'Servicedesk', reason: 'Fel ställe' }),
        ask(token, { ...seen, action: 'withdraw' }),
        ask(token, { ...seen, action: 'comment', text: 'En sak till' }),
      ]);
      const woken = Promise.all([
        deliver([first], until),
        deliver([first], until),
        sweep(until),
        sweep(until),
      ]);
      await scheduler.waitFor(Promise.all([asked, woken]));
      const outcomes = await asked;
      await system(inner).sweep(later(aWeekOn, 3_600_000));

      const file = await inner.read(reference);
      const history = file?.history ?? [];
      expect(history.map(({ event }) => event.version)).toEqual(history.map((_, index) => index + 1));
      expect(isIntact(history)).toBe(true);
      expect(file?.need.version).toBe(history.length);
      expect(new Set(history.map(({ request }) => request)).size).toBe(history.length);
      const doneAt = outcomes.flatMap((outcome) => (outcome.kind === 'done' ? [outcome.version] : []));
      const byPeople = history.filter(({ event }) => event.version > 1 && event.by.kind !== 'system');
      expect([...new Set(doneAt)].sort()).toEqual(byPeople.map(({ event }) => event.version));
      expect(history.filter(({ event }) => event.action === 'remind').length).toBeLessThanOrEqual(1);

      const told = history.flatMap(({ event, notices }) => notices.map(({ to }) => `${event.version} ${to}`));
      expect([...mailed].sort()).toEqual([...told].sort());
      expect(history.flatMap(({ notices }) => notices.map(({ state }) => state))).not.toContain('pending');
      moved += byPeople.length;
    });
    await fc.assert(property, { numRuns: runs, seed });
    expect(moved).toBeGreaterThan(runs);
  },
);
