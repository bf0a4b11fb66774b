import type { LetterMail } from '../../lambdas/app/ports/mailer.ts';
import { expect, test } from 'vitest';
import { sendLetters } from '../../lambdas/app/notice/send-letters.ts';
import { tellAssignees } from '../../lambdas/app/need/tell-assignees.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { lease } from '../../lambdas/domain/notice/retry.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids } from '../support/needs.ts';
import { storeNeed } from '../support/stored.ts';

/* Every call to the store and to the mail service that telling by letters makes fails in turn, before it is done or after. */

const hour = 3_600_000;
const newcomer = 'maja@example.org';
const manager = 'stina.eklund@example.org';

/** Lisa has left, and Maja has come in her place. */
const changed: Organisation = {
  ...shipped,
  people: shipped.people.map((person) =>
    person.id === 'lisa-eliasson' ? { ...person, id: 'maja' as never, email: newcomer } : person,
  ),
  areas: shipped.areas.map((area) => ({
    ...area,
    developers: area.developers.map((id) => (id === 'lisa-eliasson' ? ('maja' as never) : id)),
  })),
};

interface Fault {
  readonly at: number;
  readonly way: 'before' | 'after';
}

/** Two needs are told of through one fault or none. @returns who was mailed of how many, and how many calls were made */
async function live(isReachable: boolean, fault?: Fault) {
  const inner = memoryStore();
  for (let round = 0; round < 2; round++) await storeNeed(inner, shipped, { areas: ['infrastruktur'] }, now);
  let calls = 0;
  let isUnheard = false;
  let wasMail = false;
  const faulty =
    <Arguments extends readonly unknown[], Result>(
      work: (...given: Arguments) => Promise<Result>,
      isMail = false,
    ) =>
    async (...given: Arguments): Promise<Result> => {
      const isStruck = calls++ === fault?.at;
      /* The mail service's answer is lost, or is not recorded. */
      if (isStruck) isUnheard = fault.way === 'after' ? isMail : wasMail;
      wasMail = isMail;
      if (isStruck && fault.way === 'before') throw new Error('killed');
      const result = await work(...given);
      if (isStruck) throw new Error('killed');
      return result;
    };
  const store = Object.fromEntries(
    Object.entries(inner).map(([name, method]) => [name, faulty(method as () => Promise<unknown>)]),
  ) as unknown as NeedStore;
  const mails: { readonly to: string; readonly needs: number }[] = [];
  let at = later(now, 24 * hour);
  const deps = {
    ids,
    ...{ organisation: changed, store, clock: () => at, random: () => 0.5 },
    pause: () => Promise.resolve(),
    log: () => undefined,
    mailer: {
      sendLetter: faulty((letter: LetterMail) => {
        const { to } = letter;
        const needs = 'needs' in letter ? letter.needs : [];
        const isTaken = isReachable || to.email !== newcomer;
        if (isTaken) mails.push({ to: to.email, needs: needs.length });
        return Promise.resolve(
          isTaken
            ? ({ kind: 'sent', messageId: String(mails.length) } as const)
            : ({ kind: 'permanent', reason: 'MessageRejected' } as const),
        );
      }, true),
    },
  };
  const tell = tellAssignees(deps);
  const send = sendLetters(deps);
  for (let sweep = 0; sweep < 6; sweep++) {
    await tell(later(at, hour)).catch(() => undefined);
    await store
      .dueLetters(at, 100)
      .then((due) => send(due, later(at, hour)))
      .catch(() => undefined);
    at = later(at, lease);
  }
  return { mails, calls, isUnheard };
}

test.each([
  ['its reader', true, newcomer],
  ['the manager, where its reader cannot be mailed,', false, manager],
])(
  'whatever call fails, a letter reaches %s once, or twice where its sending was never heard of',
  async (_who, isReachable, to) => {
    const { calls, mails } = await live(isReachable);
    expect(mails).toEqual([{ to, needs: 2 }]);
    expect(calls).toBeGreaterThan(10);
    for (let at = 0; at < calls; at++)
      for (const way of ['before', 'after'] as const) {
        const struck = await live(isReachable, { at, way });
        const where = `call ${at} fails ${way} it is done`;
        expect(new Set(struck.mails.map((mail) => `${mail.to} ${mail.needs}`)), where).toEqual(
          new Set([`${to} 2`]),
        );
        expect(struck.mails.length, where).toBeLessThanOrEqual(struck.isUnheard ? 2 : 1);
      }
  },
);
