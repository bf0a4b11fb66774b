import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import organisationFile from '../config/organisation.json' with { type: 'json' };
import { dynamoDbStore } from '../lambdas/adapters/dynamodb/store.ts';
import type { NeedStore } from '../lambdas/app/ports.ts';
import { listTroubled, resendNotice } from '../lambdas/app/resend.ts';
import { parseOrganisation } from '../lambdas/domain/organisation-file.ts';
import { instantOf } from '../lambdas/domain/time.ts';
import { localCredentials } from '../local/database.ts';
import { readRunning } from '../local/running.ts';

const usage = `npm run notices -- list                                   notices that have failed or come back
npm run notices -- resend B26-7KQ4M [VERSION [RECIPIENT]]  send those of a need again, or of one event, or one
npm run notices -- resend all                              send all of them again

On AWS: set TABLE_NAME to the stack's output TableName, and AWS_REGION; otherwise the local default that runs is meant.`;

/** The store that is meant: on AWS by TABLE_NAME, else that of the local default. */
function storeMeant(): NeedStore {
  const table = process.env['TABLE_NAME'];
  if (table) return dynamoDbStore({ client: new DynamoDBClient(), name: table });
  const running = readRunning(process.env['DATA_DIR'] || '.local');
  if (!running) throw new Error('Set TABLE_NAME, or start the local default with npm start');
  const { databaseUrl, region, tableName } = running;
  const client = new DynamoDBClient({ endpoint: databaseUrl, region, credentials: localCredentials });
  return dynamoDbStore({ client, name: tableName });
}

const [command, reference, version, recipient] = process.argv.slice(2);
try {
  if (command !== 'list' && (command !== 'resend' || reference === undefined)) throw new Error(usage);
  const store = storeMeant();
  const resend = resendNotice({
    organisation: parseOrganisation(organisationFile),
    store,
    clock: () => instantOf(new Date()),
  });
  const troubled = (await listTroubled({ store })()).filter(
    ({ notice, ...event }) =>
      command === 'list' ||
      reference === 'all' ||
      (event.reference === reference &&
        (version === undefined || event.version === Number(version)) &&
        (recipient === undefined || notice.to === recipient)),
  );
  /* Ids and codes only: names and addresses stay in the table. */
  for (const { notice, ...event } of troubled) {
    const { to, state, attempts, settledAt = '', reason = '' } = notice;
    const outcome =
      command === 'resend'
        ? (await resend(event, to))
          ? 'sent again by the next sweep'
          : 'changed meanwhile'
        : '';
    const columns = [event.reference, event.version, to, state, `${attempts} attempt(s)`, settledAt, reason];
    console.log([...columns, outcome].join('\t').trimEnd());
  }
  console.log(`${troubled.length} notice(s)`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
