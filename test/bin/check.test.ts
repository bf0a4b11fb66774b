import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { now, shipped, shippedFile } from '../domain/fixtures.ts';
import { tableStore } from '../support/database.ts';
import { storeNeed } from '../support/stored.ts';
import { onTable, typed } from './typed.ts';

let table: Awaited<ReturnType<typeof tableStore>>;
let folder: string;
let concerned: Reference;
beforeAll(async () => {
  table = await tableStore(inject('assembly'));
  folder = mkdtempSync(join(tmpdir(), 'vso-check-'));
  concerned = await storeNeed(table.store, shipped, { areas: ['forskning'] }, now);
  await storeNeed(table.store, shipped, { areas: ['infrastruktur'] }, now);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await table.stop();
});

const check = (...words: readonly string[]) => typed('needs', onTable(table), 'check', ...words);
function fileWith(change: (file: { areas: { id: string }[] }) => void): string {
  const file = shippedFile() as { areas: { id: string }[] };
  change(file);
  const path = join(folder, 'organisation.json');
  writeFileSync(path, JSON.stringify(file));
  return path;
}

describe('npm run needs -- check', () => {
  test('finds nothing where the organisation is as it was', async () => {
    expect(await check()).toEqual({ code: 0, out: '0 open need(s) concerned\n', err: '' });
  });

  test('says what an organisation takes from each need, and who would move it on', async () => {
    const file = fileWith((organisation) => {
      organisation.areas = organisation.areas.filter(({ id }) => id !== 'forskning');
    });
    const { code, out } = await check(file);
    expect(code).toBe(0);
    expect(out).toBe(`${concerned}\treceived\tarea forskning\tStina Eklund\n1 open need(s) concerned\n`);
  });

  test('refuses a file that cannot be used, with what to correct', async () => {
    const file = fileWith((organisation) => {
      organisation.areas = [];
    });
    expect(await check(file)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is in no area') as string,
    });
    expect((await check(join(folder, 'none.json'))).code).toBe(1);
  });
});
