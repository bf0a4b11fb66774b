import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliverNotices } from '../../lambdas/app/notice/deliver.ts';
import { isIntactNeed } from '../../lambdas/app/need/history.ts';
import { recordReport } from '../../lambdas/app/notice/report.ts';
import type { NoticeMail } from '../../lambdas/app/ports/mailer.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { addressSuppressed } from '../../lambdas/domain/notice/notice.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import { takeNextStep } from '../../lambdas/app/need/take-step.ts';
import { lease } from '../../lambdas/domain/notice/retry.ts';
import { sweep as sweepWith } from '../../lambdas/app/sweep.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { linkFor } from '../support/links.ts';
import { actSignedIn } from '../support/act.ts';
import { wideLimits } from '../support/limits.ts';
import { quietParts } from '../support/quiet.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids, submitted } from '../support/needs.ts';
import { seed } from '../support/seed.ts';
import { isWhole } from '../support/whole.ts';

const runs = isWhole ? 10_000 : 100;
const hour = 3_600_000;
const aWeek = 8 * 24 * hour;

/** Makes a call of a process, in its turn and as long as it lives. */
type Through = <Answer>(call: () => Promise<Answer>) => Promise<Answer>;

/** A store whose every call goes through a process. */
const seenBy = (through: Through, inner: NeedStore): NeedStore =>
  new Proxy(inner, {
    get:
      (target, name: keyof NeedStore) =>
      (...args: unknown[]) =>
        through(() => (target[name] as (...given: unknown[]) => Promise<unknown>)(...args)),
  });

/** A process that makes so many calls and is killed before it hears of the last one. */
function mortal(calls: number): Through {
  let left = calls;
  const live = () => {
    if (left <= 0) throw new Error('dead');
  };
  return async (call) => {
    live();
    left -= 1;
    const answer = await call();
    live();
    return answer;
  };
}

const outcomes = ['delivery', 'soft-bounce', 'bounce'] as const;
interface Mail extends NoticeMail {
  readonly messageId: string;
  readonly outcome: (typeof outcomes)[number];
}
/** How many mails there may be of one notice to somebody. */
const mostOf = (mails: readonly Mail[], isSlow: boolean) =>
  1 + (mails[0]?.outcome === 'soft-bounce' ? 1 : 0) + (isSlow ? 1 : 0);

/**
 * What must have become of a notice, by the mails that went out for it and what became of them. Where a lease has run out while
 * somebody lived on, one more may have gone, and it may have been another about the same event that settled it.
 */
function check(
  notice: Notice,
  mails: readonly Mail[],
  {
    isReached,
    isSuppressed,
    isSlow,
  }: { readonly isReached: boolean; readonly isSuppressed: boolean; readonly isSlow: boolean },
) {
  const { to, state } = notice;
  const isUnsent = isSuppressed && state === 'bounced' && notice.reason === addressSuppressed;
  const most = mostOf(mails, isSlow) - (isUnsent ? 1 : 0);
  expect(mails.length, to).toBeLessThanOrEqual(most);
  expect(state, to).toBeOneOf(['delivered', 'bounced']);
  if (isUnsent) return;
  expect(isReached, to).toBe(true);
  if (isSlow) return;
  expect(mails.length, to).toBe(most);
  expect(state === 'delivered').toBe(mails.at(-1)?.outcome === 'delivery');
}

const lives = fc.option(fc.integer({ min: 1, max: 30 }), { nil: Infinity, freq: 1 });
const chances = fc.record({
  scheduler: fc.scheduler(),
  isLate: fc.boolean(),
  isSlow: fc.constantFrom(false, false, true),
  /* Of each of the processes that send: after how many calls it is killed. */
  killed: fc.tuple(lives, lives, lives, lives),
  /* Mostly good: each that comes back makes the system look again, which hides where it would have forgotten to. */
  becomes: fc.array(fc.constantFrom('delivery', 'delivery', 'delivery', ...outcomes), {
    minLength: 10,
    maxLength: 10,
  }),
});
type Chance = typeof chances extends fc.Arbitrary<infer Value> ? Value : never;

/** A need that is stored, what the clock says, and the mails that have gone out, with what becomes of each. */
interface World {
  at: Instant;
  readonly inner: NeedStore;
  readonly reference: Reference;
  readonly mails: Mail[];
  readonly becomes: Chance['becomes'];
}

/** The parts of the system in one process. @param tellOf is told of each mail that SES takes */
function system(world: World, through: Through, tellOf: (mail: Mail) => void) {
  const { inner, reference, mails, becomes } = world;
  const deps = {
    organisation: shipped,
    store: seenBy(through, inner),
    ids,
    /* No two things happen at the same moment: what was sent before and after another is told by when. */
    clock: () => (world.at = later(world.at, 1)),
    limits: wideLimits,
    random: () => 0.5,
    pause: () => Promise.resolve(),
    asks: () => true,
    log: () => undefined,
    mailer: {
      send: (written: NoticeMail) =>
        through(() => {
          const messageId = String(mails.length);
          const mail = { ...written, messageId, outcome: becomes[mails.length] ?? 'delivery' };
          mails.push(mail);
          tellOf(mail);
          return Promise.resolve({ kind: 'sent', messageId } as const);
        }),
    },
  };
  const deliver = deliverNotices(deps);
  const sweep = sweepWith({ ...deps, ...quietParts, takeStep: takeNextStep(deps), deliver });
  const record = recordReport(deps);
  return {
    act: actSignedIn(deps),
    deliver: () => deliver([{ reference, version: 1 }], later(world.at, hour)),
    sweep: () => sweep(later(world.at, hour)),
    /* One of the two events of a mail comes twice. */
    tell: ({ event, recipient, messageId, outcome, to }: Mail) =>
      (['send', outcome, outcome] as const).map((kind) =>
        record({
          ...{ reference, version: event.version, to: recipient, address: to.email },
          ...{ kind, messageId, sentAt: world.at, at: world.at, reason: kind },
        }),
      ),
  };
}

/** Everything goes on at once; then the sweeps of three days. @returns what came of the actions */
async function live(
  world: World,
  tokens: { readonly developer: string; readonly submitter: string },
  { scheduler, isSlow, killed }: Chance,
) {
  const told: Promise<unknown>[] = [];
  const inTurn: Through = (call) => scheduler.scheduleFunction(call)();
  const { act: ask, tell } = system(world, inTurn, () => undefined);
  const seen = { version: 1, confirm: 'yes' };
  const asked = Promise.all([
    ask(tokens.developer, { ...seen, action: 'take' }),
    ask(tokens.developer, { ...seen, action: 'take' }),
    ask(tokens.developer, { ...seen, action: 'refer', referredTo: 'Servicedesk', reason: 'Fel ställe' }),
    ask(tokens.submitter, { ...seen, action: 'withdraw' }),
    ask(tokens.submitter, { ...seen, action: 'comment', text: 'En sak till' }),
  ]);
  const woken = killed.map((calls, index) => {
    const alive = mortal(calls);
    const one = system(
      world,
      (call) => alive(() => inTurn(call)),
      (mail) => told.push(...tell(mail)),
    );
    return index < 2 ? one.deliver() : one.sweep();
  });
  const timePasses = async () => {
    for (let step = 0; isSlow && step < 5; step++) await inTurn(() => Promise.resolve());
    if (isSlow) world.at = later(world.at, lease + 1000);
  };
  const done = Promise.allSettled([asked, timePasses(), ...woken]).then(() => Promise.all(told));
  await scheduler.waitFor(done);

  const outcomesOfActions = await asked;
  const { sweep, tell: tellNow } = system(
    world,
    (call) => call(),
    (mail) => told.push(...tellNow(mail)),
  );
  for (let round = 0; round < 6; round++) {
    world.at = later(world.at, 13 * hour);
    await sweep();
    await Promise.all(told);
  }
  return outcomesOfActions;
}

/** Expects everybody to have been mailed of what happened, and nobody twice, and no mail of what did not happen. */
function expectMailedOnce(mails: readonly Mail[], history: NeedFile['history'], isSlow: boolean): void {
  const suppressed = new Set(
    mails.filter(({ outcome }) => outcome === 'bounce').map(({ recipient }) => recipient),
  );
  const isTo =
    (version: number, { to }: Notice) =>
    ({ event, recipient }: Mail) =>
      event.version === version && recipient === to;
  for (const { event, notices } of history) {
    for (const notice of notices) {
      const toThem = mails.filter(isTo(event.version, notice));
      /* Whoever stands in for somebody hears of the event once more, since this mail asks something else (ADR 12). */
      const ofEach = Map.groupBy(toThem, ({ substituteFor }) => substituteFor);
      const own = ofEach.get(notice.substituteFor) ?? [];
      const isSuppressed = suppressed.has(notice.to);
      check(notice, own, { isReached: toThem.length > 0, isSuppressed, isSlow });
      for (const one of ofEach.values()) {
        expect(one.length, notice.to).toBeLessThanOrEqual(mostOf(one, isSlow));
      }
    }
  }
  const ofNoNotice = mails.filter(
    (mail) =>
      !history[mail.event.version - 1]?.notices.some((notice) => isTo(mail.event.version, notice)(mail)),
  );
  expect(ofNoNotice).toEqual([]);
}

test(`in ${runs} orders of actions, redeliveries, sweeps, mail events and deaths at once, nothing happens twice, and everybody is mailed, nobody twice (seed ${seed})`, async () => {
  let moved = 0;
  const property = fc.asyncProperty(chances, async (chance) => {
    const { isLate, isSlow, becomes } = chance;
    const inner = memoryStore();
    const opening = submitted();
    const { reference } = opening.need;
    await inner.addNeed(opening);
    const lisa = linkFor({ reference, version: 1 }, 'lisa-eliasson' as Recipient, now);
    await inner.addAnswer({ reference, version: 1 }, lisa.link);

    const world: World = { at: isLate ? later(now, aWeek) : now, inner, reference, mails: [], becomes };
    const tokens = { developer: lisa.token, submitter: opening.token };
    const outcomesOfActions = await live(world, tokens, chance);

    const file = await inner.read(reference);
    const history = file?.history ?? [];
    expect(history.map(({ event }) => event.version)).toEqual(history.map((_, index) => index + 1));
    expect(file && isIntactNeed(file)).toBe(true);
    expect(file?.need.version).toBe(history.length);
    expect(new Set(history.map(({ request }) => request)).size).toBe(history.length);
    const doneAt = outcomesOfActions.flatMap((outcome) => (outcome.kind === 'done' ? [outcome.version] : []));
    const byPeople = history.filter(({ event }) => event.version > 1 && event.by.kind !== 'system');
    expect([...new Set(doneAt)].sort()).toEqual(byPeople.map(({ event }) => event.version));
    expect(history.filter(({ event }) => event.action === 'remind').length).toBeLessThanOrEqual(1);
    expectMailedOnce(world.mails, history, isSlow);
    expect(await inner.dueEvents(later(world.at, 1000 * hour), 10)).toEqual([]);
    moved += byPeople.length;
  });
  await fc.assert(property, { numRuns: runs, seed });
  expect(moved).toBeGreaterThan(runs);
});
