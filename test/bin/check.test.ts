import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { eventKey, keyOf, partitionOf } from '../../lambdas/adapters/dynamodb/keys.ts';
import { sortKeys } from '../../lambdas/adapters/dynamodb/schema.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { now, shipped, shippedFile } from '../domain/fixtures.ts';
import { tableStore } from '../support/database.ts';
import { storeNeed } from '../support/stored.ts';
import { onTable, typed } from './typed.ts';

let table: Awaited<ReturnType<typeof tableStore>>;
let folder: string;
let concerned: Reference;
let other: Reference;
beforeAll(async () => {
  table = await tableStore(inject('assembly'));
  folder = mkdtempSync(join(tmpdir(), 'vso-check-'));
  concerned = await storeNeed(table.store, shipped, { areas: ['forskning'] }, now);
  other = await storeNeed(table.store, shipped, { areas: ['infrastruktur'] }, now);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await table.stop();
});

const check = (...words: readonly string[]) => typed('needs', onTable(table), 'check', ...words);
interface File {
  areas: { id: string; developers: string[] }[];
  people: { id: string }[];
  schools: { representatives: { areas: string[] }[] }[];
}
function fileWith(change: (file: File) => void): string {
  const file = shippedFile() as File;
  change(file);
  const path = join(folder, 'organisation.json');
  writeFileSync(path, JSON.stringify(file));
  return path;
}

const withoutForskning = () =>
  fileWith((file) => {
    file.areas = file.areas.filter(({ id }) => id !== 'forskning');
    for (const { representatives } of file.schools)
      for (const one of representatives) one.areas = one.areas.filter((id) => id !== 'forskning');
  });

describe('npm run needs -- check', () => {
  test('finds nothing where the organisation is as it was', async () => {
    expect(await check()).toEqual({ code: 0, out: '0 open need(s) concerned\n', err: '' });
  });

  test('says what an organisation takes from each need, and who would move it on', async () => {
    const { code, out } = await check(withoutForskning());
    expect(code).toBe(0);
    expect(out).toBe(`${concerned}\treceived\tarea forskning\tStina Eklund\n1 open need(s) concerned\n`);
  });

  test('names people who are gone, and whoever comes in their place', async () => {
    const file = fileWith(({ areas, people }) => {
      for (const person of people)
        if (person.id === 'lisa-eliasson') Object.assign(person, { id: 'maja', name: 'Maja Nyman' });
      for (const area of areas)
        area.developers = area.developers.map((id) => (id === 'lisa-eliasson' ? 'maja' : id));
    });
    expect((await check(file)).out).toBe(
      `${other}\treceived\tperson lisa-eliasson\tMaja Nyman (gets a letter)\n1 open need(s) concerned\n`,
    );
  });

  test('goes on past a need that is damaged, names it, and fails', async () => {
    const damaged = await storeNeed(table.store, shipped, { areas: ['forskning'] }, now);
    const cardless = await storeNeed(table.store, shipped, { areas: ['forskning'] }, now);
    const set = (Key: ReturnType<typeof keyOf>, attribute: string) =>
      table.client.send(
        new UpdateItemCommand({
          ...{ TableName: table.table, Key, UpdateExpression: 'SET #a = :text' },
          ExpressionAttributeNames: { '#a': attribute },
          ExpressionAttributeValues: { ':text': { S: '{' } },
        }),
      );
    await set(eventKey({ reference: damaged, version: 1 }), 'event');
    await set(keyOf(partitionOf(cardless), sortKeys.need), 'card');
    const { code, out, err } = await check(withoutForskning());
    expect(code).toBe(1);
    expect(err).toBe(`${damaged}\tunreadable\n`);
    expect(out).toContain(`${cardless}\treceived\tarea forskning`);
    expect(out).toContain('2 open need(s) concerned');
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
