import {
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  paginateListTables,
} from '@aws-sdk/client-dynamodb';
import { readBackup } from './backup-file.ts';
import { Mistake, printJson, runningHere, runStoreCommand, storeUsage, tableOf } from './command.ts';
import type { Options } from './command.ts';
import { progressOf } from './progress.ts';
import {
  createTable,
  deleteExpiring,
  equip,
  missingIndexes,
  putAll,
  restoreAt,
  untilActive,
} from './restored-table.ts';
import type { Protection } from './restored-table.ts';

const usage = `npm run restore -- list                   the tables of the stage, also when its stack is deleted
npm run restore -- file FILE [NAME]       makes a table of what npm run backup wrote
npm run restore -- at MOMENT [TABLE]      makes a table as the stage's, or TABLE, was at a moment such as 2026-11-28T09:30:00Z, or latest (on AWS only)
npm run restore -- adopt TABLE            gives a table that is there what it lacks to be used

Nothing is written over: each makes another table, or adds to one, and prints the line for the stage file by which the stage uses it from
the next deployment on (npm start on this machine). In a table that is restored everybody is signed out, and links
to meetings that were mailed before are dead.

${storeUsage}`;

/** Where tables are: on AWS or on this machine. */
interface Place {
  readonly client: DynamoDBClient;
  readonly isOnAws: boolean;
  /** The table in use, if the stage is deployed. */
  readonly table?: string;
  readonly stage: string;
  readonly protection?: Protection;
}

async function placeMeant({ stage }: Options): Promise<Place> {
  const table = process.env['TABLE_NAME'];
  if (stage === undefined && !table) {
    const running = runningHere('start it with npm start. For AWS, name the stage: --stage NAME.');
    return { ...tableOf(running), isOnAws: false, table: running.tableName, stage: 'local' };
  }
  if (stage === undefined) throw new Mistake('For AWS, name the stage: --stage NAME.');
  const { readStage, stageTags } = await import('../lib/stage.ts');
  const { production, tags } = readStage(stage);
  return {
    client: new DynamoDBClient(),
    isOnAws: true,
    stage,
    ...(table && { table }),
    protection: { tags: { ...stageTags(stage), ...tags }, deletion: production },
  };
}

async function list(place: Place, { json }: Options): Promise<void> {
  const found: { readonly name: string; readonly made: string; readonly inUse: boolean }[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client: place.client }, {}))
    for (const name of TableNames) {
      const { Table } = await place.client.send(new DescribeTableCommand({ TableName: name }));
      if (place.isOnAws && !(await isOfStage(place, Table?.TableArn))) continue;
      found.push({ name, made: Table?.CreationDateTime?.toISOString() ?? '', inUse: name === place.table });
    }
  if (json) printJson(found);
  else {
    for (const { name, made, inUse } of found)
      console.log([name, `made ${made}`, ...(inUse ? ['in use'] : [])].join('\t'));
    console.log(`${found.length} table(s)`);
  }
}

async function isOfStage({ client, protection }: Place, arn: string | undefined): Promise<boolean> {
  const { Tags = [] } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: arn }));
  return Tags.some(({ Key, Value }) => Key === 'vso:stage' && Value === protection?.tags['vso:stage']);
}

/** By the millisecond: two that are restored one after the other have different names. */
const nameFor = ({ stage }: Place): string =>
  `vso-${stage}-restored-${new Date().toISOString().replaceAll(/\D/g, '')}`;

async function fromFile(place: Place, file: string, name: string, options: Options): Promise<void> {
  const { shape, count, items } = await readBackup(file);
  const table = { client: place.client, name };
  await createTable(table, shape);
  await untilActive(table, waiting(place));
  await putAll(table, items(), progressOf(count, 'written'));
  await adopt(place, name, options, { items: count });
}

async function atMoment(
  place: Place,
  moment: string,
  from: string | undefined,
  options: Options,
): Promise<void> {
  if (!place.isOnAws)
    throw new Mistake('Only AWS can restore a table to a moment. Here: npm run restore -- file FILE');
  if (from === undefined)
    throw new Mistake(`The stage ${place.stage} is not deployed: name the table (npm run restore -- list).`);
  const at = new Date(moment);
  if (moment !== 'latest' && Number.isNaN(at.valueOf()))
    throw new Mistake(`${moment} is no moment: write one such as 2026-11-28T09:30:00Z, or latest.`);
  const name = nameFor(place);
  await restoreAt(place.client, { from, to: name, ...(moment !== 'latest' && { at }) });
  const table = { client: place.client, name };
  await untilActive(table, waiting(place));
  // Whoever has signed out since, or lost a role, would be signed in again.
  await deleteExpiring(table);
  await adopt(place, name, options);
}

const waiting = ({ isOnAws }: Place) => ({
  isOnAws,
  say: (status: string) => {
    if (isOnAws) console.error(`the table is not ready yet: ${status}`);
  },
});

async function adopt(place: Place, name: string, { json }: Options, more = {}): Promise<void> {
  const table = { client: place.client, name };
  const missing = missingIndexes(await untilActive(table, waiting(place)));
  if (missing.length > 0)
    throw new Mistake(
      `The table ${name} lacks ${missing.join(', ')}, which this release reads: deploy the release of its time, or add the index.`,
    );
  const existingTable = { name, stream: await equip(table, place.protection, waiting(place)) };
  if (json) {
    printJson({ existingTable, ...more });
    return;
  }
  console.error(
    `Add this line to config/stages/${place.stage}.json, and ${place.isOnAws ? `run npx cdk deploy -c stage=${place.stage}` : 'stop npm start and run it again'}:`,
  );
  console.log(`"existingTable": ${JSON.stringify(existingTable)},`);
}

await runStoreCommand(
  usage,
  async ([command, named, other, ...more], options) => {
    if (more.length > 0) throw new Mistake(usage);
    if (command === 'list' && named === undefined) {
      await list(await placeMeant(options), options);
      return;
    }
    if (named === undefined) throw new Mistake(usage);
    const place = await placeMeant(options);
    if (command === 'file') await fromFile(place, named, other ?? nameFor(place), options);
    else if (command === 'at') await atMoment(place, named, other ?? place.table, options);
    else if (command === 'adopt' && other === undefined) await adopt(place, named, options);
    else throw new Mistake(usage);
  },
  { deployed: false },
);
