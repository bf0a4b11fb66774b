import type { Day } from '../lambdas/domain/time/time.ts';
import { createRequire } from 'node:module';
import { dynamoDbStore } from '../lambdas/adapters/dynamodb/store.ts';
import { makeLink } from '../lambdas/app/need/make-link.ts';
import type { NeedStore } from '../lambdas/app/ports/store.ts';
import { Reference } from '../lambdas/domain/need/reference.ts';
import { instantOf } from '../lambdas/domain/time/time.ts';
import { shipped } from '../test/domain/fixtures.ts';
import { ids } from '../test/support/needs.ts';
import { cookieFor } from '../test/support/people.ts';
import { countingWire } from '../test/support/wire.ts';
import type { Access, StoreCall } from '../test/support/wire.ts';
import type { Lab } from './lab.ts';
import {
  action,
  explained,
  idle,
  listed,
  longest,
  mailDelivered,
  newCode,
  newEvent,
  signIn,
  statusPage,
  submission,
  unproven,
  wrongCode,
} from './requests.ts';
import { addressOf, developer, storeDue, storeSeeds } from './seeds.ts';

/** What one thing done costs at DynamoDB, call by call. */
export interface Cost {
  readonly what: string;
  /** The function that does it, where one does. */
  readonly by?: FunctionName;
  readonly calls: readonly StoreCall[];
  readonly accesses: readonly Access[];
}

/** Gives a need's developer a link to it, by the answer to its submission. */
async function linkOfDeveloper(store: NeedStore, accepted: unknown) {
  const { body } = accepted as { readonly body: string };
  const reference = Reference.parse((JSON.parse(body) as { reference: unknown }).reference);
  const { link, token } = makeLink(ids, {
    event: { reference, version: 1 },
    holder: developer,
    address: addressOf(developer),
    now: instantOf(new Date()),
  });
  await store.addAnswer({ reference, version: 1 }, link);
  return { token, cookie: await cookieFor(store, addressOf(developer)) };
}

const challengeIn = (answer: unknown): string =>
  (JSON.parse((answer as { readonly body: string }).body) as { readonly challenge: string }).challenge;

export type FunctionName = 'SubmitNeed' | 'Act' | 'Show' | 'DeliverNotices' | 'Sweep' | 'MailFeedback';
type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** The bundles that would be deployed, in this process, on a table of their own that they reach through the wire. */
export async function openBundles(
  lab: Lab,
  name: string,
  environment: Readonly<Record<string, string>> = {},
) {
  const { store } = await lab.table(name);
  const wire = await countingWire(lab.database);
  const before = { ...process.env };
  Object.assign(process.env, lab.environment(name, wire.endpoint), environment);
  const { info } = console;
  console.info = () => undefined;
  const require = createRequire(import.meta.url);
  const warm = new Set<FunctionName>();
  /* A bundle reads its environment when it is loaded, and the organisation when it is first called. */
  const load = (by: FunctionName) => {
    const file = lab.bundle(by);
    if (!warm.has(by)) Reflect.deleteProperty(require.cache, file);
    return (require(file) as { handler: Handler }).handler;
  };
  const context = { awsRequestId: 'count', getRemainingTimeInMillis: () => 60_000 };
  return {
    store,
    wire,
    /** Wakes a function that is warm, or cold. @returns what it answers, and what it has done at DynamoDB */
    call: async (by: FunctionName, event: unknown, { isCold = by === 'Sweep' } = {}) => {
      if (isCold) warm.delete(by);
      const handler = load(by);
      if (!isCold && !warm.has(by)) {
        await handler(idle[by], context);
        warm.add(by);
      }
      wire.take();
      wire.accesses();
      const answer = await handler(event, context);
      return { answer, calls: wire.take(), accesses: wire.accesses() };
    },
    close: () => {
      console.info = info;
      process.env = before;
      wire.stop();
    },
  };
}

/** Does each thing once on a table, by the bundles that would be deployed, and counts on the wire. Nothing may be due on it yet. */
export async function wireCosts(lab: Lab, name: string): Promise<readonly Cost[]> {
  const { store, wire, call, close } = await openBundles(lab, name);
  try {
    const costs: Cost[] = [];
    const count = async (what: string, by: FunctionName, event: unknown, state?: { isCold: boolean }) => {
      const { answer, calls, accesses } = await call(by, event, state);
      costs.push({ what, by, calls, accesses });
      return answer;
    };
    /* Whether a sweep reminds people must not depend on the hour. */
    await store.writeReminded('9999-12-31' as Day);
    await count('the first sweep of a day', 'Sweep', {});
    await count('a sweep with nothing due', 'Sweep', {});
    await storeDue(store, 1);
    await count('a sweep that reminds of one need', 'Sweep', {});
    await storeDue(store, 10);
    await count('a sweep that reminds of ten needs', 'Sweep', {});
    const [taken, shown, told, sent, asked] = await storeSeeds(store, 5);
    if (!taken || !shown || !told || !sent || !asked) throw new Error('nothing to count on');
    await count('a submission to a cold function', 'SubmitNeed', submission(), { isCold: true });
    await count('a submission', 'SubmitNeed', submission());
    await count('an action', 'Act', action(taken));
    const challenges = [
      await count('an action without a session', 'Act', unproven(asked)),
      await count('a code asked for on the sign-in page', 'Act', signIn('nobody@example.org')),
      await count('the same of somebody who is known', 'Act', signIn(addressOf(developer))),
    ].map(challengeIn);
    for (const [index, whose] of ['by a link', 'of nobody', 'of staff'].entries())
      await count(`a code ${whose}, sent`, 'DeliverNotices', newCode(challenges[index] ?? ''));
    await count('a wrong code', 'Act', wrongCode(challenges[0] ?? ''));
    await count('a status page', 'Show', statusPage(shown));
    await count('the five notices of an event', 'DeliverNotices', newEvent(told));
    await count('a delivery recorded', 'MailFeedback', mailDelivered(sent));
    await count('a board', 'Show', listed('/areas', shown.cookie));
    await count('a person’s own page', 'Show', listed('/my', shown.cookie));
    const overseer = await cookieFor(store, addressOf(shipped.modelManager));
    await count('the figures', 'Show', listed('/figures', overseer));
    await count('what is stuck', 'Show', listed('/stuck', overseer));
    await dynamoDbStore({ client: wire.client, name }).openCards();
    costs.push({ what: 'a list of open needs', calls: wire.take(), accesses: [] });
    await count('a submission of 1,600 characters', 'SubmitNeed', submission(explained));
    const accepted = await count('a submission of the longest need', 'SubmitNeed', submission(longest));
    await count('an action on the longest need', 'Act', action(await linkOfDeveloper(store, accepted)));
    return costs;
  } finally {
    close();
  }
}
