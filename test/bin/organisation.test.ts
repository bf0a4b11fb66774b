import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { tableStore } from '../support/database.ts';
import { cookieFor } from '../support/people.ts';
import { onTable, typed } from './typed.ts';

let table: Awaited<ReturnType<typeof tableStore>>;
beforeAll(async () => {
  table = await tableStore(inject('assembly'));
});
afterAll(() => table.stop());

const organisation = (...words: readonly string[]) => typed('organisation', onTable(table), ...words);

test('npm run organisation -- sign-out ends every session of a person, and nobody else’s', async () => {
  const mine = 'chef.it@example.org';
  const other = 'chef.hr@example.org';
  for (const email of [mine, mine, other]) await cookieFor(table.store, email);
  expect(await organisation('sign-out', 'chef-it')).toMatchObject({
    code: 0,
    out: '2 session(s) of chef-it ended\n',
  });
  expect(await table.store.sessionsOf(addressHashOf(mine))).toEqual([]);
  expect(await table.store.sessionsOf(addressHashOf(other))).toHaveLength(1);
  expect(await organisation('sign-out', 'chef-it')).toMatchObject({ code: 1 });
});

test.each([[[]], [['sign-out']], [['sign-out', 'nobody']], [['sign-out', 'a', 'b']]])(
  'npm run organisation -- %j says what to type',
  async (words) => {
    const { code, err } = await organisation(...words);
    expect(code).toBe(1);
    expect(err).toMatch(/sign-out ID|Nobody in/);
  },
);
