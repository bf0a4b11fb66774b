import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { format } from '../../lambdas/adapters/dynamodb/schema.ts';
import { startLocal } from '../../local/system.ts';
import { dataFolder } from './data-folder.ts';
import { writeSmallAssembly } from './small-assembly.ts';

const script = fileURLToPath(new URL('../../local/start.ts', import.meta.url));

/* A user namespace gives anybody a mount of their own, and takes root's rights over ports and folders away. */
const apart = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'];
const canBeApart = spawnSync(apart[0] ?? '', [...apart.slice(1), 'true']).status === 0;

/** Starts the local default, after a shell command if there is one. The command finds the data folder as $DATA_DIR. */
function run(environment: Record<string, string>, before?: string) {
  const [command = '', ...args] =
    before === undefined
      ? [process.execPath, script]
      : [...apart, `${before} && exec "$0" "$1"`, process.execPath, script];
  const child = spawn(command, args, {
    env: { ...process.env, PORT: '0', MAIL_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function outcomeOf(child: ReturnType<typeof run>) {
  const [output, complaint] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { exitCode: child.exitCode, output, complaint };
}
const start = (environment: Record<string, string>, before?: string) => outcomeOf(run(environment, before));

const attempt = (dataDir: string) =>
  startLocal({ port: 0, mailPort: 0, dataDir, assembly: writeSmallAssembly(dataDir) });

const isOneLine = /^[^\n]+\n$/;
const processesOn = (dataDir: string): string[] =>
  execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(dataDir));

describe('Where the data folder cannot be used, the start ends with one line that says what to do', () => {
  /* Nobody may write there, not even root. */
  const linux: [string, RegExp][] =
    process.platform === 'linux'
      ? [
          ['/proc', /cannot be written to/],
          ['/proc/vso/data', /cannot be made/],
        ]
      : [];
  test.each([...linux, [join(script, 'data'), /cannot be made/], [script, /is a file/]])(
    '%s',
    async (dataDir, reason) => {
      const { exitCode, output, complaint } = await start({ DATA_DIR: dataDir });
      expect([exitCode, output]).toEqual([1, '']);
      expect(complaint).toMatch(isOneLine);
      expect(complaint).toMatch(reason);
      expect(complaint).toContain(dataDir);
      expect(complaint).toContain('choose another folder with DATA_DIR');
    },
  );

  test.skipIf(!canBeApart).each([
    ['read-only', 'mount -t tmpfs -o ro tmpfs "$DATA_DIR"', /cannot be written to/],
    ['full', 'mount -t tmpfs -o size=1m tmpfs "$DATA_DIR"', /has only 1 MB left.*free/],
  ])('%s', async (_state, mount, reason) => {
    const dataDir = dataFolder();
    const { exitCode, output, complaint } = await start({ DATA_DIR: dataDir }, mount);
    expect([exitCode, output]).toEqual([1, '']);
    expect(complaint).toMatch(isOneLine);
    expect(complaint).toMatch(reason);
    expect(complaint).toContain('choose another folder with DATA_DIR');
    expect(processesOn(dataDir)).toEqual([]);
  });
});

test.skipIf(!canBeApart).each(['PORT', 'MAIL_PORT'])(
  'a %s that may not be opened ends the start with one line that says what to change',
  async (variable) => {
    const dataDir = dataFolder();
    expect(await start({ DATA_DIR: dataDir, [variable]: '80' }, 'true')).toEqual({
      exitCode: 1,
      output: '',
      complaint: `Port 80 may not be opened: choose one above 1023 with ${variable}, e.g. ${variable}=${variable === 'PORT' ? 3000 : 8005}\n`,
    });
    expect(processesOn(dataDir)).toEqual([]);
  },
);

describe('What is damaged or cannot be used is named', () => {
  const noise = Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 251));

  /** A data folder in which a system has run. */
  async function used(): Promise<string> {
    const dataDir = dataFolder();
    const system = await attempt(dataDir);
    for (let index = 0; index < 20; index += 1)
      await fetch(`${system.url}/items/${index}`, { method: 'POST' });
    await system.stop();
    return dataDir;
  }

  test.each(['dynamodb.sqlite', 'lock.sqlite', 'inbox.jsonl', 'unhandled-mails.jsonl'])(
    '%s that is something else',
    async (name) => {
      const dataDir = dataFolder();
      const file = join(dataDir, name);
      /* Where no format is noted, a database is taken for one of format 1, which is refused for that. */
      writeFileSync(join(dataDir, 'format'), `${format}\n`);
      writeFileSync(file, noise);
      await expect(attempt(dataDir)).rejects.toMatchObject({
        name: 'CannotRun',
        message: `The file ${file} is damaged: put a copy of it back, move it away, or choose another folder with DATA_DIR`,
      });
      expect(processesOn(dataDir)).toEqual([]);
    },
  );

  test('a database damaged in the middle', async () => {
    const dataDir = await used();
    const file = join(dataDir, 'dynamodb.sqlite');
    const database = openSync(file, 'r+');
    for (let page = 1; page < 10; page += 1) writeSync(database, noise, 0, 2_000, page * 4_096);
    closeSync(database);
    await expect(attempt(dataDir)).rejects.toMatchObject({
      name: 'CannotRun',
      message: expect.stringContaining(`${file} is damaged`) as string,
    });
    expect(processesOn(dataDir)).toEqual([]);
  });

  test('a place in the stream that cannot be read', async () => {
    const dataDir = await used();
    const file = join(dataDir, 'checkpoints', 'Mapping.json');
    /* Whether anything was read of the stream meanwhile is chance. */
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, 'x');
    await expect(attempt(dataDir)).rejects.toMatchObject({
      name: 'CannotRun',
      message: expect.stringContaining(`${file} is damaged`) as string,
    });
    expect(processesOn(dataDir)).toEqual([]);
  });

  test('a file that is not ours to write', async () => {
    const dataDir = dataFolder();
    mkdirSync(join(dataDir, 'lock.sqlite'));
    await expect(attempt(dataDir)).rejects.toMatchObject({
      name: 'CannotRun',
      message: expect.stringContaining('cannot be written to') as string,
    });
  });

  test('a database at another address that does not answer', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', 'http://127.0.0.1:9');
    onTestFinished(() => void vi.unstubAllEnvs());
    await expect(attempt(dataFolder())).rejects.toMatchObject({
      name: 'CannotRun',
      message: expect.stringMatching(
        /127\.0\.0\.1:9 cannot be used .*: check AWS_ENDPOINT_URL_DYNAMODB$/,
      ) as string,
    });
  });
});

describe('Where a system that runs cannot go on, it ends with one line that says what to do', () => {
  test.skipIf(!canBeApart)('for the data folder has become full', { timeout: 180_000 }, async () => {
    const dataDir = dataFolder();
    const child = run({ DATA_DIR: dataDir }, 'mount -t tmpfs -o size=96m tmpfs "$DATA_DIR"');
    const ending = outcomeOf(child);
    child.stdout.on('data', (said: Buffer) => {
      /* The folder is mounted for that process alone, which has its own view of all folders. */
      if (said.includes('ready')) fillUp(`/proc/${child.pid}/root${dataDir}`);
    });
    const { exitCode, complaint } = await ending;
    expect(exitCode).toBe(1);
    /* A function that ran just then says that it could store nothing, before or after the one line that says what to do. */
    const toDo = complaint.split('\n').filter((line) => line.includes('npm start'));
    expect(toDo).toEqual([expect.stringMatching(/is full: free .* run npm start again/)]);
    expect(processesOn(dataDir)).toEqual([]);
  });

  test('for the database has stopped', async () => {
    const dataDir = dataFolder();
    const system = await attempt(dataDir);
    onTestFinished(() => system.stop());
    const [engine = ''] = processesOn(dataDir).filter((line) => line.includes('dynoxide serve'));
    process.kill(Number.parseInt(engine, 10), 'SIGKILL');
    expect(await system.failure).toMatchObject({
      name: 'CannotRun',
      message: `The database has stopped: see ${join(dataDir, 'dynamodb.log')}, and run npm start again`,
    });
  });
});

function fillUp(folder: string): void {
  const filler = openSync(join(folder, 'filler'), 'w');
  const zeros = Buffer.alloc(2 ** 20);
  try {
    for (;;) writeSync(filler, zeros);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(filler);
  }
}
