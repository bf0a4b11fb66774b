import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { readAssembly } from './assembly.ts';
import { CannotStart } from './cannot-start.ts';
import { ensureTable, localCredentials, startDatabase } from './database.ts';
import { lockDataFolder } from './data-lock.ts';
import { hostFunction, type FunctionHost } from './function-host.ts';
import { openGateway } from './gateway.ts';
import { startInbox } from './inbox.ts';
import { playMailEvents } from './mail-events.ts';
import { sayRunning } from './running.ts';
import { runSchedule } from './schedule.ts';
import { pollStream, type StreamPoller } from './stream-poller.ts';
import { synthesize } from './synthesize.ts';

/** How long a batch of stream records under way may take once the system is told to stop. */
const patienceMilliseconds = 5_000;

export interface LocalSettings {
  /** Where the web pages are; 0 picks a free port. The links in mails follow it. */
  readonly port: number;
  /** Where the inbox is; 0 picks a free port. */
  readonly mailPort: number;
  /** Keeps everything that survives a restart; made if it is not there. */
  readonly dataDir: string;
  /** A synthesized assembly to run; without it the CDK app is synthesized for the stage `local`. */
  readonly assembly?: string;
  /** Lifts the stage's throttling, for tests that ask more at once than people do. */
  readonly unthrottled?: boolean;
  /** Neither reads the table's stream nor runs schedules by the clock: mails leave only by `runSchedules`. */
  readonly withoutTriggers?: boolean;
  /** An SES API in the place of the inbox's own, e.g. a proxy in front of it. */
  readonly mailEndpoint?: (inboxUrl: string) => string;
  /** Gives the start up. */
  readonly signal?: AbortSignal;
}

export interface LocalSystem {
  /** E.g. `http://localhost:3000`. */
  readonly url: string;
  /** The inbox as a page; its `/store` gives the mails as JSON. */
  readonly mailUrl: string;
  /** A DynamoDB API over the data. */
  readonly databaseUrl: string;
  /** The one table's name there. */
  readonly tableName: string;
  /** Calls everything that runs on a schedule, now. */
  runSchedules(): Promise<void>;
  /** Finishes what is under way and ends everything that was started. */
  stop(): Promise<void>;
}

/**
 * Runs the whole system on this machine, from the synthesized template: the functions' own bundles behind an HTTP
 * server, a DynamoDB API with the template's table, its stream, and an SES with an inbox. Resolves when all of it
 * can be used.
 *
 * @throws CannotStart when a port or the data folder is in use, or something is missing; nothing is left running then.
 */
export async function startLocal(settings: LocalSettings): Promise<LocalSystem> {
  const dataDir = resolve(settings.dataDir);
  const stops: (() => void | Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    // In the opposite order of the start: no more requests, then no more records, and only then the database.
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    makeFolder(dataDir);
    stops.push(lockDataFolder(dataDir));
    const gateway = await openGateway(settings.port);
    stops.push(() => gateway.stop());
    const inbox = await startInbox(settings.mailPort, dataDir);
    stops.push(() => inbox.stop());
    const mailUrl = `http://localhost:${inbox.port}`;
    const inboxUrl = `http://127.0.0.1:${inbox.port}`;

    const assembly = settings.assembly ?? join(dataDir, 'assembly');
    if (settings.assembly === undefined) await synthesize(assembly, settings.signal);
    const deployment = readAssembly(assembly, gateway.url);

    const database = await startDatabase(dataDir);
    stops.push(() => database.stop());
    const clientSettings = {
      endpoint: database.endpoint,
      region: deployment.region,
      credentials: localCredentials,
    };
    const tables = new DynamoDBClient(clientSettings);
    const streams = new DynamoDBStreamsClient(clientSettings);
    stops.push(() => tables.destroy());
    stops.push(() => streams.destroy());
    const streamArns = new Map<string, string | undefined>();
    for (const table of deployment.tables) {
      streamArns.set(table.TableName, await ensureTable(tables, table));
    }

    const tableName = deployment.tables[0]?.TableName ?? '';
    stops.push(sayRunning(dataDir, { databaseUrl: database.endpoint, region: deployment.region, tableName }));

    const awsEnvironment = {
      AWS_REGION: deployment.region,
      AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
      AWS_ENDPOINT_URL_SES: settings.mailEndpoint?.(inboxUrl) ?? inboxUrl,
    };
    const hosts = new Map<string, FunctionHost>();
    for (const declaration of deployment.functions) {
      const host = hostFunction(declaration, { ...declaration.environment, ...awsEnvironment });
      hosts.set(declaration.id, host);
      stops.push(() => host.stop());
    }
    const invoke = async (functionId: string, event: unknown): Promise<unknown> => {
      const host = hosts.get(functionId);
      if (!host) throw new Error(`No function ${functionId}`);
      return host.invoke(event);
    };
    await Promise.all([...hosts.values()].map((host) => host.warm()));

    const mailEvents = deployment.mailEvents.map((mapping) =>
      playMailEvents({ mapping, invoke: (event) => invoke(mapping.functionId, event) }),
    );
    for (const events of mailEvents) stops.push(() => soon(events));
    inbox.onMail((mail) => Promise.all(mailEvents.map((events) => events.tell(mail))));

    for (const mapping of settings.withoutTriggers ? [] : deployment.streamMappings) {
      const streamArn = streamArns.get(mapping.tableName);
      if (streamArn === undefined) throw new Error(`The table ${mapping.tableName} has no stream`);
      const poller = pollStream({
        mapping,
        streamArn,
        client: streams,
        invoke: (event) => invoke(mapping.functionId, event),
        dataDir,
      });
      stops.push(() => soon(poller));
    }
    const schedules = deployment.schedules.map((schedule) =>
      runSchedule(schedule, () => invoke(schedule.functionId, schedule.input)),
    );
    if (!settings.withoutTriggers) for (const schedule of schedules) schedule.start();
    for (const schedule of schedules) stops.push(() => soon(schedule));
    const throttle = settings.unthrottled ? undefined : deployment.throttle;
    gateway.serve({ ...deployment, throttle }, invoke);
    stops.push(() => gateway.stop());
    settings.signal?.throwIfAborted();
    return {
      url: gateway.url,
      mailUrl,
      databaseUrl: database.endpoint,
      tableName,
      runSchedules: async () => {
        for (const schedule of schedules) await schedule.run();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Stops what calls a function; a call that takes too long is cut off with it, and comes again at the next start. */
async function soon(poller: Pick<StreamPoller, 'stop'>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((settle) => (timer = setTimeout(settle, patienceMilliseconds)));
  await Promise.race([poller.stop(), patience]);
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
