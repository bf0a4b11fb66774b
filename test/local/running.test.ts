import { expect, test } from 'vitest';
import { lockDataFolder } from '../../local/data-lock.ts';
import { readRunning, sayRunning } from '../../local/running.ts';
import { dataFolder } from './data-folder.ts';

const running = { databaseUrl: 'http://127.0.0.1:33363', region: 'eu-north-1', tableName: 'needs' };

test('Where the data can be reached is known while the system that said so runs, and not when it has died', () => {
  const folder = dataFolder();
  expect(readRunning(folder)).toBeUndefined();
  const release = lockDataFolder(folder);
  sayRunning(folder, running);
  expect(readRunning(folder)).toEqual(running);
  release();
  expect(readRunning(folder)).toBeUndefined();
});

test('Asking whether a system runs does not keep one from starting', () => {
  const folder = dataFolder();
  sayRunning(folder, running);
  expect(readRunning(folder)).toBeUndefined();
  lockDataFolder(folder)();
});
