import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTagsOfResourceCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { dynamoDbStore } from '../../lambdas/adapters/dynamodb/store.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { awsStandIn } from '../support/aws.ts';
import { tableStore } from '../support/database.ts';
import { documented } from '../support/documented.ts';
import { onLoopback } from '../support/loopback.ts';
import type { Loopback } from '../support/loopback.ts';
import { cookieFor } from '../support/people.ts';
import { storeNeed } from '../support/stored.ts';
import { onTable, typed } from './typed.ts';

let table: Awaited<ReturnType<typeof tableStore>>;
let reference: string;
let isDeployed = true;
/** What was asked of DynamoDB that only AWS does, with its parameters. */
const asked: [operation: string, parameters: Record<string, unknown>][] = [];

const cloudFormation = awsStandIn({
  DescribeStacks: () =>
    isDeployed
      ? {
          result: {
            Stacks: [
              {
                StackName: 'vso-production',
                CreationTime: '2026-11-23T09:00:00Z',
                StackStatus: 'UPDATE_COMPLETE',
                Outputs: [{ OutputKey: 'TableName', OutputValue: table.table }],
              },
            ],
          },
        }
      : { error: 'ValidationError', message: 'Stack with id vso-production does not exist' },
});

let dynamoDb: Loopback;

/** DynamoDB as AWS has it: the engine, and what it lacks. A restored table has the items and indexes, and nothing else. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  const operation = String(request.headers['x-amz-target']).replace(/.*\./, '');
  const parameters = JSON.parse(body) as Record<string, string>;
  const give = (status: number, content: unknown) =>
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(content));
  if (operation === 'RestoreTableToPointInTime') {
    asked.push([operation, parameters]);
    await copyTable(parameters['SourceTableName'] ?? '', parameters['TargetTableName'] ?? '');
    give(200, {});
  } else if (operation === 'UpdateContinuousBackups') {
    asked.push([operation, parameters]);
    give(200, {});
  } else {
    if (operation === 'UpdateTable') asked.push([operation, parameters]);
    const { host: _host, ...headers } = request.headers;
    const answered = await fetch(table.endpoint, { method: 'POST', body, headers: headers as HeadersInit });
    response
      .writeHead(answered.status, { 'content-type': 'application/x-amz-json-1.0' })
      .end(await answered.text());
  }
}

async function copyTable(from: string, to: string): Promise<void> {
  const { Table } = await table.client.send(new DescribeTableCommand({ TableName: from }));
  await table.client.send(
    new CreateTableCommand({
      TableName: to,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: Table?.KeySchema,
      AttributeDefinitions: Table?.AttributeDefinitions,
      GlobalSecondaryIndexes: Table?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
        IndexName,
        KeySchema,
        Projection,
      })),
    }),
  );
  const { Items = [] } = await table.client.send(new ScanCommand({ TableName: from }));
  for (const Item of Items)
    await table.client.send(
      new BatchWriteItemCommand({ RequestItems: { [to]: [{ PutRequest: { Item } }] } }),
    );
}

beforeAll(async () => {
  table = await tableStore(inject('assembly'));
  reference = await storeNeed(table.store, shipped, { areas: ['infrastruktur'] }, now);
  await cookieFor(table.store, 'lisa.eliasson@example.org');
  dynamoDb = await onLoopback(answer);
});
afterAll(async () => {
  dynamoDb.stop();
  (await cloudFormation).stop();
  await table.stop();
});

const restore = async (...words: readonly string[]) =>
  typed(
    'restore',
    {
      ...onTable(table),
      TABLE_NAME: '',
      AWS_REGION: '',
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
      AWS_ENDPOINT_URL_CLOUDFORMATION: (await cloudFormation).url,
    },
    ...words,
    '--stage',
    'production',
  );

/** The table that a line for the stage file names. */
const tableIn = (line: string) =>
  (JSON.parse(`{${line.trim().replace(/,$/, '')}}`) as { existingTable: { name: string; stream: string } })
    .existingTable;

describe('On AWS, npm run restore -- at', () => {
  test('makes a table as the stage’s was at a moment, with all that DynamoDB does not restore, and signs everybody out', async () => {
    asked.length = 0;
    const { code, out, err } = await restore('at', '2026-11-28T09:30:00Z');
    expect(err).toBe(
      'Add this line to config/stages/production.json, and run npx cdk deploy -c stage=production:\n',
    );
    expect(code).toBe(0);
    const { name: TableName, stream } = tableIn(out);
    expect(TableName).toMatch(/^vso-production-restored-\d{17}$/);
    expect(asked).toEqual([
      [
        'RestoreTableToPointInTime',
        {
          SourceTableName: table.table,
          TargetTableName: TableName,
          BillingModeOverride: 'PAY_PER_REQUEST',
          RestoreDateTime: Date.parse('2026-11-28T09:30:00Z') / 1000,
        },
      ],
      [
        'UpdateTable',
        { TableName, StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } },
      ],
      [
        'UpdateContinuousBackups',
        { TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
      ],
      ['UpdateTable', { TableName, DeletionProtectionEnabled: true }],
    ]);
    const { Table } = await table.client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({ LatestStreamLabel: stream });
    const { TimeToLiveDescription } = await table.client.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(TimeToLiveDescription).toMatchObject({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
    const { Tags } = await table.client.send(new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }));
    expect(Tags).toContainEqual({ Key: 'vso:stage', Value: 'production' });

    const { cards } = await dynamoDbStore({ client: table.client, name: TableName }).openCards();
    expect(cards.map((card) => card.reference)).toEqual([reference]);
    const { Items = [] } = await table.client.send(new ScanCommand({ TableName }));
    expect(Items.filter(({ sk }) => sk?.S?.startsWith('SESSION#') || sk?.S === 'CODE')).toEqual([]);
  });

  test('takes the latest moment; and refuses what is none, before anything is made', async () => {
    asked.length = 0;
    expect((await restore('at', 'yesterday')).err).toBe(
      'yesterday is no moment: write one such as 2026-11-28T09:30:00Z, or latest.\n',
    );
    expect(asked).toEqual([]);
    await restore('at', 'latest');
    expect(asked[0]?.[1]).toMatchObject({ UseLatestRestorableTime: true });
  });
});

test('What docs/operations.md has one type for a stage does what it says', async () => {
  const commands = documented('Coming back from a loss', /^npm run restore -- .* --stage production$/);
  expect(commands.map(([, , , , what]) => what)).toEqual(['at', 'list', 'adopt']);
  const { name } = tableIn((await restore('at', 'latest')).out);
  for (const [, , , , ...words] of commands) {
    const typedWords = words.slice(0, -2).map((word) => (word === 'TABLE' ? name : word));
    expect(await restore(...typedWords), words.join(' ')).toMatchObject({ code: 0 });
  }
});

test('Both commands say how they are used', async () => {
  for (const command of ['backup', 'restore']) {
    const { code, out } = await typed(command, {}, '--help');
    expect(code).toBe(0);
    expect(out).toContain(`npm run ${command} -- `);
    expect(out).toContain('--stage NAME');
    expect(await typed(command, {}, 'some', 'thing', 'else', 'again')).toMatchObject({ code: 1, err: out });
  }
});

describe('When the stack is deleted', () => {
  test('its tables are found by the stage’s tag, and one is taken up as it is', async () => {
    const used = tableIn((await restore('at', 'latest')).out);
    isDeployed = false;
    const { out } = await restore('list');
    isDeployed = true;
    expect(out).toContain(`${used.name}\tmade `);
    expect(out).not.toContain('in use');
    expect(out, 'without the tag').not.toContain(`${table.table}\t`);
    const { out: line } = await restore('adopt', used.name, '--json');
    expect(JSON.parse(line)).toEqual({ existingTable: used });
  });

  test('a table must be named, and must be one', async () => {
    isDeployed = false;
    expect((await restore('at', 'latest')).err).toBe(
      'The stage production is not deployed: name the table (npm run restore -- list).\n',
    );
    isDeployed = true;
    expect(await restore('adopt', 'nowhere')).toMatchObject({ code: 1, err: 'There is no table nowhere.\n' });
  });

  test('a table without an index that this release reads is not taken up', async () => {
    await table.client.send(
      new CreateTableCommand({
        TableName: 'old',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      }),
    );
    expect((await restore('adopt', 'old')).err).toContain('The table old lacks cards, due, submitters');
  });
});
