import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoDbStore } from '../lambdas/adapters/dynamodb/store.ts';
import type { NeedStore } from '../lambdas/app/ports/store.ts';
import { Limits } from '../lambdas/domain/limits.ts';
import { readAssembly } from '../local/assembly.ts';
import type { Deployment } from '../local/assembly.ts';
import { ensureTable, localCredentials, startDatabase } from '../local/database.ts';
import { startInbox } from '../local/inbox.ts';
import { synthesize } from '../local/synthesize.ts';

/** What is measured, and the services that it is measured against. */
export interface Lab {
  readonly folder: string;
  /** The assembly's folder. */
  readonly assembly: string;
  /** What would be deployed. */
  readonly deployment: Deployment;
  /** The bundle that would be deployed for a function of the stack, by its name there. */
  bundle(name: string): string;
  readonly database: string;
  /** Makes a table of its own, as the template declares it but for its stream, which nobody reads here. */
  table(name: string): Promise<{ readonly name: string; readonly store: NeedStore }>;
  /** What a function is started with, on a table of its own. */
  environment(table: string, database?: string): Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const labs = new Set<Lab>();

/** Stops every open lab, and removes its folder. */
export const stopLabs = () => Promise.all([...labs].map((lab) => lab.stop()));

/** Opens it on a synthesized assembly, or synthesizes one. */
export async function openLab(given?: string): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), 'vso-bench-'));
  const assembly = given ?? join(folder, 'assembly');
  if (given === undefined) await synthesize(assembly);
  const deployment = readAssembly(assembly, 'http://localhost');
  const database = await startDatabase(folder);
  const inbox = await startInbox(0, folder);
  const { region, table: declared, functions } = deployment;
  const client = new DynamoDBClient({ endpoint: database.endpoint, region, credentials: localCredentials });
  const lab: Lab = {
    folder,
    assembly,
    deployment,
    bundle: (name) => {
      const declared = functions.find(({ id }) => id.startsWith(name));
      if (!declared) throw new Error(`no function ${name} in the stack`);
      return declared.file;
    },
    database: database.endpoint,
    async table(name) {
      if ('existing' in declared) throw new Error('the stack declares no table');
      const { StreamSpecification: _stream, ...rest } = declared;
      await ensureTable(client, { ...rest, TableName: name });
      return { name, store: dynamoDbStore({ client, name }) };
    },
    environment: (table, endpoint = database.endpoint) => ({
      TABLE_NAME: table,
      BASE_URL: 'http://localhost',
      MAIL_FROM: 'Behov <behov@vso.example.org>',
      MAIL_FROM_ENGLISH: 'Needs <behov@vso.example.org>',
      ACCESSIBILITY: 'none',
      FORMER_HOSTS: 'none',
      MAIL_CONFIGURATION_SET: 'mails',
      MAIL_REPLY_TO: 'none',
      LIMITS: JSON.stringify(Limits.parse({})),
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_ENDPOINT_URL_SES: `http://127.0.0.1:${inbox.port}`,
      AWS_ENDPOINT_URL_SESV2: `http://127.0.0.1:${inbox.port}`,
    }),
    async stop() {
      labs.delete(lab);
      client.destroy();
      await inbox.stop();
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  labs.add(lab);
  return lab;
}
