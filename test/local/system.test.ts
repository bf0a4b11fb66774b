import { spawn } from 'node:child_process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startLocal, type LocalSystem } from '../../local/system.ts';
import { dataFolder } from './data-folder.ts';
import { writeSmallAssembly } from './small-assembly.ts';
import { startInProcess } from './start-in-process.ts';

async function start(dataDir: string): Promise<LocalSystem> {
  const assembly = writeSmallAssembly(dataDir);
  const system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly });
  onTestFinished(() => system.stop());
  return system;
}

async function subjects({ mailUrl }: LocalSystem): Promise<string[]> {
  const store = (await (await fetch(`${mailUrl}/store`)).json()) as { emails: { subject: string }[] };
  return store.emails.map(({ subject }) => subject);
}

const post = async ({ url }: LocalSystem, path: string) =>
  (await fetch(url + path, { method: 'POST' })).status;

/** Whether a server answers at the address. */
const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

describe('The local system', () => {
  test('gives a function the environment of its template alone', async () => {
    const system = await start(dataFolder());
    const answer = (await (await fetch(system.url)).json()) as { environment: object; remaining: number };
    expect(answer).toMatchObject({
      name: 'Web',
      environment: {
        TABLE_NAME: 'Table',
        BASE_URL: system.url,
        JOINED: 'a-eu-north-1',
        AWS_LAMBDA_FUNCTION_NAME: 'Web',
      },
    });
    expect(answer.environment).not.toHaveProperty('PATH');
    expect(answer.remaining).toBeGreaterThan(0);
    expect(answer.remaining).toBeLessThanOrEqual(60_000);
  });

  test('calls the function on the stream with what another one stored', async () => {
    const system = await start(dataFolder());
    expect(await post(system, '/items/first')).toBe(201);
    await expect.poll(() => subjects(system)).toEqual(['first']);
  });

  test('answers as API Gateway does when a function throws, dies or hangs, and works on afterwards', async () => {
    const { url } = await start(dataFolder());
    const statuses = [];
    for (const path of ['/throw', '/die', '/', '/hang']) statuses.push((await fetch(url + path)).status);
    expect(statuses).toEqual([500, 500, 200, 500]);
    /* A second is little on a busy machine: what counts is that it answers again. */
    await expect.poll(async () => (await fetch(`${url}/short`)).status).toBe(200);
  });

  test('keeps needs, mails and its place in the stream over a restart', async () => {
    const dataDir = dataFolder();
    const before = await start(dataDir);
    await post(before, '/items/one');
    await expect.poll(() => subjects(before)).toEqual(['one']);
    await before.stop();

    const after = await start(dataDir);
    await post(after, '/items/two');
    await expect.poll(() => subjects(after)).toEqual(['one', 'two']);
  });

  test('refuses a second run on the same data, and the first one works on', async () => {
    const dataDir = dataFolder();
    const first = await start(dataDir);
    await expect(start(dataDir)).rejects.toThrow(/^The data in .* is in use .* DATA_DIR$/);
    expect((await fetch(first.url)).status).toBe(200);
  });

  test('leaves no database behind when it is killed, and starts again with what it stored', async () => {
    const dataDir = dataFolder();
    const killed = await startInProcess(dataDir, writeSmallAssembly(dataDir));
    expect((await fetch(`${killed.url}/items/stored`, { method: 'POST' })).status).toBe(201);
    await killed.kill();
    await expect.poll(() => answers(killed.databaseUrl)).toBe(false);

    const again = await start(dataDir);
    await expect.poll(() => subjects(again)).toContain('stored');
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'leaves no database behind when the test run that started it is ended by %s',
    async (signal) => {
      const dataDir = dataFolder();
      const run = spawn(
        process.execPath,
        ['node_modules/vitest/vitest.mjs', 'run', '--root=test/local', 'unending.spec.ts'],
        { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, DATA_DIR: dataDir } },
      );
      onTestFinished(() => void run.kill('SIGKILL'));
      let output = '';
      run.stdout.on('data', (text: Buffer) => (output += text.toString()));
      await expect.poll(() => output).toMatch(/database at http\S+\n/);
      const [, databaseUrl = ''] = /database at (http\S+)/.exec(output) ?? [];
      expect(await answers(databaseUrl)).toBe(true);
      run.kill(signal);
      await expect.poll(() => answers(databaseUrl)).toBe(false);
    },
  );
});
