import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startDatabase } from '../../local/database.ts';
import { dataFolder } from './data-folder.ts';

const script = fileURLToPath(new URL('../../local/start.ts', import.meta.url));

async function start(environment: Record<string, string>, ...words: readonly string[]) {
  const run = spawn(process.execPath, [script, ...words], {
    env: { ...process.env, DATA_DIR: dataFolder(), PORT: '0', MAIL_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, complaint] = await Promise.all([text(run.stdout), text(run.stderr), once(run, 'close')]);
  return { exitCode: run.exitCode, output, complaint };
}

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('Starting', () => {
  test('with --help says what can be set, and starts nothing', async () => {
    const { exitCode, output, complaint } = await start({}, '--help');
    expect([exitCode, complaint]).toEqual([0, '']);
    expect(output).toContain('MAIL_PORT   8005');
    expect(output).not.toContain('ready');
  });

  test('where no database comes along says so in one line, before anything else is done', async () => {
    /* A port that is taken would be said, and a folder made, by whatever comes next. */
    const port = await takenPort();
    const folder = join(dataFolder(), 'data');
    const elsewhere =
      'data:text/javascript,Object.defineProperties(process,{platform:{value:`darwin`},arch:{value:`arm64`}})';
    expect(
      await start({ DATA_DIR: folder, PORT: String(port), NODE_OPTIONS: `--import=${elsewhere}`, PATH: '' }),
    ).toEqual({
      exitCode: 1,
      output: '',
      complaint:
        'No database comes along for darwin-arm64: put dynoxide 1.2 on the PATH, or name a DynamoDB Local in AWS_ENDPOINT_URL_DYNAMODB (README.md, "Elsewhere than on Linux x64")\n',
    });
    expect(existsSync(folder)).toBe(false);
  });

  test.each(['PORT', 'MAIL_PORT'])(
    'on a %s in use ends with one line that says what to change',
    async (variable) => {
      const port = await takenPort();
      expect(await start({ [variable]: String(port) })).toEqual({
        exitCode: 1,
        output: '',
        complaint: `Port ${port} is in use: choose another one with ${variable}, e.g. ${variable}=${port + 1}\n`,
      });
    },
  );

  test('on data of format 1 ends with one line that says what to do, and starts nothing', async () => {
    const folder = dataFolder();
    const database = await startDatabase(folder);
    await database.stop();
    const before = readdirSync(folder);
    expect(await start({ DATA_DIR: folder })).toEqual({
      exitCode: 1,
      output: '',
      complaint: `The data in ${folder} is of format 1, and this version reads format 2: move the folder away, or choose another one with DATA_DIR\n`,
    });
    expect(readdirSync(folder).filter((name) => !name.startsWith('lock.sqlite'))).toEqual(before);
  });

  test('with a port that is no number ends with one line', async () => {
    expect(await start({ PORT: 'http' })).toMatchObject({
      exitCode: 1,
      complaint: 'PORT must be a port number, 0 to 65535: http is not\n',
    });
  });
});
