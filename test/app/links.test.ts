import { timingSafeEqual } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { followLink } from '../../lambdas/app/need/links.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids, submitted } from '../support/needs.ts';

vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>();
  return { ...crypto, timingSafeEqual: vi.fn(crypto.timingSafeEqual) };
});

test('a link’s hash is compared whole, so that the time of a refusal tells nothing of how much was right', async () => {
  const { token, link, ...opening } = submitted();
  const store = memoryStore();
  await store.open(opening);

  expect(await followLink(shipped, store, token, now)).toMatchObject({ holder: 'submitter' });
  const guess = `${opening.need.reference}-${ids.secret()}`;
  expect(await followLink(shipped, store, guess, now)).toBeUndefined();

  const compared = vi.mocked(timingSafeEqual).mock.calls;
  expect(compared).toHaveLength(2);
  for (const hashes of compared) expect(hashes).toContainEqual(Buffer.from(link.hash));
});
