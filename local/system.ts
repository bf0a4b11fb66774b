import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { readAssembly, type Deployment } from './assembly.ts';
import { CannotRun } from './cannot-run.ts';
import { noteDataFormat } from './data-format.ts';
import { explain, openDataFolder, watchDataFolder } from './data-folder.ts';
import {
  checkDatabase,
  ensureTable,
  localCredentials,
  requireDatabase,
  startDatabase,
  tableNameOf,
} from './database.ts';
import { lockDataFolder } from './data-lock.ts';
import { hostFunction } from './function-host.ts';
import { openGateway } from './gateway.ts';
import { startInbox } from './inbox.ts';
import { mailEventQueue } from './mail-events.ts';
import { publishRunning } from './running.ts';
import { schedule } from './schedule.ts';
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
  /** Resolves with the reason once the system cannot go on by itself. It must be stopped then. */
  readonly failure: Promise<unknown>;
  /** Finishes what is in progress, then ends everything that was started. */
  stop(): Promise<void>;
}

type Stop = () => unknown;

/**
 * Runs the whole system on this machine from the synthesized template: the functions' bundles behind an HTTP server, a DynamoDB
 * API with the table and its stream, and an SES API with an inbox. Resolves when all of it can be used.
 *
 * @throws CannotRun when a port or the data folder cannot be used, or something is missing; nothing is left running then
 */
export async function startLocal(settings: LocalSettings): Promise<LocalSystem> {
  const stops: Stop[] = [];
  try {
    return { ...(await start(settings, stops)), stop: () => stopAll(stops) };
  } catch (error) {
    await stopAll(stops);
    throw explain(error, resolve(settings.dataDir));
  }
}

/** Stops the parts from the last to the first, also where one of them fails to stop. */
async function stopAll(stops: Stop[]): Promise<void> {
  const errors: unknown[] = [];
  for (const stop of stops.splice(0).reverse()) {
    try {
      await stop();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, 'Some parts did not stop');
}

/** Starts one part after the other. `stops` gets what stops each, to be called in the opposite order. */
async function start(settings: LocalSettings, stops: Stop[]): Promise<Omit<LocalSystem, 'stop'>> {
  requireDatabase();
  const dataDir = resolve(settings.dataDir);
  openDataFolder(dataDir);
  stops.push(lockDataFolder(dataDir));
  noteDataFormat(dataDir);
  checkDatabase(dataDir);
  const room = watchDataFolder(dataDir);
  stops.push(() => room.stop());
  const gateway = await openGateway(settings.port);
  stops.push(() => gateway.stop());
  const inbox = await startInbox(settings.mailPort, dataDir);
  stops.push(() => inbox.stop());
  const inboxUrl = `http://127.0.0.1:${inbox.port}`;

  const assembly = settings.assembly ?? join(dataDir, 'assembly');
  if (settings.assembly === undefined) await synthesize(assembly, settings.signal);
  const deployment = readAssembly(assembly, gateway.url);
  const { region } = deployment;
  const tableName = tableNameOf(deployment.table);
  const { database, streams, streamArn } = await startTable(deployment, dataDir, stops);
  const databaseUrl = database.endpoint;
  const places = { url: gateway.url, mailUrl: `http://localhost:${inbox.port}`, databaseUrl };
  stops.push(publishRunning(dataDir, { ...places, region, tableName }));

  const invoke = await startFunctions(deployment, stops, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: databaseUrl,
    AWS_ENDPOINT_URL_SES: settings.mailEndpoint?.(inboxUrl) ?? inboxUrl,
  });
  const queues = deployment.mailEventMappings.map((mapping) =>
    mailEventQueue({ mapping, invoke: (event) => invoke(mapping.functionId, event) }),
  );
  for (const queue of queues) stops.push(() => stopInTime(queue));
  inbox.onMail((mail) => Promise.all(queues.map((queue) => queue.publish(mail))));

  for (const mapping of settings.withoutTriggers ? [] : deployment.streamMappings) {
    if (streamArn === undefined) throw new Error(`The table of ${mapping.id} has no stream`);
    const poller = pollStream({
      mapping,
      streamArn,
      client: streams,
      invoke: (event) => invoke(mapping.functionId, event),
      dataDir,
    });
    stops.push(() => stopInTime(poller));
  }
  const schedules = deployment.schedules.map((declared) =>
    schedule(declared, () => invoke(declared.functionId, declared.input)),
  );
  for (const one of schedules) stops.push(() => stopInTime(one));
  if (!settings.withoutTriggers) for (const one of schedules) one.start();

  gateway.serve({ ...deployment, ...(settings.unthrottled && { throttle: undefined }) }, invoke);
  // Requests end first, while all else still runs.
  stops.push(() => gateway.stop());
  settings.signal?.throwIfAborted();
  return {
    ...places,
    tableName,
    runSchedules: async () => {
      for (const one of schedules) await one.run();
    },
    failure: Promise.race([
      room.failure,
      database.failure,
      inbox.failure.then((error) => explain(error, dataDir)),
    ]),
  };
}

async function startTable({ region, table }: Deployment, dataDir: string, stops: Stop[]) {
  const database = await startDatabase(dataDir);
  stops.push(() => database.stop());
  const settings = { endpoint: database.endpoint, region, credentials: localCredentials };
  const tables = new DynamoDBClient(settings);
  const streams = new DynamoDBStreamsClient(settings);
  stops.push(
    () => tables.destroy(),
    () => streams.destroy(),
  );
  try {
    return { database, streams, streamArn: await ensureTable(tables, table) };
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw new CannotRun(
      `The database at ${database.endpoint} cannot be used (${String(error)}): ${database.whereToLook}`,
    );
  }
}

async function startFunctions(
  { functions }: Deployment,
  stops: Stop[],
  awsEnvironment: Readonly<Record<string, string>>,
): Promise<(functionId: string, event: unknown) => Promise<unknown>> {
  const hosts = new Map(
    functions.map((declared) => [
      declared.id,
      hostFunction(declared, { ...declared.environment, ...awsEnvironment }),
    ]),
  );
  for (const host of hosts.values()) stops.push(() => host.stop());
  await Promise.all([...hosts.values()].map((host) => host.warm()));
  return async (functionId, event) => {
    const host = hosts.get(functionId);
    if (!host) throw new Error(`No function ${functionId}`);
    return host.invoke(event);
  };
}

/** Stops what calls functions. A call that outlasts the time-out is cut off, and repeated after the next start. */
async function stopInTime(caller: { stop(): Promise<void> }): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((settle) => (timer = setTimeout(settle, shutdownTimeoutMilliseconds)));
  await Promise.race([caller.stop(), timeout]);
  clearTimeout(timer);
}
