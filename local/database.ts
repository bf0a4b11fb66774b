import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, closeSync, constants, existsSync, openSync } from 'node:fs';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { CannotRun } from './cannot-run.ts';
import { damaged, isDamaged } from './data-folder.ts';
import type { ExistingTable, TableDeclaration } from './resources.ts';

const startTimeoutMilliseconds = 30_000;

/** A DynamoDB API on this machine. */
export interface Database {
  readonly endpoint: string;
  /** What to do when it does not answer as it should. */
  readonly whereToLook: string;
  /** Resolves once it has ended, with what to do if it was not stopped. */
  readonly failure: Promise<CannotRun>;
  stop(): Promise<void>;
}

/** The credentials of every AWS client on this machine; nothing checks them. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' };

const givenEndpoint = (): string | undefined => process.env['AWS_ENDPOINT_URL_DYNAMODB'] || undefined;

/**
 * Finds the database, before anything is made or started for it.
 * @throws CannotRun when no DynamoDB API is named and there is no dynoxide for this machine
 */
export function requireDatabase(): void {
  if (givenEndpoint() === undefined) findDynoxide();
}

/** Where a data folder keeps the database. */
export const databaseFileIn = (dataDir: string): string => join(dataDir, 'dynamodb.sqlite');

/**
 * Checks the data folder's file, unless another DynamoDB API is used.
 * @throws CannotRun when it is damaged
 */
export function checkDatabase(dataDir: string): void {
  const file = databaseFileIn(dataDir);
  if (givenEndpoint() !== undefined || !existsSync(file)) return;
  const database = new DatabaseSync(file);
  try {
    const { quick_check: found } = database.prepare('PRAGMA quick_check(1)').get() ?? {};
    if (found !== 'ok') throw damaged(file);
  } catch (error) {
    throw isDamaged(error) ? damaged(file) : error;
  } finally {
    database.close();
  }
}

/**
 * Starts the dynoxide engine on the data folder's file, unless `AWS_ENDPOINT_URL_DYNAMODB` names another DynamoDB API.
 * @throws CannotRun when there is no dynoxide for this machine, or when it does not start
 */
export async function startDatabase(dataDir: string): Promise<Database> {
  const given = givenEndpoint();
  if (given !== undefined)
    return {
      endpoint: given,
      whereToLook: 'check AWS_ENDPOINT_URL_DYNAMODB',
      failure: new Promise(() => undefined),
      stop: () => Promise.resolve(),
    };

  const binary = findDynoxide();
  const file = databaseFileIn(dataDir);
  const logFile = join(dataDir, 'dynamodb.log');

  const port = await freePort();
  const log = openSync(logFile, 'w');
  // Detached, so that Ctrl-C does not end it before the requests in progress are stored.
  const dynoxide = spawn(
    binary,
    ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', file],
    { stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  endWithThisProcess(dynoxide);
  const ended = new Promise<void>((settle) => {
    dynoxide.once('error', () => settle());
    dynoxide.once('exit', () => settle());
  });
  const stop = async (): Promise<void> => {
    dynoxide.kill('SIGTERM');
    const killTimer = setTimeout(() => dynoxide.kill('SIGKILL'), 2_000);
    await ended;
    clearTimeout(killTimer);
  };

  try {
    const endpoint = `http://127.0.0.1:${port}`;
    await waitUntilReady(endpoint, dynoxide, logFile);
    indexStreamLog(file);
    const failure = ended.then(
      () => new CannotRun(`The database has stopped: see ${logFile}, and run npm start again`),
    );
    return { endpoint, whereToLook: `see ${logFile}`, failure, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The name of a template's table. */
export const tableNameOf = (table: TableDeclaration | ExistingTable): string =>
  'existing' in table ? table.existing : table.TableName;

/**
 * Creates the template's table, unless it exists.
 * @returns the ARN of the table's stream, if it has one
 * @throws CannotRun when the stored table has other keys or indexes than the template, or when a table that must be there is not
 */
export async function ensureTable(
  client: DynamoDBClient,
  table: TableDeclaration | ExistingTable,
): Promise<string | undefined> {
  if ('existing' in table) {
    const streamArn = (await describe(client, table.existing))?.LatestStreamArn;
    if (streamArn === undefined)
      throw new CannotRun(
        `There is no table ${table.existing} with a stream here: correct existingTable in config/stages/local.json, or take it out`,
      );
    return streamArn;
  }
  const existing = await describe(client, table.TableName);
  if (existing && keysAndIndexes(existing) !== keysAndIndexes(table))
    throw new CannotRun(
      `The stored table ${table.TableName} has other keys or indexes than the template: move the data folder away (DATA_DIR)`,
    );
  if (existing) return existing.LatestStreamArn;
  const { StreamSpecification: stream, ...rest } = table;
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      ...rest,
      BillingMode: 'PAY_PER_REQUEST',
      ...(stream && { StreamSpecification: { StreamEnabled: true, ...stream } }),
    }),
  );
  return TableDescription?.LatestStreamArn;
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function keysAndIndexes({
  KeySchema: tableKey,
  GlobalSecondaryIndexes: indexes = [],
}: TableDeclaration | TableDescription): string {
  const described = [{ IndexName: '', KeySchema: tableKey }, ...indexes].map(
    ({ IndexName, KeySchema = [] }) =>
      `${IndexName} ${KeySchema.map((key) => `${key.KeyType} ${key.AttributeName}`).join(' ')}`,
  );
  return described.sort().join('\n');
}

function findDynoxide(): string {
  try {
    return createRequire(import.meta.url).resolve(`@dynoxide/${process.platform}-${process.arch}/dynoxide`);
  } catch {
    const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'dynoxide'));
    const binary = onPath.find(isExecutable);
    if (binary !== undefined) return binary;
    throw new CannotRun(
      `No database comes along for ${process.platform}-${process.arch}: put dynoxide 1.2 on the PATH, or name a DynamoDB Local in AWS_ENDPOINT_URL_DYNAMODB (README.md, "Elsewhere than on Linux x64")`,
    );
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Kills a process as soon as this one has ended, even by SIGKILL. A guard waits for the end of its standard input, a pipe that
 * only this process holds open: the operating system closes it. Killing loses nothing, since SQLite commits what it answers for.
 */
function endWithThisProcess(child: ChildProcess): void {
  if (child.pid === undefined) return;
  const guard = spawn('sh', ['-c', 'read -r line; kill -KILL "$0"', String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.once('exit', () => guard.kill('SIGKILL'));
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function waitUntilReady(endpoint: string, engine: ChildProcess, logFile: string): Promise<void> {
  const giveUpAt = performance.now() + startTimeoutMilliseconds;
  while (performance.now() < giveUpAt && engine.pid !== undefined && engine.exitCode === null) {
    try {
      await fetch(endpoint);
      return;
    } catch {
      await sleep(10);
    }
  }
  throw new CannotRun(`The database does not start: see ${logFile}`);
}

/** Adds the indexes that dynoxide lacks on its stream log; without them each write is slower than the one before. */
function indexStreamLog(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    database.exec(`
      CREATE INDEX IF NOT EXISTS stream_log_by_table
        ON _stream_records(table_name, CAST(sequence_number AS INTEGER));
      CREATE INDEX IF NOT EXISTS stream_log_by_shard
        ON _stream_records(table_name, shard_id, CAST(sequence_number AS INTEGER));
    `);
  } finally {
    database.close();
  }
}
