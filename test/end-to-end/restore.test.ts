import { copyFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { parseStage, readStage } from '../../lib/stage.ts';
import { VsoApp } from '../../lib/vso-app.ts';
import { startLocal } from '../../local/system.ts';
import { typed } from '../bin/typed.ts';
import { dataFolder } from '../local/data-folder.ts';
import { fetchByContract } from '../support/contract.ts';
import { documented } from '../support/documented.ts';
import { aNeed, cookieFor, Inbox, look, postNeed, press, storeOf } from '../support/people.ts';

/* The whole way back from a loss, as docs/operations.md has it, on the local default. */

async function start(dataDir: string, assembly = inject('assembly')) {
  const system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly, withoutTriggers: true });
  onTestFinished(() => system.stop());
  return system;
}

/** What `npm start` synthesizes where config/stages/local.json has the line that `npm run restore` has printed. */
function adopting(line: string, { bundled = true } = {}): string {
  const setting = JSON.parse(`{${line.replace(/,\s*$/, '')}}`) as object;
  const outdir = dataFolder();
  const stage = parseStage('local', { ...readStage('local'), ...setting });
  new VsoApp(
    { outdir, context: { stage: 'local', ...(!bundled && { 'aws:cdk:bundling-stacks': [] }) } },
    () => stage,
  ).synth();
  return outdir;
}

/** What of a link does not depend on the port of the system. */
const pathOf = (link: string) => new URL(link).pathname;

test('A system whose data is lost comes back from a backup: with its needs, their links, and the mails that were still to be sent', async () => {
  const file = join(dataFolder(), 'vso.backup');
  const lost = dataFolder();
  const before = await start(lost);
  const inbox = new Inbox(before);
  const submitted = async (title: string) =>
    (await (await postNeed(before.url, { ...aNeed, title, areas: ['infrastruktur'] })).json()) as {
      reference: string;
      link: string;
    };
  const taken = await submitted('Fler eluttag i datasalen');
  await before.runSchedules();
  const { link } = await inbox.latest('lisa.eliasson@example.org', 'take');
  expect(await press(link, 'take')).toMatchObject({ httpStatus: 200, body: { status: 'clarifying' } });
  await before.runSchedules();
  const waiting = await submitted('En skärm i biblioteket');
  const session = await cookieFor(storeOf(before), 'lisa.eliasson@example.org');

  const backedUp = await typed('backup', { DATA_DIR: lost }, file);
  expect(backedUp).toMatchObject({ code: 0, err: '' });
  expect(backedUp.out).toMatch(/^\d+ item\(s\) in /);
  expect(statSync(file).mode & 0o777, 'only its owner may read it').toBe(0o600);
  expect((await typed('backup', { DATA_DIR: lost }, file)).err, 'no file is written over').toContain(
    'EEXIST',
  );
  await before.stop();
  rmSync(lost, { recursive: true });

  const dataDir = dataFolder();
  const empty = await start(dataDir);
  expect((await fetchByContract(empty.url + pathOf(taken.link))).status).toBe(404);
  const restored = await typed('restore', { DATA_DIR: dataDir }, 'file', file, 'vso-back');
  expect(restored.err).toBe(
    'Add this line to config/stages/local.json, and stop npm start and run it again:\n',
  );
  expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('"name":"vso-back"') as string });
  expect((await typed('restore', { DATA_DIR: dataDir }, 'file', file, 'vso-back')).err).toBe(
    'There is a table vso-back already.\n',
  );
  const { out: listed } = await typed('restore', { DATA_DIR: dataDir }, 'list');
  expect(listed).toMatch(new RegExp(`^${empty.tableName}\\tmade .*\\tin use\\nvso-back\\tmade .*\\n2 table`));
  await empty.stop();

  const after = await start(dataDir, adopting(restored.out));
  expect(after.tableName).toBe('vso-back');
  expect(await look(after.url + pathOf(taken.link))).toMatchObject({
    reference: taken.reference,
    status: 'clarifying',
  });
  expect(await typed('needs', { DATA_DIR: dataDir }, 'verify')).toMatchObject({
    code: 0,
    out: '2 need(s) verified\n',
  });
  const page = await fetchByContract(`${after.url}/my`, { headers: { cookie: session } });
  expect(page.status, 'who was signed in is not any more').not.toBe(200);

  const mails = new Inbox(after);
  await after.runSchedules();
  const sent = await mails.next(5);
  expect(sent.map(({ text }) => text).every((text) => text.includes(waiting.reference))).toBe(true);
  const asked = sent.find(({ to }) => to === 'lisa.eliasson@example.org');
  expect(await press(asked?.link ?? '', 'take')).toMatchObject({ body: { status: 'clarifying' } });
});

test('The rehearsal of docs/operations.md can be typed as it stands', async () => {
  const dataDir = dataFolder();
  await start(dataDir);
  const commands = documented('Coming back from a loss', /^npm run (backup|restore) -- (?!.*--stage)/);
  expect(commands.map(([, , command]) => command)).toEqual(['backup', 'restore', 'restore']);
  for (const [, , command = '', , ...words] of commands) {
    const inFolder = words.map((word) => (word === 'vso.backup' ? join(dataDir, word) : word));
    expect(await typed(command, { DATA_DIR: dataDir }, ...inFolder), words.join(' ')).toMatchObject({
      code: 0,
    });
  }
});

test('What is no backup, or not a whole one, is refused before a table is made of it', async () => {
  const dataDir = dataFolder();
  await start(dataDir);
  const file = join(dataDir, 'whole.backup');
  const cut = join(dataDir, 'cut.backup');
  await typed('backup', { DATA_DIR: dataDir }, file);
  copyFileSync(file, cut);
  truncateSync(cut, statSync(cut).size - '{"items":0}\n'.length);
  const restore = async (...words: readonly string[]) =>
    (await typed('restore', { DATA_DIR: dataDir }, ...words)).err;
  expect(await restore('file', cut)).toContain('is not whole');
  expect(await restore('file', 'package.json')).toContain('is no backup that this release reads');
  expect(await restore('file', 'nowhere')).toContain('ENOENT');
  expect((await typed('restore', { DATA_DIR: dataDir }, 'list')).out).toContain('1 table(s)');
});

test('A table that is not there, or has no stream, stops npm start, which says what to do', async () => {
  const line = '"existingTable": { "name": "nowhere", "stream": "2026-11-28T01:02:50.000" }';
  const assembly = adopting(line, { bundled: false });
  await expect(start(dataFolder(), assembly)).rejects.toThrow(
    'There is no table nowhere with a stream here: correct existingTable in config/stages/local.json, or take it out',
  );
});
