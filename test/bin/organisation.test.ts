import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { now, shipped, shippedFile } from '../domain/fixtures.ts';
import { tableStore } from '../support/database.ts';
import { cookieFor } from '../support/people.ts';
import { storeNeed } from '../support/stored.ts';
import { onTable, typed } from './typed.ts';

let table: Awaited<ReturnType<typeof tableStore>>;
let folder: string;
beforeAll(async () => {
  table = await tableStore(inject('assembly'));
  folder = mkdtempSync(join(tmpdir(), 'vso-organisation-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await table.stop();
});

const organisation = (...words: readonly string[]) => typed('organisation', onTable(table), ...words);

interface File {
  people: { id: string; name: string; email: string }[];
  areas: { id: string; developers: string[] }[];
  closed?: unknown;
}
function fileWith(change: (file: File) => void): string {
  const file = shippedFile() as File;
  change(file);
  const path = join(folder, 'organisation.json');
  writeFileSync(path, JSON.stringify(file));
  return path;
}

const developer = 'lisa.eliasson@example.org';
/* Maja follows Lisa as the developer of an area. */
const withSuccessor = (file: File) => {
  for (const area of file.areas)
    area.developers = area.developers.map((id) => (id === 'lisa-eliasson' ? 'maja' : id));
  file.people = file.people.filter(({ id }) => id !== 'lisa-eliasson');
  file.people.push({ id: 'maja', name: 'Maja Nyman', email: 'maja@example.org' });
};
const sessionsOf = (email: string) => table.store.sessionsOf(addressHashOf(email));

describe('npm run organisation', () => {
  test('shows what was deployed until another file is applied', async () => {
    const { out, err, code } = await organisation('show');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(shippedFile());
    expect(err).toBe('config/organisation.json, as deployed\n');
    expect((await organisation('history')).out).toBe('0 version(s)\n');
    expect(await organisation('undo')).toMatchObject({ code: 1 });
  });

  test('says before it applies a file what that changes, and what it does to open needs', async () => {
    const reference = await storeNeed(table.store, shipped, { areas: ['infrastruktur'] }, now);
    const { code, out } = await organisation('check', fileWith(withSuccessor));
    expect(code).toBe(0);
    expect(out).toContain('- people.lisa-eliasson: {"id":"lisa-eliasson"');
    expect(out).toContain('+ people.maja: {"id":"maja"');
    expect(out).toContain('~ areas.infrastruktur.developers: ["lisa-eliasson"] → ["maja"]');
    expect(out).toContain(`${reference}\treceived\tperson lisa-eliasson\tMaja Nyman (gets a letter)`);
    expect(await table.store.versions(), 'nothing is applied').toEqual([]);
    expect((await organisation('check', 'config/organisation.json')).out).toBe('It changes nothing.\n');
  });

  test('applies a file: who and when are kept, and whoever loses a role is signed out', async () => {
    for (const email of [developer, 'chef.hr@example.org']) await cookieFor(table.store, email);
    const { code, out } = await organisation('apply', fileWith(withSuccessor));
    expect(code).toBe(0);
    expect(out).toContain(`version 1\t`);
    expect(out).toContain('1 session(s) of people who lose a role ended.');
    expect(await sessionsOf(developer)).toEqual([]);
    expect(await sessionsOf('chef.hr@example.org')).toHaveLength(1);
    expect((await organisation('history')).out).toMatch(
      new RegExp(`^version 1\t\\S+Z\t${userInfo().username}\n1 version`),
    );
    const shown = await organisation('show');
    expect((JSON.parse(shown.out) as File).people.map(({ id }) => id)).toContain('maja');
    expect(shown.err).toContain('differs from config/organisation.json, whose deployment changes nothing');
    expect((await organisation('apply', fileWith(withSuccessor))).out).toBe('It changes nothing.\n');
  });

  test('goes back to the version before, and keeps them all', async () => {
    const { code, out } = await organisation('undo');
    expect(code).toBe(0);
    expect(out).toContain('+ people.lisa-eliasson');
    expect(JSON.parse((await organisation('show')).out)).toEqual(shippedFile());
    expect((await organisation('history')).out).toMatch(/version 1.*\nversion 2.*as deployed\n2 version/);
  });

  test('applies no file that cannot be used, and says what to correct', async () => {
    const before = await table.store.versions();
    const file = fileWith(({ areas }) => {
      for (const area of areas) area.developers = ['nobody'];
    });
    expect(await organisation('apply', file)).toMatchObject({
      code: 1,
      err: expect.stringContaining('nobody in people has the id "nobody"') as string,
    });
    expect((await organisation('apply', join(folder, 'none.json'))).code).toBe(1);
    expect(await table.store.versions()).toEqual(before);
  });

  test('signs a person out in every browser, and nobody else', async () => {
    const [mine, other] = ['chef.it@example.org', 'chef.biblioteket@example.org'];
    for (const email of [mine, mine, other]) await cookieFor(table.store, email);
    expect(await organisation('sign-out', 'chef-it')).toMatchObject({
      code: 0,
      out: '2 session(s) of chef-it ended\n',
    });
    expect(await sessionsOf(mine)).toEqual([]);
    expect(await sessionsOf(other)).toHaveLength(1);
    expect(await organisation('sign-out', 'chef-it')).toMatchObject({ code: 1 });
  });

  test.each([[[]], [['sign-out']], [['sign-out', 'nobody']], [['sign-out', 'a', 'b']], [['apply']]])(
    'says what to type: %j',
    async (words) => {
      const { code, err } = await organisation(...words);
      expect(code).toBe(1);
      expect(err).toMatch(/sign-out ID|Nobody in/);
    },
  );
});
