import { timingSafeEqual } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import type { EventId } from '../../lambdas/domain/need/event-id.ts';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { findNeed } from '../../lambdas/app/need/access.ts';
import { followLink } from '../../lambdas/app/need/links.ts';
import { viewFor } from '../../lambdas/app/need/view.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { as, now, shipped, shippedFile } from '../domain/fixtures.ts';
import { sessionAt } from '../support/act.ts';
import { linkFor } from '../support/links.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids, submitted } from '../support/needs.ts';
import { actAs } from '../support/stored.ts';

vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>();
  return { ...crypto, timingSafeEqual: vi.fn(crypto.timingSafeEqual) };
});

test('a link is found by the hash of its secret, and compared whole, so that the time of a refusal tells nothing of how much was right', async () => {
  const { token, link, ...opening } = submitted();
  const store = memoryStore();
  await store.addNeed(opening);

  expect(await followLink(shipped, store, token, now)).toMatchObject({ holder: 'submitter' });
  const guess = `${opening.need.reference}-1-${ids.secret()}`;
  expect(await followLink(shipped, store, guess, now)).toBeUndefined();

  const compared = vi.mocked(timingSafeEqual).mock.calls;
  expect(compared).toHaveLength(2);
  expect(compared[0]).toContainEqual(Buffer.from(link.hash));
});

const day = 86_400_000;
const developer = 'lisa-eliasson' as PersonId;

/** A stored need, and every call to the store. */
async function storedNeed() {
  const { token, link: _link, ...opening } = submitted();
  const inner = memoryStore();
  await inner.addNeed(opening);
  const { reference } = opening.need;
  const calls: string[] = [];
  const store: typeof inner = {
    ...inner,
    read: (asked) => (calls.push('read'), inner.read(asked)),
    readLink: (event, hash) => (calls.push('readLink'), inner.readLink(event, hash)),
  };
  const event: EventId = { reference, version: 1 };
  const give = async (holder: PersonId | 'submitter', change: object = {}) => {
    const made = linkFor(event, holder, now);
    await inner.addAnswer(event, { ...made.link, ...change });
    return made.token;
  };
  return { store, calls, reference, event, token, give };
}

interface FilePerson {
  id: string;
  email: string;
  formerEmails?: string[];
}
interface File {
  people: FilePerson[];
  areas: { id: string; developers: string[] }[];
}
/** The organisation that ships, changed. */
function changed(change: (file: File) => void) {
  const file = shippedFile() as File;
  change(file);
  return parseOrganisation(file);
}
function changePerson({ people }: File, id: string, change: Partial<FilePerson> & { name?: string }) {
  const person = people.find((one) => one.id === id);
  if (!person) throw new Error(`nobody is ${id}`);
  Object.assign(person, change);
}
const developers = (file: File, replace: (id: string) => string[]) => {
  for (const area of file.areas) area.developers = area.developers.flatMap(replace);
};

describe('a link is refused after the same one read', () => {
  test.each<[string, (need: Awaited<ReturnType<typeof storedNeed>>) => Promise<string>]>([
    ['when it is made up', () => Promise.resolve('made-up')],
    ['when it is empty', () => Promise.resolve('')],
    ['when its need is unknown', () => Promise.resolve(`B26-00000-1-${ids.secret()}`)],
    ['when its event is unknown', ({ reference }) => Promise.resolve(`${reference}-2-${ids.secret()}`)],
    ['when its secret is another', ({ reference }) => Promise.resolve(`${reference}-1-${ids.secret()}`)],
    ['when it names another event', async ({ give }) => (await give(developer)).replace('-1-', '-2-')],
    ['when it has no event', async ({ give }) => (await give(developer)).replace('-1-', '-')],
    ['when its secret is cut short', async ({ give }) => (await give(developer)).slice(0, -1)],
    ['when its time is over', ({ give }) => give(developer, { until: now })],
    ['when its holder is in the organisation no more', ({ give }) => give('somebody-else' as PersonId)],
    ['when it went to another address', ({ give }) => give(developer, { address: 'other' })],
    ['when its holder was only a deputy', ({ give }) => give('chef-hr' as PersonId, { asDeputy: true })],
  ])('%s', async (_when, tokenOf) => {
    const need = await storedNeed();
    expect(await followLink(shipped, need.store, await tokenOf(need), now)).toBeUndefined();
    expect(need.calls).toEqual(['readLink']);
  });
});

test('a link of staff opens for sixty days', async () => {
  const { store, give } = await storedNeed();
  const token = await give(developer);
  expect(await followLink(shipped, store, token, later(now, 60 * day - 1))).toBeDefined();
  expect(await followLink(shipped, store, token, later(now, 60 * day))).toBeUndefined();
});

test('a submitter’s link opens as long as the need is open, and a year', async () => {
  const { store, reference, give } = await storedNeed();
  const token = await give('submitter');
  const years = later(now, 2000 * day);
  expect(await followLink(shipped, store, token, years)).toMatchObject({ holder: 'submitter' });
  await actAs({ store, organisation: shipped }, reference, ['withdraw', { kind: 'submitter' }], years);
  expect(await followLink(shipped, store, token, later(years, 365 * day - 1))).toBeDefined();
  expect(await followLink(shipped, store, token, later(years, 365 * day))).toBeUndefined();
});

test('a mailed link of a submitter is dead when the address is another; the one in the answer lives', async () => {
  const { store, token, give } = await storedNeed();
  const mailed = await give('submitter', { address: 'other' });
  expect(await followLink(shipped, store, mailed, now)).toBeUndefined();
  expect(await followLink(shipped, store, token, now)).toBeDefined();
});

test('an id that is given to somebody with another address opens nothing, unless it is the same person’s', async () => {
  const { store, give } = await storedNeed();
  const token = await give(developer);
  const before = shipped.people.find(({ id }) => id === developer)?.email ?? '';
  const moved = (formerEmails: string[]) =>
    changed((file) => changePerson(file, developer, { email: 'lisa@new.example.org', formerEmails }));
  expect(await followLink(moved([]), store, token, now)).toBeUndefined();
  expect(await followLink(moved([before.toUpperCase()]), store, token, now)).toBeDefined();
});

test('somebody with another name and the same address keeps their links', async () => {
  const { store, give } = await storedNeed();
  const token = await give(developer);
  const renamed = changed((file) => changePerson(file, developer, { name: 'Lisa Nyman' }));
  expect(await followLink(renamed, store, token, now)).toBeDefined();
});

test.each([1, 120])(
  'somebody who has no part in the need any more reads it as it was when they were last told, %s comments ago',
  async (comments) => {
    const { store, reference, give } = await storedNeed();
    const token = await give(developer);
    await actAs({ store, organisation: shipped }, reference, ['take', as(developer)], later(now, 1000));
    const without = changed((file) =>
      developers(file, (id) => (id === developer ? ['monica-eriksson'] : [id])),
    );
    for (let round = 0; round < comments; round++)
      await actAs(
        { store, organisation: without },
        reference,
        ['comment', as('monica-eriksson'), { text: 'Efteråt' }],
        later(now, 2000 + round),
      );
    const lisa = shipped.people.find(({ id }) => id === developer)?.email ?? '';
    for (const door of [{ token }, { reference }]) {
      const found = await findNeed(without, store)(door, sessionAt(lisa, now), later(now, 3000));
      if (typeof found === 'string') throw new Error(found);
      const view = viewFor(without, found, later(now, 3000));
      expect(view.history.map(({ action }) => action)).toEqual(['submit', 'take']);
      expect(view.file.need).toMatchObject({ status: 'clarifying', version: 2 });
      expect(view.actions).toEqual([]);
    }
  },
);

test.each([')', '.', '>', '=', '"', '/', ' ', '>).', '”'])(
  'a token that a mail program has ended with %s is followed',
  async (junk) => {
    const { store, token } = await storedNeed();
    expect(await followLink(shipped, store, token + junk, now)).toBeDefined();
  },
);

test('the case of a token’s reference does not matter', async () => {
  const { store, token } = await storedNeed();
  const [reference = ''] = /^B\d\d-.{5}/.exec(token) ?? [];
  expect(
    await followLink(shipped, store, token.replace(reference, reference.toLowerCase()), now),
  ).toBeDefined();
});
