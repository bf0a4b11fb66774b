import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { isIntactNeed } from '../../lambdas/app/need/history.ts';
import { StoreBusy } from '../../lambdas/app/ports/store.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { submitNeed } from '../../lambdas/app/need/submit.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { Reference } from '../../lambdas/domain/need/reference.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { actSignedIn } from '../support/act.ts';
import { linkFor } from '../support/links.ts';
import { tableStore } from '../support/database.ts';
import { contact, ids, submission } from '../support/needs.ts';
import { isWhole } from '../support/whole.ts';

const racers = isWhole ? 50 : 20;
const rounds = isWhole ? 40 : 2;
const clock = () => now;

let store: NeedStore;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ store, stop } = await tableStore(inject('assembly')));
});
afterAll(() => stop());

/** A need, and a link to it for each person named. */
async function needWithLinks(...people: readonly string[]) {
  const { reference, token } = (await submitNeed({ organisation: shipped, store, ids, clock })(
    submission,
    contact,
    {},
  )) as { reference: Reference; token: string };
  const tokens: string[] = [];
  for (const person of people) {
    const made = linkFor({ reference, version: 1 }, person as PersonId, now);
    await store.addAnswer({ reference, version: 1 }, made.link);
    tokens.push(made.token);
  }
  return { reference, submitter: token, tokens };
}
const run = (token: string, asked: Record<string, unknown>) =>
  actSignedIn({ organisation: shipped, store, clock, random: Math.random, pause })(token, {
    version: 1,
    confirm: 'yes',
    ...asked,
  });

test(`${rounds} times ${racers} people take, refer and withdraw one need at once: one transition per version, and everybody else is told that it moved on`, async () => {
  for (let round = 0; round < rounds; round++) {
    const { reference, submitter, tokens } = await needWithLinks(
      ...Array<string>(racers - 1).fill('lisa-eliasson'),
    );
    const outcomes = await Promise.all([
      run(submitter, { action: 'withdraw' }),
      ...tokens.map((token, racer) =>
        racer % 2 === 0
          ? run(token, { action: 'take', racer })
          : run(token, { action: 'refer', referredTo: 'Servicedesk', reason: `Racer ${racer}` }),
      ),
    ]);
    const file = await store.read(reference);
    const history = file?.history ?? [];
    expect(history.map(({ event }) => event.version)).toEqual(history.map((_, index) => index + 1));
    expect(file && isIntactNeed(file)).toBe(true);
    const done = outcomes.filter(({ kind }) => kind === 'done');
    const moves = history.filter(({ event }, index) => event.status !== history[index - 1]?.event.status);
    expect(done.length).toBeGreaterThan(0);
    expect(done).toHaveLength(history.length - 1);
    expect(moves).toHaveLength(history.length);
    for (const outcome of outcomes) {
      expect(['done', 'moved-on']).toContain(outcome.kind);
    }
  }
});

test(`of ${racers} comments made at once each is recorded once or asked to come again, in at most six appends a comment`, async () => {
  const { reference, tokens } = await needWithLinks(...Array<string>(racers).fill('lisa-eliasson'));
  let appends = 0;
  const counted: NeedStore = {
    ...store,
    append(need, entry) {
      appends += 1;
      return store.append(need, entry);
    },
  };
  const outcomes = await Promise.all(
    tokens.map((token, racer) =>
      actSignedIn({ organisation: shipped, store: counted, clock, random: Math.random, pause })(token, {
        version: 1,
        confirm: 'yes',
        action: 'comment',
        text: `Comment ${racer}`,
      }).catch((fault: unknown) => {
        if (fault instanceof StoreBusy) return { kind: 'busy' as const };
        throw fault;
      }),
    ),
  );
  const done = outcomes.flatMap((outcome) => (outcome.kind === 'done' ? outcome.version : []));
  expect(done.length + outcomes.filter(({ kind }) => kind === 'busy').length).toBe(racers);
  const history = (await store.read(reference))?.history ?? [];
  expect(done.sort((one, other) => one - other)).toEqual(history.slice(1).map(({ event }) => event.version));
  expect(appends).toBeLessThanOrEqual(6 * racers);
});

test('the same press sent twice at once happens once, and both are told the recorded outcome', async () => {
  const { reference, tokens } = await needWithLinks('lisa-eliasson');
  const [token = ''] = tokens;
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => run(token, { action: 'take' })));
  expect(outcomes).toEqual(
    outcomes.map(() => ({ kind: 'done', reference, status: 'clarifying', version: 2 })),
  );
  expect((await store.read(reference))?.history).toHaveLength(2);
});
