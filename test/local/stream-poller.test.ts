import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ensureTable, localCredentials, startDatabase, type Database } from '../../local/database.ts';
import type { StreamMapping, TableDeclaration } from '../../local/resources.ts';
import { pollStream } from '../../local/stream-poller.ts';
import { dataFolder } from './data-folder.ts';

const databaseFolder = mkdtempSync(join(tmpdir(), 'vso-test-'));
let database: Database;
let tables: DynamoDBClient;
let streams: DynamoDBStreamsClient;

beforeAll(async () => {
  database = await startDatabase(databaseFolder);
  const settings = { endpoint: database.endpoint, region: 'eu-north-1', credentials: localCredentials };
  tables = new DynamoDBClient(settings);
  streams = new DynamoDBStreamsClient(settings);
});

afterAll(async () => {
  tables.destroy();
  streams.destroy();
  await database.stop();
  rmSync(databaseFolder, { recursive: true });
});

type Event = Parameters<Parameters<typeof pollStream>[0]['invoke']>[0];

let tableCount = 0;

/** A table of its own, and a function on its stream whose answers the test gives. */
async function listener(settings: Partial<StreamMapping>, answer: (ids: string[], event: Event) => unknown) {
  const TableName = `table-${(tableCount += 1)}`;
  const table: TableDeclaration = {
    TableName,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
  };
  const streamArn = (await ensureTable(tables, table)) ?? '';
  const dataDir = dataFolder();
  const batches: string[][] = [];
  const mapping: StreamMapping = {
    id: 'Listener',
    functionId: 'listener',
    filters: [{ eventName: ['INSERT', 'MODIFY'] }],
    batchSize: 10,
    maximumRetries: 2,
    ...settings,
  };
  const start = () => {
    const poller = pollStream({
      mapping,
      streamArn,
      client: streams,
      dataDir,
      firstRetryMilliseconds: 5,
      invoke: (event) => {
        const ids = event.Records.map(({ dynamodb }) => (dynamodb['Keys'] as { id: { S: string } }).id.S);
        batches.push(ids);
        return new Promise((settle) => settle(answer(ids, event)));
      },
    });
    onTestFinished(() => poller.stop());
    return poller;
  };
  const put = async (...ids: string[]) => {
    for (const id of ids) {
      const Item = { id: { S: id }, kind: { S: id[0] ?? '' }, bytes: { B: Uint8Array.of(1, 2) } };
      await tables.send(new PutItemCommand({ TableName, Item }));
    }
  };
  const failed = () =>
    readdirSync(dataDir).includes('failed')
      ? readdirSync(join(dataDir, 'failed')).map((file) =>
          readFileSync(join(dataDir, 'failed', file), 'utf8'),
        )
      : [];
  return { start, put, batches, failed };
}

const failuresFrom = (event: Event, ...places: number[]) => ({
  batchItemFailures: places.map((place) => ({
    itemIdentifier: event.Records[place]?.dynamodb.SequenceNumber,
  })),
});

describe('A function on the stream', () => {
  test('gets the records as Lambda would send them, in batches no larger than asked for', async () => {
    const events: Event[] = [];
    const { start, put, batches } = await listener({ batchSize: 2 }, (_, event) => void events.push(event));
    await put('a1', 'a2', 'a3');
    start();
    await expect.poll(() => batches).toEqual([['a1', 'a2'], ['a3']]);
    expect(events[0]?.Records[0]).toMatchObject({
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      eventSourceARN: expect.stringContaining(':table/') as string,
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number) as number,
        NewImage: { id: { S: 'a1' }, bytes: { B: 'AQI=' } },
        SequenceNumber: expect.any(String) as string,
      },
    });
  });

  test('gets only records that match one of its filters', async () => {
    const filters = [{ eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['w'] } } } }];
    const { start, put, batches } = await listener({ filters }, () => undefined);
    start();
    await put('w1', 'x1', 'w1', 'x2', 'w2');
    await expect.poll(() => batches.flat()).toEqual(['w1', 'w2']);
  });

  test('gets a batch again from the first record that failed', async () => {
    let failing = true;
    const { start, put, batches } = await listener({}, (_, event) => {
      const report = failing ? failuresFrom(event, 3, 1) : null;
      failing = false;
      return report;
    });
    await put('a1', 'a2', 'a3', 'a4');
    start();
    await expect
      .poll(() => batches)
      .toEqual([
        ['a1', 'a2', 'a3', 'a4'],
        ['a2', 'a3', 'a4'],
      ]);
  });

  test('gets all but the record that makes it throw, which is retried and then kept in a file', async () => {
    const { start, put, batches, failed } = await listener({}, (ids) => {
      if (ids.includes('bad')) throw new Error('cannot');
      return undefined;
    });
    await put('a1', 'bad', 'a3', 'a4');
    start();
    await expect.poll(() => batches.at(-1)).toEqual(['a3', 'a4']);
    expect(batches).toEqual([
      ['a1', 'bad', 'a3', 'a4'],
      ['a1', 'bad'],
      ['a1'],
      ['bad'],
      ['bad'],
      ['bad'],
      ['a3', 'a4'],
    ]);
    expect(failed()).toEqual([expect.stringMatching(/"bad"/)]);
  });

  test('gets later records after a batch that keeps failing, which is kept in a file', async () => {
    const { start, put, batches, failed } = await listener({ batchSize: 2 }, (ids, event) =>
      ids[0] === 'a1' ? failuresFrom(event, 0) : undefined,
    );
    await put('a1', 'a2', 'a3');
    start();
    await expect.poll(() => batches).toEqual([['a1', 'a2'], ['a1', 'a2'], ['a1', 'a2'], ['a3']]);
    const [kept = '{}', ...others] = failed();
    expect(others).toEqual([]);
    expect(JSON.parse(kept)).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
      DDBStreamBatchInfo: { batchSize: 2 },
      payload: {
        Records: [{ dynamodb: { Keys: { id: { S: 'a1' } } } }, { dynamodb: { Keys: { id: { S: 'a2' } } } }],
      },
    });
  });

  test('continues after a restart with the first record that it has not handled', async () => {
    let failing = true;
    const { start, put, batches } = await listener({ maximumRetries: Infinity }, (ids, event) =>
      failing ? failuresFrom(event, ids.indexOf('a2')) : undefined,
    );
    await put('a1', 'a2', 'a3');
    const first = start();
    await expect.poll(() => batches.length).toBeGreaterThan(2);
    await first.stop();
    failing = false;
    batches.length = 0;
    await put('a4');
    start();
    await expect.poll(() => batches).toEqual([['a2', 'a3', 'a4']]);
  });
});
