import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import { Reference } from '../../lambdas/domain/need/reference.ts';
import manifest from '../../package.json' with { type: 'json' };
import { readStage } from '../../lib/stage.ts';
import { now, shippedFile } from '../domain/fixtures.ts';
import { awsStandIn } from '../support/aws.ts';
import { tableStore } from '../support/database.ts';
import { deployableAccount } from '../support/deployable.ts';
import { nameServer } from '../support/dns.ts';
import { noticeAs } from '../support/notices.ts';
import { cookieFor } from '../support/people.ts';
import { storeNeed } from '../support/stored.ts';

/*
 * An administrator does what docs/operations.md says, from top to bottom, in a clone: each command as it stands there, with the files of
 * `config/` filled in, against endpoints that answer as AWS does.
 */

const root = resolve(import.meta.dirname, '../..');
const runbook = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const blocks = [...runbook.matchAll(/^ *```(\w*)\n([^]*?)^ *```$/gm)];
const blocksOf = (language: string): readonly string[] =>
  blocks.filter(([, given]) => given === language).map(([, , block = '']) => block);

const isCommand = /^(npm|npx|git|node|aws|cdk|docker) /;
/* A table and a backup are needed: test/bin/restore.test.ts and test/end-to-end/restore.test.ts run those of `docs/operations.md`. */
const isOfRestore = /^npm run (backup|restore) /;
/** Each once, in the order in which they stand there. */
const commands = [
  ...new Set(
    blocksOf('').flatMap((block) =>
      block
        .split('\n')
        .map((line) => line.replace(/#.*/, '').trim())
        .filter((line) => isCommand.test(line) && !isOfRestore.test(line)),
    ),
  ),
];
/** The operators' commands in the text, which may lack what each reader has to put in. */
const mentioned = [
  ...new Set([...runbook.matchAll(/`((?:npm run|npx cdk) [^`\n]+)`/g)].map(([, command = '']) => command)),
].filter((command) => {
  const [, script = ''] = /^npm run (?:--silent )?(\w+)/.exec(command) ?? [];
  return script === '' || (manifest.scripts as Record<string, string>)[script]?.includes(' bin/');
});

/* Whoever runs this has done it. */
const notRun = ['npm ci'];

/** What a command says or how it ends, where it is not only that it ends well. */
const outcomes: Readonly<Record<string, { readonly code?: number; readonly says?: RegExp }>> = {
  'npm run doctor -- --stage production': {
    code: 1,
    says: /fix {2}Deployment: vso-production is not deployed yet\n {7}run: npx cdk deploy -c stage=production/,
  },
  'npm run bootstrap -- aws://123456789012/eu-north-1': { says: /bootstrapped/ },
  'npx cdk deploy -c stage=production': { says: /✅ {2}vso-production/ },
  'npm run notices -- told B26-7KQ4M --stage production': { says: /lisa-eliasson/ },
  'npm run organisation -- check organisation.json': {
    says: /~ departments\.it\.head: "chef-it" → "kim-lind"/,
  },
  'npm run organisation -- apply organisation.json': { says: /^version 1\t.*\nIt holds within a minute/m },
  'npm run organisation -- history': { says: /^1 version\(s\)/m },
  'npm run organisation -- undo': { says: /^version 2\t/m },
  'npm run organisation -- sign-out lisa-eliasson': { says: /1 session\(s\) of lisa-eliasson ended/ },
  'npm run notices -- list': { says: /B26-7KQ4M\t1\tlisa-eliasson\tfailed/ },
  'npm run notices -- resend B26-7KQ4M': { says: /B26-7KQ4M\t1\tlisa-eliasson/ },
  'npm run needs -- list': { says: /B26-7KQ4M/ },
  'npm run needs -- verify B26-7KQ4M': { says: /^1 need\(s\)/m },
  'npx cdk diff -c stage=production': { says: /NeedsTable/ },
};

const reference = Reference.parse('B26-7KQ4M');
const clone = mkdtempSync(join(tmpdir(), 'vso-runbook-'));
let table: Awaited<ReturnType<typeof tableStore>>;
let dns: Awaited<ReturnType<typeof nameServer>>;
let aws: Awaited<ReturnType<typeof awsStandIn>>;

const organisationFile = JSON.stringify(shippedFile())
  .replaceAll('example.org', 'hda.se')
  .replace('"Högskolan"', '"Högskolan i Aspeboda"');
const organisation = parseOrganisation(JSON.parse(organisationFile));

const environment = () => ({
  ...process.env,
  HOME: clone,
  AWS_ENDPOINT_URL: aws.url,
  AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_REGION: 'eu-north-1',
  AWS_PROFILE: '',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  /* Nobody is there to be asked. */
  CDK_REQUIRE_APPROVAL: 'never',
  GIT_AUTHOR_NAME: 'Admin',
  GIT_AUTHOR_EMAIL: 'admin@hda.se',
  GIT_COMMITTER_NAME: 'Admin',
  GIT_COMMITTER_EMAIL: 'admin@hda.se',
});

/** @returns what it says, on either output, and its exit code */
async function typed(command: string): Promise<{ readonly code: number; readonly said: string }> {
  /* Without a stage, a command is about the table that it is told of in place of the local default's. */
  const asked = command.startsWith('npm run doctor') ? `${command} --dns ${dns.address}` : command;
  const env = { ...environment(), ...(!command.includes('--stage') && { TABLE_NAME: table.table }) };
  try {
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', asked], {
      cwd: clone,
      env,
      maxBuffer: 2 ** 26,
    });
    return { code: 0, said: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

/** What an example does to a file: fields are put in, and in lists each entry by its id. */
function filledIn(given: unknown, example: unknown): unknown {
  if (hasIds(given) && hasIds(example)) {
    const known = new Map(given.map((one) => [one.id, one]));
    for (const one of example) known.set(one.id, filledIn(known.get(one.id), one) as Entry);
    return [...known.values()];
  }
  if (!isObject(given) || !isObject(example)) return example;
  const changed = Object.entries(example).map(([key, value]) => [key, filledIn(given[key], value)] as const);
  return { ...given, ...Object.fromEntries(changed) };
}
type Entry = { readonly id: string };
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const hasIds = (value: unknown): value is readonly Entry[] =>
  Array.isArray(value) && value.every((one) => isObject(one) && typeof one['id'] === 'string');
/** The first example of the runbook that has a word in it. */
const exampleWith = (word: string): unknown =>
  JSON.parse(blocksOf('json').find((block) => block.includes(word)) ?? 'null');

/** What the administrator does by hand after a command. */
const byHand: Readonly<Record<string, () => void>> = {
  /* Bundles need not be made anew for each command. */
  'npx cdk synth --quiet -c stage=production': () => useApp('cdk.out'),
  'npm run --silent organisation -- show > organisation.json': () => {
    const file = join(clone, 'organisation.json');
    const holding: unknown = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(
      file,
      JSON.stringify(filledIn(holding, exampleWith('kim-lind'))).replaceAll('example.org', 'hda.se'),
    );
  },
};

function useApp(app: string): void {
  const file = join(clone, 'cdk.json');
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), app }));
}

beforeAll(async () => {
  for (const part of [
    'bin',
    'lib',
    'lambdas',
    'local',
    'config',
    'cdk.json',
    'package.json',
    'tsconfig.json',
    '.gitignore',
  ])
    cpSync(join(root, part), join(clone, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  /* Types are checked elsewhere. */
  useApp('node bin/vso.ts');
  writeFileSync(join(clone, 'config/organisation.json'), organisationFile);
  const production = {
    ...readStage('production'),
    ...(exampleWith('alarmAddress') as object),
    mail: { name: 'Behov', address: 'behov@vso.hda.se', domain: 'vso.hda.se' },
  };
  writeFileSync(
    join(clone, 'config/stages/production.json'),
    JSON.stringify(production).replaceAll('example.org', 'hda.se'),
  );
  table = await tableStore(inject('assembly'));
  dns = await nameServer({});
  aws = await awsStandIn(
    deployableAccount({
      CDKToolkit: { BootstrapVersion: '30' },
      'vso-production': { TableName: table.table },
    }),
  );
  for (const words of [
    ['init', '--quiet'],
    ['add', '.'],
    ['commit', '--quiet', '--message', 'Our files'],
  ])
    execFileSync('git', words, { cwd: clone, env: environment() });
  await storeNeed(table.store, organisation, { areas: ['infrastruktur'], reference }, now);
  await cookieFor(table.store, 'lisa.eliasson@hda.se');
  /* There is something to send again. */
  const [notice] =
    (await table.store.read(reference))?.history[0]?.notices.filter(({ to }) => to === 'lisa-eliasson') ?? [];
  if (!notice) throw new Error('no notice');
  await table.store.amend({ reference, version: 1 }, notice, noticeAs('failed', 'lisa-eliasson'), {});
});
afterAll(async () => {
  aws.stop();
  dns.stop();
  await table.stop();
  rmSync(clone, { recursive: true });
});

describe('docs/operations.md', () => {
  test.each(commands.filter((command) => !notRun.includes(command)))(
    '%s does what it says',
    async (command) => {
      const { code = 0, says = /(?:)/ } = outcomes[command] ?? {};
      const answer = await typed(command);
      expect(answer.code, answer.said).toBe(code);
      expect(answer.said).toMatch(says);
      byHand[command]?.();
    },
  );

  test('has the commands of which more is known than that they end well', () => {
    expect(Object.keys({ ...outcomes, ...byHand }).filter((command) => !commands.includes(command))).toEqual(
      [],
    );
  });

  test('what is deployed is found by the doctor', async () => {
    const { said } = await typed('npm run doctor -- --stage production');
    expect(said).toMatch(/^ok {3}Deployment: vso-production is deployed/m);
    expect(said).toMatch(/^ok {3}Bootstrap/m);
  });

  test('names commands in its text that there are', async () => {
    const helps = new Map<string, string>();
    for (const command of mentioned) {
      const [, program = '', word = ''] =
        /^(npx cdk|npm run [\w:-]+)(?: -- | )?([a-z-]*)/.exec(command.replace(' --silent', '')) ?? [];
      const help =
        helps.get(program) ?? (await typed(`${program} ${program === 'npx cdk' ? '' : '-- '}--help`)).said;
      helps.set(program, help);
      expect(help).toContain(program === 'npx cdk' ? 'cdk deploy' : `${program} --`);
      expect(help, command).toContain(word);
    }
    expect(helps.size).toBeGreaterThan(3);
  });

  test.each(['deputies', 'eligible'])('an example of %s can be used', (word) => {
    const example = filledIn(JSON.parse(organisationFile), { departments: [exampleWith(`"${word}"`)] });
    const { departments } = parseOrganisation(example);
    expect(departments.find(({ id }) => id === 'it')).toMatchObject({
      [word]: [{ person: 'lisa-eliasson' }],
    });
  });
});
