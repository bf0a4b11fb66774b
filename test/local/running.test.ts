import { expect, test } from 'vitest';
import { lockDataFolder } from '../../local/data-lock.ts';
import { readRunning, publishRunning } from '../../local/running.ts';
import { dataFolder } from './data-folder.ts';

const running = {
  url: 'http://localhost:3000',
  mailUrl: 'http://localhost:8005',
  databaseUrl: 'http://127.0.0.1:33363',
  region: 'eu-north-1',
  tableName: 'needs',
};

test('The running system is known while it runs, and not after it died', () => {
  const folder = dataFolder();
  expect(readRunning(folder)).toBeUndefined();
  const release = lockDataFolder(folder);
  publishRunning(folder, running);
  expect(readRunning(folder)).toEqual(running);
  release();
  expect(readRunning(folder)).toBeUndefined();
});

test('Looking for a running system does not keep one from starting', () => {
  const folder = dataFolder();
  publishRunning(folder, running);
  expect(readRunning(folder)).toBeUndefined();
  lockDataFolder(folder)();
});
