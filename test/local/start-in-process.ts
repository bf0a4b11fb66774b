import { fork } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { LocalSystem } from '../../local/system.ts';

/** Starts the local system in a process of its own, which can be killed. */
export async function startInProcess(dataDir: string, assembly: string) {
  const settings = JSON.stringify({ port: 0, mailPort: 0, dataDir, assembly });
  const child = fork(new URL('./system-process.ts', import.meta.url), [settings], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [addresses] = (await once(child, 'message')) as [
    Pick<LocalSystem, 'url' | 'mailUrl' | 'databaseUrl'>,
  ];
  return {
    ...addresses,
    async kill() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
