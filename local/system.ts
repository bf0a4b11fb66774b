import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { readAssembly, type Deployment } from './assembly.ts';
import { CannotStart } from './cannot-start.ts';
import { ensureTable, localCredentials, startDatabase } from './database.ts';
import { lockDataFolder } from './data-lock.ts';
import { hostFunction } from './function-host.ts';
import { openGateway } from './gateway.ts';
import { startInbox, type Inbox } from './inbox.ts';
import { mailEventQueue } from './mail-events.ts';
import { publishRunning } from './running.ts';
import { schedule, type Schedule } from './schedule.ts';
import { pollStream } from './stream-poller.ts';
import { synthesize } from './synthesize.ts';

const shutdownTimeoutMilliseconds = 5_000;

export interface LocalSettings {
  /** The port of the web pages, and so of the links in mails; 0 picks a free one. */
  readonly port: number;
  /** The port of the inbox; 0 picks a free one. */
  readonly mailPort: number;
  /** The folder for everything that survives a restart; made if it does not exist. */
  readonly dataDir: string;
  /** A synthesized assembly to run; without it the CDK app is synthesized for the stage `local`. */
  readonly assembly?: string;
  /** Lifts the stage's throttling. */
  readonly unthrottled?: boolean;
  /** Neither reads the table's stream nor runs schedules by the clock: mails leave only by `runSchedules`. */
  readonly withoutTriggers?: boolean;
  /** Another SES API for the functions than the inbox, e.g. a proxy before it. */
  readonly mailEndpoint?: (inboxUrl: string) => string;
  /** Aborts the start. */
  readonly signal?: AbortSignal;
}

export interface LocalSystem {
  /** E.g. `http://localhost:3000`. */
  readonly url: string;
  /** The inbox as a page; its `/store` gives the mails as JSON. */
  readonly mailUrl: string;
  /** A DynamoDB API. */
  readonly databaseUrl: string;
  readonly tableName: string;
  /** Runs every schedule once, now. */
  runSchedules(): Promise<void>;
  /** Finishes what is in progress, then ends everything that was started. */
  stop(): Promise<void>;
}

type Invoke = (functionId: string, event: unknown) => Promise<unknown>;

/** What has been started, and is to be stopped in the opposite order. */
class Started {
  readonly #stops: (() => void | Promise<void>)[] = [];

  add(stop: () => void | Promise<void>): void {
    this.#stops.push(stop);
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }
}

/**
 * Runs the whole system on this machine from the synthesized template: the functions' bundles behind an HTTP server, a DynamoDB
 * API with the table and its stream, and an SES API with an inbox. Resolves when all of it can be used.
 *
 * @throws CannotStart when a port or the data folder is in use, or something is missing; nothing is left running then
 */
export async function startLocal(settings: LocalSettings): Promise<LocalSystem> {
  const started = new Started();
  try {
    return await start(settings, started);
  } catch (error) {
    await started.stop();
    throw error;
  }
}

async function start(settings: LocalSettings, started: Started): Promise<LocalSystem> {
  const dataDir = resolve(settings.dataDir);
  makeFolder(dataDir);
  started.add(lockDataFolder(dataDir));
  const gateway = await openGateway(settings.port);
  started.add(() => gateway.stop());
  const inbox = await startInbox(settings.mailPort, dataDir);
  started.add(() => inbox.stop());
  const inboxUrl = `http://127.0.0.1:${inbox.port}`;

  const assembly = settings.assembly ?? join(dataDir, 'assembly');
  if (settings.assembly === undefined) await synthesize(assembly, settings.signal);
  const deployment = readAssembly(assembly, gateway.url);
  const { region, table } = deployment;

  const database = await startTable(deployment, dataDir, started);
  started.add(
    publishRunning(dataDir, { databaseUrl: database.endpoint, region, tableName: table.TableName }),
  );
  const invoke = await startFunctions(deployment, started, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    AWS_ENDPOINT_URL_SES: settings.mailEndpoint?.(inboxUrl) ?? inboxUrl,
  });

  connectMailEvents({ deployment, inbox, invoke, started });
  const schedules = deployment.schedules.map((declared) =>
    schedule(declared, () => invoke(declared.functionId, declared.input)),
  );
  for (const one of schedules) started.add(() => stopInTime(one));
  if (!settings.withoutTriggers) {
    startTriggers({ deployment, database, dataDir, schedules, invoke, started });
  }
  gateway.serve({ ...deployment, ...(settings.unthrottled && { throttle: undefined }) }, invoke);
  // Once more, so that no request comes in while the rest is stopped.
  started.add(() => gateway.stop());
  settings.signal?.throwIfAborted();
  return {
    url: gateway.url,
    mailUrl: `http://localhost:${inbox.port}`,
    databaseUrl: database.endpoint,
    tableName: table.TableName,
    runSchedules: async () => {
      for (const one of schedules) await one.run();
    },
    stop: () => started.stop(),
  };
}

/** A DynamoDB API with the template's table in it. */
interface TableServer {
  readonly endpoint: string;
  readonly streams: DynamoDBStreamsClient;
  readonly streamArn: string | undefined;
}

async function startTable(
  { region, table }: Deployment,
  dataDir: string,
  started: Started,
): Promise<TableServer> {
  const database = await startDatabase(dataDir);
  started.add(() => database.stop());
  const { endpoint } = database;
  const tables = new DynamoDBClient({ endpoint, region, credentials: localCredentials });
  const streams = new DynamoDBStreamsClient({ endpoint, region, credentials: localCredentials });
  started.add(() => tables.destroy());
  started.add(() => streams.destroy());
  return { endpoint, streams, streamArn: await ensureTable(tables, table) };
}

async function startFunctions(
  { functions }: Deployment,
  started: Started,
  awsEnvironment: Readonly<Record<string, string>>,
): Promise<Invoke> {
  const hosts = new Map(
    functions.map((declared) => {
      const host = hostFunction(declared, { ...declared.environment, ...awsEnvironment });
      started.add(() => host.stop());
      return [declared.id, host];
    }),
  );
  await Promise.all([...hosts.values()].map((host) => host.warm()));
  return async (functionId, event) => {
    const host = hosts.get(functionId);
    if (!host) throw new Error(`No function ${functionId}`);
    return host.invoke(event);
  };
}

/** Publishes what becomes of each mail to the functions that are subscribed to it. */
function connectMailEvents({
  deployment,
  inbox,
  invoke,
  started,
}: {
  deployment: Deployment;
  inbox: Inbox;
  invoke: Invoke;
  started: Started;
}): void {
  const queues = deployment.mailEventMappings.map((mapping) =>
    mailEventQueue({ mapping, invoke: (event) => invoke(mapping.functionId, event) }),
  );
  for (const queue of queues) started.add(() => stopInTime(queue));
  inbox.onMail((mail) => Promise.all(queues.map((queue) => queue.publish(mail))));
}

/** Starts what calls functions by itself: the stream, and the clock. */
function startTriggers({
  deployment,
  database: { streams, streamArn },
  dataDir,
  schedules,
  invoke,
  started,
}: {
  deployment: Deployment;
  database: TableServer;
  dataDir: string;
  schedules: readonly Schedule[];
  invoke: Invoke;
  started: Started;
}): void {
  for (const mapping of deployment.streamMappings) {
    if (streamArn === undefined) throw new Error(`The table of ${mapping.id} has no stream`);
    const poller = pollStream({
      mapping,
      streamArn,
      client: streams,
      invoke: (event) => invoke(mapping.functionId, event),
      dataDir,
    });
    started.add(() => stopInTime(poller));
  }
  for (const one of schedules) one.start();
}

/** Stops what calls functions. A call that outlasts the time-out is cut off, and repeated after the next start. */
async function stopInTime(caller: { stop(): Promise<void> }): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((settle) => (timer = setTimeout(settle, shutdownTimeoutMilliseconds)));
  await Promise.race([caller.stop(), timeout]);
  clearTimeout(timer);
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotStart(`DATA_DIR ${dataDir} cannot be used as a folder (${why}): choose another`);
  }
}
